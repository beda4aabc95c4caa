import { createHmac, timingSafeEqual } from 'node:crypto';
import { ConnectorError, type Delivery, type HandshakeAnswer, type RawRequest } from '../contract';
import { readJson } from '../json';
import { envelope, notification } from './linkedin.payloads';
import type { LinkedinSettings } from './linkedin.settings';

const prefix = 'hmacsha256=';
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const mac = (secret: string, ...parts: (string | Buffer)[]): string => {
  const hash = createHmac('sha256', secret);
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

/** The header holds the digest of the prefix and the body. Some were seen with the prefix in the header instead, over the body alone. */
export function verify(request: RawRequest, { clientSecret }: LinkedinSettings): boolean {
  const header = request.headers['x-li-signature'] ?? '';
  const prefixed = header.startsWith(prefix);
  const given = Buffer.from(prefixed ? header.slice(prefix.length) : header, 'utf8');
  const expected = Buffer.from(prefixed ? mac(clientSecret, request.body) : mac(clientSecret, prefix, request.body), 'utf8');
  return clientSecret !== '' && given.length === expected.length && timingSafeEqual(given, expected);
}

/**
 * Asked when the address is entered, and every two hours. Whatever is answered here is signed with our secret, so that only what LinkedIn asks
 * with is answered: a body of somebody's choice would come out as a valid signature of it.
 */
export function handshake({ method, query }: RawRequest, { clientSecret }: LinkedinSettings): HandshakeAnswer | undefined {
  const challengeCode = query['challengeCode'];
  if (method !== 'GET' || challengeCode === undefined || !uuid.test(challengeCode)) return undefined;
  return { status: 200, contentType: 'application/json', body: JSON.stringify({ challengeCode, challengeResponse: mac(clientSecret, challengeCode) }) };
}

/** Up to ten notifications in one request; each a delivery of its own, known by its id however often it comes. */
export function split(request: RawRequest): Delivery[] {
  const parsed = envelope.safeParse(readJson(request.body));
  if (!parsed.success) throw new ConnectorError('rejected', 'The body is no notification of LinkedIn');
  const { type, notifications } = parsed.data;
  return distinct(notifications.map((one) => deliveryOf({ type, notification: one }, notification.safeParse(one).data)));
}

export function deliveryOf(body: object, named: { notificationId?: string | undefined; organizationalEntity?: string | null | undefined } | undefined): Delivery {
  const id = named?.notificationId;
  const account = named?.organizationalEntity;
  return { contentType: 'application/json', body: Buffer.from(JSON.stringify(body)), ...(id === undefined ? {} : { externalId: id }), ...(account == null ? {} : { account }) };
}

function distinct(deliveries: Delivery[]): Delivery[] {
  const seen = new Set<string>();
  return deliveries.filter(({ externalId }) => externalId === undefined || (!seen.has(externalId) && seen.add(externalId)));
}
