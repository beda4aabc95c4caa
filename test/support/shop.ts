import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Shop {
  url: string;
  secret: string;
  /** What was asked, in order; and whether the signature was ours. */
  asked: { path: string; email: string | null; trusted: boolean; etag: string | undefined }[];
  /** How the next requests are answered; by default with the orders of whoever is asked for. */
  answer: ((request: IncomingMessage, response: ServerResponse) => void) | undefined;
  stop(): Promise<void>;
}

/** The system of a shop: knows some customers by their email address, and trusts nobody without a signature. As docs of context cards tell shops to do it. */
export async function startShop(secret: string, customers: Readonly<Record<string, object>>): Promise<Shop> {
  const shop: Shop = { url: '', secret, asked: [], answer: undefined, stop: () => Promise.resolve() };
  const server = createServer((request, response) => {
    // Its platform takes whatever we answer there.
    if (request.method === 'POST') return void response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
    const url = new URL(request.url ?? '/', 'http://shop');
    const email = url.searchParams.get('email');
    const trusted = url.pathname === '/card' ? trustsRequest(request, secret) : trustsLink(request.url ?? '', secret);
    shop.asked.push({ path: url.pathname, email, trusted, etag: request.headers['if-none-match'] });
    if (shop.answer !== undefined) return shop.answer(request, response);
    const card = email === null ? undefined : customers[email];
    if (!trusted) return void response.writeHead(403).end();
    if (card === undefined) return void response.writeHead(404).end();
    const etag = `"${createHmac('sha256', 'etag').update(JSON.stringify(card)).digest('hex').slice(0, 12)}"`;
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
    response.writeHead(200, { 'Content-Type': 'application/json', ETag: etag, 'Cache-Control': 'max-age=60' }).end(JSON.stringify(card));
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  shop.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  shop.stop = () => new Promise((resolve) => { server.closeAllConnections(); server.close(() => resolve()); });
  return shop;
}

const same = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

function trustsRequest(request: IncomingMessage, secret: string): boolean {
  const { 'x-kontuar-signature': signature, 'x-kontuar-contact': contact, 'x-kontuar-agent': agent } = request.headers;
  const [, time, nonce, given] = /^t=(\d+),n=([0-9a-f]+),v1=([0-9a-f]{64})$/.exec(String(signature)) ?? [];
  if (time === undefined || given === undefined || Math.abs(Date.now() / 1000 - Number(time)) > 300) return false;
  return same(createHmac('sha256', secret).update(['v1', time, nonce, contact, agent, 'GET', request.url].join('.')).digest('hex'), given);
}

function trustsLink(path: string, secret: string): boolean {
  const [signed, given] = path.split('&kontuar_signature=');
  if (signed === undefined || given === undefined || Number(new URL(signed, 'http://shop').searchParams.get('kontuar_expires')) < Date.now() / 1000) return false;
  return same(createHmac('sha256', secret).update(`v1.GET.${signed}`).digest('hex'), given);
}
