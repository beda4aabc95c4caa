/** Takes a platform's calls as the product's webhook does: proves, splits, keeps, thanks. For peer tests of a connector, without the product around it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { ConnectorError, type Connector, type Delivery, type Inbound, type InboundMessage, type RawRequest } from '../../libs/connectors/src/contract';

export interface Receiver {
  url: string;
  /** What was kept and not yet read. */
  deliveries: Delivery[];
  /** Reads all that was kept. */
  inbound(): Promise<Inbound[]>;
  /** Reads all that was kept, of which the first must be a message. */
  message(): Promise<InboundMessage>;
  close(): Promise<void>;
}

export async function startReceiver<S>(connector: Connector<S>, settings: () => S): Promise<Receiver> {
  const { webhook } = connector;
  if (webhook === undefined) throw new Error(`${connector.id} has no webhook`);
  const receiver: Receiver = {
    url: '', deliveries: [],
    async inbound() {
      const inbound: Inbound[] = [];
      for (const delivery of receiver.deliveries.splice(0)) inbound.push(...(await connector.parse(delivery, settings())));
      return inbound;
    },
    async message() {
      const [first] = await receiver.inbound();
      if (first?.kind !== 'message') throw new Error(`expected a message, got ${first?.kind ?? 'nothing'}`);
      return first;
    },
    close: () => new Promise((resolve) => {
      server.closeAllConnections();
      server.close(() => { resolve(); });
    }),
  };
  const answer = async (raw: RawRequest): Promise<{ status: number; contentType: string; body: string }> => {
    const refused = { contentType: 'text/plain', body: '' };
    // As in the product: what is only asked for is not signed.
    if (raw.method === 'GET') return webhook.handshake?.(raw, settings()) ?? { ...refused, status: 404 };
    if (!(await webhook.verify(raw, settings()))) return { ...refused, status: 401 };
    const shaken = webhook.handshake?.(raw, settings());
    if (shaken !== undefined) return shaken;
    try {
      receiver.deliveries.push(...webhook.split(raw));
    } catch (error) {
      if (error instanceof ConnectorError) return { ...refused, status: 400 };
      throw error;
    }
    return webhook.answer ?? { status: 200, contentType: 'text/plain', body: 'ok' };
  };
  const server = createServer((request, response) => {
    void buffer(request).then(async (body) => {
      const url = request.url ?? '/';
      const origin = new URL(receiver.url).origin;
      const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
      const { status, contentType, body: text } = await answer({ method: request.method ?? 'POST', url, headers, query: Object.fromEntries(new URL(url, origin).searchParams), body, publicUrl: `${origin}${url}` });
      response.writeHead(status, { 'content-type': contentType }).end(text);
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/${connector.id}/1`;
  return receiver;
}
