import { createHmac, timingSafeEqual } from 'node:crypto';
import { ConnectorError, type Delivery, type RawRequest } from '../contract';
import { readJson } from '../json';
import { envelope } from './tiktok.payloads';
import type { TiktokSettings } from './tiktok.settings';

/** What was signed longer ago is somebody repeating it. */
const oldestSeconds = 300;

export function verify(request: RawRequest, { appSecret }: TiktokSettings): boolean {
  const [, time, given] = /^t=(\d{1,12}),s=([0-9a-f]{64})$/.exec(request.headers['tiktok-signature'] ?? '') ?? [];
  if (appSecret === '' || time === undefined || given === undefined || Math.abs(Date.now() / 1000 - Number(time)) > oldestSeconds) return false;
  const expected = createHmac('sha256', appSecret).update(`${time}.`).update(request.body).digest();
  return timingSafeEqual(Buffer.from(given, 'hex'), expected);
}

/** One event in a request, kept as it came. It has no id of its own. */
export function split(request: RawRequest): Delivery[] {
  const parsed = envelope.safeParse(readJson(request.body));
  if (!parsed.success) throw new ConnectorError('rejected', 'The body is no event of TikTok');
  const account = parsed.data.user_openid;
  return [{ contentType: 'application/json', body: request.body, ...(account == null ? {} : { account }) }];
}
