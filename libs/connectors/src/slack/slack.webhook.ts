import { createHmac, timingSafeEqual } from 'node:crypto';
import { ConnectorError, type Delivery, type HandshakeAnswer, type RawRequest } from '../contract';
import { envelope, type Envelope } from './slack.payloads';
import type { SlackSettings } from './slack.settings';

/** Slack's own advice: what was signed longer ago is somebody repeating it. */
const oldestSeconds = 300;

/** HMAC-SHA256 over version, time and the bytes as they came. */
export function verify(request: RawRequest, { signingSecret }: SlackSettings): boolean {
  const time = request.headers['x-slack-request-timestamp'] ?? '';
  if (signingSecret === '' || !/^\d{1,12}$/.test(time) || Math.abs(Date.now() / 1000 - Number(time)) > oldestSeconds) return false;
  const expected = Buffer.from(`v0=${createHmac('sha256', signingSecret).update(`v0:${time}:`).update(request.body).digest('hex')}`);
  const given = Buffer.from(request.headers['x-slack-signature'] ?? '', 'utf8');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** Asked once, when the address is entered at Slack. */
export function handshake(request: RawRequest): HandshakeAnswer | undefined {
  const read = envelope.safeParse(readJson(request.body)).data;
  if (read?.type !== 'url_verification' || read.challenge === undefined) return undefined;
  return { status: 200, contentType: 'text/plain', body: read.challenge };
}

/** One event each. `token` is Slack's older proof and is not kept. */
export function split(request: RawRequest): Delivery[] {
  const body = readJson(request.body);
  const parsed = envelope.safeParse(body);
  if (!parsed.success || typeof body !== 'object' || body === null) throw new ConnectorError('rejected', 'The body is no event of Slack');
  const { token: _older, ...kept } = body as Record<string, unknown>; // an object, see above
  const { type, event_id: id } = parsed.data;
  if (type === 'event_callback' && (typeof kept['event'] !== 'object' || kept['event'] === null)) throw new ConnectorError('rejected', 'The body is no event of Slack');
  const account = accountOf(parsed.data);
  return [{
    // Slack repeats an event under the same id until it is thanked for.
    ...(type === 'event_callback' && id !== undefined ? { externalId: id } : {}),
    contentType: 'application/json', body: Buffer.from(JSON.stringify(kept)), ...(account === undefined ? {} : { account }),
  }];
}

/** In a shared channel the event may have happened in the other company; whose installation it is told to stands beside it. */
function accountOf({ team_id: team, authorizations }: Envelope): string | undefined {
  return authorizations[0]?.team_id ?? team;
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch {
    return undefined;
  }
}
