import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify, type ECDH } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from '../eventually';

/** What the service worker of a browser would get. */
export interface ArrivedPush { payload: { title: string; body: string; tag: string; url: string; unread: number; open: string[]; lang: string }; topic: string | undefined; ttl: number; at: number }

export interface PlayedDevice {
  /** As `PushSubscription.toJSON()` says it. */
  subscription: { endpoint: string; keys: { p256dh: string; auth: string } };
  arrived: ArrivedPush[];
  /** What the push service answers from now on. */
  answer(status: number): void;
  /** How often it was asked, whatever it answered. */
  asked: number;
  until(count: number, withinMs?: number): Promise<ArrivedPush[]>;
}

/**
 * A push service, and the browsers behind it: takes what RFC 8030 says it takes, checks who signed it as RFC 8292 says, and opens it as RFC 8291 says a browser does.
 * Whatever is wrong is kept in `faults` and refused.
 */
export async function startPushService(publicKey: () => string) {
  const devices = new Map<string, { device: PlayedDevice; ecdh: ECDH; auth: Buffer; status: number }>();
  const faults: string[] = [];
  let origin = '';
  const server = createServer((request, response) => {
    void (async () => {
      const entry = devices.get(request.url ?? '');
      const body = await bodyOf(request);
      if (entry === undefined) return response.writeHead(404).end();
      entry.device.asked += 1;
      if (entry.status >= 300) return response.writeHead(entry.status).end();
      try {
        checkSigner(request, origin, publicKey());
        if (request.method !== 'POST' || request.headers['content-encoding'] !== 'aes128gcm' || !/^\d+$/.test(String(request.headers['ttl']))) throw new Error('not as RFC 8030 and 8188 say');
        if (body.length > 4096) throw new Error('longer than a push service takes');
        const payload = JSON.parse(openAsBrowser(body, entry.ecdh, entry.auth)) as ArrivedPush['payload'];
        const topic = request.headers['topic'];
        if (topic !== undefined && !/^[A-Za-z0-9_-]{1,32}$/.test(String(topic))) throw new Error('no topic of RFC 8030');
        entry.device.arrived.push({ payload, topic: topic as string | undefined, ttl: Number(request.headers['ttl']), at: Date.now() });
        return response.writeHead(201).end();
      } catch (error) {
        faults.push((error as Error).message);
        return response.writeHead(400).end();
      }
    })();
  });
  await new Promise<void>((listening) => { server.listen(0, '127.0.0.1', listening); });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const browser = (): PlayedDevice => {
    const ecdh = createECDH('prime256v1');
    const p256dh = ecdh.generateKeys().toString('base64url');
    const auth = randomBytes(16);
    const path = `/push/${randomBytes(16).toString('hex')}`;
    const entry = { ecdh, auth, status: 201, device: undefined as unknown as PlayedDevice };
    entry.device = {
      subscription: { endpoint: `${origin}${path}`, keys: { p256dh, auth: auth.toString('base64url') } }, arrived: [], asked: 0,
      answer: (status) => { entry.status = status; },
      until: async (count, withinMs = 15_000) => {
        await eventually(() => { expect(entry.device.arrived.length).toBeGreaterThanOrEqual(count); }, withinMs);
        return entry.device.arrived;
      },
    };
    devices.set(path, entry);
    return entry.device;
  };
  return { browser, faults, origin, close: () => new Promise<void>((closed) => { server.close(() => { closed(); }); server.closeAllConnections(); }) };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** RFC 8292: a token for exactly this service, not older than a day, signed by the key that the browser subscribed for. */
function checkSigner(request: IncomingMessage, origin: string, publicKey: string): void {
  const found = /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), ?k=([\w-]+)$/.exec(request.headers.authorization ?? '');
  if (found === null) throw new Error(`no VAPID: ${request.headers.authorization ?? ''}`);
  const [, head, claims, signature, key] = found as unknown as [string, string, string, string, string];
  if (key !== publicKey) throw new Error('signed by another key than the browser subscribed for');
  const raw = Buffer.from(key, 'base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x: raw.subarray(1, 33).toString('base64url'), y: raw.subarray(33).toString('base64url') };
  if (!verify('sha256', Buffer.from(`${head}.${claims}`), { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'))) throw new Error('the signature is not right');
  const { alg } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { alg: string };
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { aud: string; exp: number; sub: string };
  const seconds = exp - Date.now() / 1000;
  if (alg !== 'ES256' || aud !== origin || seconds <= 0 || seconds > 86_400 || !/^(mailto:|https:)/.test(sub)) throw new Error('the token says something wrong');
}

/** RFC 8291 over RFC 8188: salt, record size, the sender's key, one record. */
function openAsBrowser(body: Buffer, ecdh: ECDH, auth: Buffer): string {
  const salt = body.subarray(0, 16);
  const keyLength = body[20] ?? 0;
  const sender = body.subarray(21, 21 + keyLength);
  const sealed = body.subarray(21 + keyLength);
  const shared = ecdh.computeSecret(sender);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), sender]);
  const secret = Buffer.from(hkdfSync('sha256', shared, auth, info, 32));
  const key = Buffer.from(hkdfSync('sha256', secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16));
  const nonce = Buffer.from(hkdfSync('sha256', secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12));
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  return padded.subarray(0, padded.lastIndexOf(2)).toString('utf8');
}
