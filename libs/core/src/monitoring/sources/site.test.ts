import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { AxiosAdapter } from 'axios';
import { outboundHttp } from '@kontuar/platform';
import { z } from 'zod';
import { Site } from './site';

let server: Server;
let root: string;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
beforeEach(async () => {
  server = createServer((request, response) => { answer(request, response); });
  await new Promise<void>((listening) => { server.listen(0, '127.0.0.1', listening); });
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => { server.closeAllConnections(); server.close(); });

const open = (until?: number) => new Site(outboundHttp({ allowPrivateHosts: true, maxBytes: 1024 * 1024 }), until);

it('unpacks no bomb, reads nothing endless, and waits for nobody who drips', async () => {
  answer = (_request, response) => { response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50 * 1024 * 1024))); };
  await expect(open().get(root)).rejects.toThrow('What answered is larger than anybody reads.');
  answer = (_request, response) => { const pour = (): void => { if (response.write(Buffer.alloc(65_536))) setImmediate(pour); else response.once('drain', pour); }; pour(); };
  await expect(open().get(root)).rejects.toThrow('What answered is larger than anybody reads.');
  answer = (_request, response) => { response.writeHead(200); const drip = setInterval(() => response.write('.'), 20); response.on('close', () => { clearInterval(drip); }); };
  const began = performance.now();
  await expect(open(Date.now() + 300).get(root)).rejects.toThrow('It did not answer in time.');
  expect(performance.now() - began).toBeLessThan(3_000);
});

it('follows a few redirects, and shows what proves who we are to nobody else', async () => {
  const shown: (string | undefined)[] = [];
  answer = (request, response) => {
    shown.push(request.headers.authorization);
    if (request.url === '/round') response.writeHead(302, { location: '/round' }).end();
    else if (request.url === '/away') response.writeHead(302, { location: `${root.replace('127.0.0.1', 'localhost')}/there` }).end();
    else if (request.url === '/file') response.writeHead(302, { location: 'file:///etc/passwd' }).end();
    else response.end('there');
  };
  expect((await open().get(`${root}/round`)).status).toBe(302);
  expect(shown.splice(0)).toHaveLength(4);
  expect((await open().get(`${root}/away`, { authorization: 'Bearer secret' })).body.toString()).toBe('there');
  expect(shown.splice(0)).toEqual(['Bearer secret', undefined]);
  expect((await open().get(`${root}/file`)).status).toBe(302);
});

it.each(['http://127.0.0.1/', 'http://[::1]/', 'http://169.254.169.254/latest/meta-data', 'http://localhost/', 'http://[::ffff:10.0.0.1]/', 'http://2130706433/', 'http://0x7f.1/'])('asks nobody inside our own network: %s', async (address) => {
  const guarded = outboundHttp({ allowPrivateHosts: false });
  await expect(new Site(guarded).get(address)).rejects.toThrow('This address lies inside a private network, and is not asked.');
});

it('is not sent inside by somebody outside either', async () => {
  const guarded = outboundHttp({ allowPrivateHosts: false });
  const outside: AxiosAdapter = (config) => Promise.resolve({ data: new ArrayBuffer(0), status: 302, statusText: '', headers: { location: 'http://169.254.169.254/latest' }, config });
  guarded.defaults.adapter = outside;
  await expect(new Site(guarded).get('https://public.example/')).rejects.toThrow('This address lies inside a private network, and is not asked.');
});

it('takes nothing for JSON that is none, and nothing deep for its death', async () => {
  for (const body of ['<html>', '['.repeat(500_000), '{"a":'.repeat(100_000), '']) {
    answer = (_request, response) => { response.end(body); };
    await expect(open().json(root, z.object({ a: z.string() }))).rejects.toThrow('What answered is not what this network is known to say.');
  }
});

it.each([[429, '120', 120], [503, 'in a minute', 60], [429, 'soon', undefined], [429, '99999999', undefined]] as const)('keeps the pause that %d with %s asks for', async (status, after, seconds) => {
  answer = (_request, response) => { response.writeHead(status, { 'retry-after': after === 'in a minute' ? new Date(Date.now() + 60_000).toUTCString() : after }).end(); };
  const error: unknown = await open().json(root, z.unknown()).catch((thrown: unknown) => thrown);
  const { retryAfterSeconds } = error as { retryAfterSeconds?: number };
  if (seconds === undefined) expect(retryAfterSeconds).toBeUndefined();
  else expect(Math.abs((retryAfterSeconds ?? 0) - seconds)).toBeLessThan(30);
});

it('asks a site once for its robots.txt, and does not read on while that cannot be known', async () => {
  let asked = 0;
  answer = (_request, response) => { asked += 1; response.writeHead(asked === 1 ? 200 : 500).end('User-agent: *\nDisallow: /private'); };
  const site = open();
  expect([await site.mayRead(`${root}/a`), await site.mayRead(`${root}/private/b`)]).toEqual([true, false]);
  expect(asked).toBe(1);
  await expect(open().mayRead(`${root}/a`)).rejects.toThrow('The site cannot say at this moment what may be read.');
});
