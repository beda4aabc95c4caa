/** The page, and the few calls behind it. Only for this machine: it listens on loopback and takes JSON from its own page alone. */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import axios, { isAxiosError } from 'axios';
import { z } from 'zod';
import { move, type Table } from './table';

const connecting = z.object({ address: z.url(), token: z.string().min(1) });

export async function servePlay(tables: readonly Table[], port: number): Promise<Server> {
  const page = readFileSync(join(__dirname, 'page.html'));
  const byId = new Map(tables.map((table) => [table.platform.module.id, table]));
  const server = createServer((request, response) => {
    const answer = (status: number, body: object) => { response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)); };
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (request.method === 'GET' && path === '/') return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    if (request.method === 'GET' && path === '/platforms') return answer(200, tables.map((table) => table.view()));
    const [, id = '', what] = /^\/platforms\/([\w-]+)\/(moves|connect)$/.exec(path) ?? [];
    const table = byId.get(id);
    if (request.method !== 'POST' || table === undefined) return answer(404, { problem: 'There is nothing here' });
    if (request.headers['content-type'] !== 'application/json') return answer(415, { problem: 'JSON only' });
    readJson(request)
      .then((body) => (what === 'moves' ? table.make(move.parse(body)) : connect(table, connecting.parse(body))))
      .then((done) => { answer(200, done); }, (error: unknown) => { answer(400, { problem: wordsOf(error) }); });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

/** Makes the channel in a running product, so that nobody has to copy tokens field by field. */
async function connect({ platform }: Table, { address, token }: z.infer<typeof connecting>): Promise<object> {
  const { module, sim } = platform;
  const body = { connectorId: module.id, name: `${module.label} (played)`, settings: sim.settings() };
  const { data } = await axios.post<{ webhookUrl: string | null }>(new URL('/api/v1/channels', address).href, body, { headers: { authorization: `Bearer ${token}` } });
  if (data.webhookUrl !== null) platform.useWebhook(data.webhookUrl);
  return { webhookUrl: data.webhookUrl };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  return JSON.parse((await buffer(request)).toString('utf8'));
}

function wordsOf(error: unknown): string {
  if (error instanceof z.ZodError) return error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  if (isAxiosError(error)) return `The product says: ${JSON.stringify(error.response?.data ?? error.message)}`;
  return error instanceof Error ? error.message : String(error);
}
