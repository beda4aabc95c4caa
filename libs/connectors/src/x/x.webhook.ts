import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { ConnectorError, type Delivery, type HandshakeAnswer, type RawRequest } from '../contract';
import type { XSettings } from './x.settings';

const sign = (secret: string, content: Buffer | string): string => `sha256=${createHmac('sha256', secret).update(content).digest('base64')}`;

/** X signs with the secret of the OAuth 2 client, and for older apps with that of the API key; whichever stands there has to be right. */
export function verify({ headers, body }: RawRequest, { clientSecret, consumerSecret }: XSettings): boolean {
  const newer = headers['x-twitter-webhooks-signature-oauth2'];
  const [given, secret] = newer === undefined ? [headers['x-twitter-webhooks-signature'], consumerSecret] : [newer, clientSecret];
  if (given === undefined || secret === '') return false;
  const expected = Buffer.from(sign(secret, body), 'utf8');
  const told = Buffer.from(given, 'utf8');
  return told.length === expected.length && timingSafeEqual(told, expected);
}

/** X asks at the beginning, and again and again, whether we still know the secret. */
export function handshake({ method, query }: RawRequest, { clientSecret, consumerSecret }: XSettings): HandshakeAnswer | undefined {
  const token = query['crc_token'];
  const secret = clientSecret === '' ? consumerSecret : clientSecret;
  if (method !== 'GET' || token === undefined || token === '' || token.length > 1_000 || secret === '') return undefined;
  return { status: 200, contentType: 'application/json', body: JSON.stringify({ response_token: sign(secret, token) }) };
}

const userId = z.string().regex(/^\d{1,25}$/);
const newer = z.looseObject({ data: z.looseObject({ event_type: z.string(), event_uuid: z.string().regex(/^[\w-]{1,64}$/).optional().catch(undefined), filter: z.looseObject({ user_id: userId.optional().catch(undefined) }).optional().catch(undefined) }) });
const older = z.looseObject({ for_user_id: userId });

/** One call is one event, for one of the accounts of the app. */
export function split({ body }: RawRequest): Delivery[] {
  let told: unknown;
  try {
    told = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new ConnectorError('rejected', 'The body is not JSON', { cause });
  }
  const { data: activity } = newer.safeParse(told);
  const { data: olderActivity } = older.safeParse(told);
  if (activity === undefined && olderActivity === undefined) throw new ConnectorError('rejected', 'The body is no activity of X');
  const { event_type: type = '', event_uuid: uuid, filter } = activity?.data ?? {};
  const account = filter?.user_id ?? olderActivity?.for_user_id;
  return [{ ...(uuid === undefined ? {} : { externalId: `${type.slice(0, 40)}:${uuid}` }), contentType: 'application/json', body, ...(account === undefined ? {} : { account }) }];
}
