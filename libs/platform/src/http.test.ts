import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isInnerAddress, outboundHttp } from './http';

let server: Server;
let root: string;
beforeEach(async () => {
  server = createServer((_request, response) => { drip(response); });
  await new Promise<void>((listening) => { server.listen(0, '127.0.0.1', listening); });
  root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => { server.closeAllConnections(); server.close(); });

function drip(response: ServerResponse): void {
  response.writeHead(200);
  const drops = setInterval(() => response.write('.'), 20);
  response.on('close', () => { clearInterval(drops); });
}

it.each(['127.0.0.1', '10.1.2.3', '169.254.169.254', '0.0.0.0', '::1', '::', 'fd00:ec2::254', 'fe80::1', 'fec0::1', 'no address'])('takes %s for an address inside', (address) => {
  expect(isInnerAddress(address)).toBe(true);
});

it.each(['::ffff:127.0.0.1', '::ffff:7f00:1', '::127.0.0.1', '::ffff:0:7f00:1', '64:ff9b::7f00:1', '64:ff9b:1::7f00:1', '2002:7f00:1::', '2001:0:4136:e378:8000:63bf:80ff:fffe'])('takes %s, behind which an inner address may be, for one', (address) => {
  expect(isInnerAddress(address)).toBe(true);
});

it.each(['8.8.8.8', '2001:4860:4860::8888', '2606:4700::6810:84e5', '::ffff:8.8.8.8'])('takes %s for one outside', (address) => {
  expect(isInnerAddress(address)).toBe(false);
});

it.each(['text', 'stream'] as const)('waits for nobody who drips a letter at a time, read as %s', async (responseType) => {
  const http = outboundHttp({ allowPrivateHosts: true, timeoutMs: 5_000, wholeMs: 300 });
  const began = performance.now();
  const read = async () => {
    const { data } = await http.get<AsyncIterable<Buffer> | string>(root, { responseType });
    if (typeof data !== 'string') for await (const _ of data);
  };
  await expect(read()).rejects.toMatchObject({ code: 'ERR_CANCELED' });
  expect(performance.now() - began).toBeLessThan(3_000);
});

it('lets go when the caller does, whatever time is left', async () => {
  const leaving = new AbortController();
  const asked = outboundHttp({ allowPrivateHosts: true }).get(root, { signal: leaving.signal });
  setTimeout(() => { leaving.abort(); }, 50);
  await expect(asked).rejects.toMatchObject({ code: 'ERR_CANCELED' });
});
