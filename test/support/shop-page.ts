import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { request as forward } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Site { url: string; close(): Promise<void> }

function serve(answer: (request: IncomingMessage, response: ServerResponse) => void, host: string): Promise<Site> {
  const server = createServer(answer);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      resolve({
        url: `http://${host}:${(server.address() as AddressInfo).port}`,
        close: () => new Promise((done) => {
          server.closeAllConnections();
          server.close(() => { done(); });
        }),
      });
    });
  });
}

/** Somebody's shop on another origin, with the strictest policy under which a chat can work at all. */
export function startShop(widgetUrl: string, channelId: string, more: { head?: string; csp?: string } = {}): Promise<Site> {
  const csp = more.csp ?? `default-src 'none'; script-src ${widgetUrl} 'nonce-shop'; frame-src ${widgetUrl}; connect-src ${widgetUrl}; require-trusted-types-for 'script'`;
  return serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': csp });
    response.end(`<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Shop</title>${more.head ?? ''}<h1>Shop</h1><a href="#">A link of the shop</a>
      <script async src="${widgetUrl}/widget.js" data-channel="${channelId}"></script></html>`);
  }, 'localhost');
}

/** A proxy of the kind that collects a whole answer before it passes it on: streams never come through. */
export function startBufferingProxy(target: string): Promise<Site> {
  const { hostname, port } = new URL(target);
  return serve((request, response) => {
    const onward = forward({ hostname, port, path: request.url, method: request.method, headers: request.headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        response.end(Buffer.concat(parts));
      });
    });
    onward.on('error', () => { response.destroy(); });
    response.on('close', () => { onward.destroy(); });
    request.pipe(onward);
  }, '127.0.0.1');
}
