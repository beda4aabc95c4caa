import { createHmac, timingSafeEqual } from 'node:crypto';
import { ConnectorError, type Delivery, type RawRequest } from '../contract';
import { callback, event as eventSchema } from './line.payloads';
import type { LineSettings } from './line.settings';

/** HMAC-SHA256 over the bytes as they came, base64. LINE itself sends wrong ones now and then, to see that they are refused. */
export function verify(request: RawRequest, settings: LineSettings): boolean {
  const given = Buffer.from(request.headers['x-line-signature'] ?? '', 'utf8');
  const expected = Buffer.from(createHmac('sha256', settings.channelSecret).update(request.body).digest('base64'), 'utf8');
  return settings.channelSecret !== '' && given.length === expected.length && timingSafeEqual(given, expected);
}

/** One delivery for each event: a bad one among them costs nobody else. An empty list is LINE asking whether we are there. */
export function split(request: RawRequest): Delivery[] {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(request.body));
  } catch (cause) {
    throw new ConnectorError('rejected', 'The body is not JSON', { cause });
  }
  const parsed = callback.safeParse(body);
  if (!parsed.success) throw new ConnectorError('rejected', 'The body is no webhook of LINE');
  const { destination, events } = parsed.data;
  const seen = new Set<string>();
  return events.flatMap((one): Delivery[] => {
    const id = eventSchema.safeParse(one).data?.webhookEventId;
    if (id !== undefined && seen.has(id)) return [];
    if (id !== undefined) seen.add(id);
    return [{ ...(id === undefined ? {} : { externalId: id }), contentType: 'application/json', body: Buffer.from(JSON.stringify({ destination, events: [one] })) }];
  });
}
