/** How Trustpilot signs its webhooks is documented nowhere that we could read, so the proof is one of three, and chosen by whoever sets it up. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { ConnectorError, type Delivery, type Inbound, type RawRequest } from '../contract';
import { webhookBody, webhookEvent } from './trustpilot.payloads';
import type { TrustpilotSettings } from './trustpilot.settings';

/** What can be guessed is no proof. */
const shortest = 24;

export function isProved(request: RawRequest, { webhookProof, webhookSecret, signatureHeader }: Pick<TrustpilotSettings, 'webhookProof' | 'webhookSecret' | 'signatureHeader'>): boolean {
  if (webhookSecret.length < shortest) return false;
  switch (webhookProof) {
    case 'off':
      return false;
    case 'key':
      return same(request.query['key'] ?? '', webhookSecret);
    case 'basic': {
      const given = /^Basic ([\w+/=]+)$/i.exec(request.headers['authorization'] ?? '')?.[1] ?? '';
      const [, ...password] = Buffer.from(given, 'base64').toString('utf8').split(':');
      return same(password.join(':'), webhookSecret);
    }
    case 'signature': {
      const given = (request.headers[signatureHeader] ?? '').trim().replace(/^sha256=/i, '');
      const mac = createHmac('sha256', webhookSecret).update(request.body);
      const digest = mac.digest();
      return same(given.toLowerCase(), digest.toString('hex')) || same(given, digest.toString('base64'));
    }
    default:
      return webhookProof satisfies never;
  }
}

/** Lengths are compared by digests, so that not even they leak. */
function same(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return given !== '' && timingSafeEqual(digest(given), digest(expected));
}

export function splitEvents({ body }: RawRequest): Delivery[] {
  const { data } = webhookBody.safeParse(parseJson(body));
  if (data === undefined) throw new ConnectorError('rejected', 'Not what Trustpilot posts', { reason: 'malformed' });
  return data.events.map((event) => ({ contentType: 'application/json', body: Buffer.from(JSON.stringify(event)) }));
}

/** An event only points at a review: what it says is fetched, so that nobody can put words into a customer's mouth. */
export function parseEvent(told: unknown): Inbound[] {
  const { data } = webhookEvent.safeParse(told);
  if (data === undefined) return [{ kind: 'ignored', reason: 'neither a review nor an event' }];
  const { eventName, eventData: { id, deletedAt, updatedAt, createdAt } } = data;
  if (id === undefined || !/^service-review-[a-z-]{1,40}$/.test(eventName)) return [{ kind: 'ignored', reason: `an event that is not of a service review (${eventName.slice(0, 60).replace(/[^\w-]/g, '?')})` }];
  if (eventName === 'service-review-deleted') return [{ kind: 'deletion', externalId: id, at: new Date(deletedAt ?? updatedAt ?? createdAt ?? unsaid).toISOString() }];
  return [{ kind: 'pointer', ref: id }];
}

/** Read as the moment of reading. */
const unsaid = '9999-12-31T23:59:59.000Z';

export function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
