import { createHmac, timingSafeEqual } from 'node:crypto';
import { ConnectorError, type Delivery, type RawRequest } from '../contract';
import { parseJson } from '../json';
import { callback } from './viber.payloads';
import type { ViberSettings } from './viber.settings';

/** HMAC-SHA256 over the bytes as they came, in hex, keyed with the bot's token; in a header, or in the address where proxies drop that. */
export function verify(request: RawRequest, { authToken }: ViberSettings): boolean {
  const given = Buffer.from(request.headers['x-viber-content-signature'] ?? request.query['sig'] ?? '', 'utf8');
  const expected = Buffer.from(createHmac('sha256', authToken).update(request.body).digest('hex'), 'utf8');
  return authToken !== '' && given.length === expected.length && timingSafeEqual(given, expected);
}

/** One call is one event. The first one only asks whether we are there. */
export function split(request: RawRequest): Delivery[] {
  let body: unknown;
  try {
    body = parseJson(new TextDecoder('utf-8', { fatal: true }).decode(request.body));
  } catch (cause) {
    throw new ConnectorError('rejected', 'The body is not JSON', { cause });
  }
  const parsed = callback.safeParse(body);
  if (!parsed.success) throw new ConnectorError('rejected', 'The body is no callback of Viber');
  const { event, message_token: token, user_id: userId } = parsed.data;
  if (event === 'webhook') return [];
  return [{
    ...(token === undefined ? {} : { externalId: [event.slice(0, 40), token, userId].filter((part) => part !== undefined).join(':') }),
    contentType: 'application/json',
    body: request.body,
  }];
}
