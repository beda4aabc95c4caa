/** `X-Kontuar-Signature: t=<seconds>,v1=<hex>`: HMAC-SHA256 of "<seconds>.<body>" with the shared secret, in both directions. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RawRequest } from '../contract';
import type { ApiSettings } from './api.settings';

export const signatureHeader = 'x-kontuar-signature';
const toleranceSeconds = 300;

export function signatureOf(secret: string, body: Buffer, seconds: number): string {
  return `t=${seconds},v1=${mac(secret, body, seconds)}`;
}

/** Signed within the last five minutes, or sent with the secret itself as a bearer token. */
export function verify(request: RawRequest, { secret }: ApiSettings, now = Date.now()): boolean {
  const signature = request.headers[signatureHeader];
  if (signature === undefined) {
    const token = /^Bearer (.+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
    return token !== undefined && same(token, secret);
  }
  const [, time, given] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(signature) ?? [];
  if (time === undefined || given === undefined || Math.abs(now / 1000 - Number(time)) > toleranceSeconds) return false;
  return same(given, mac(secret, request.body, Number(time)));
}

function mac(secret: string, body: Buffer, seconds: number): string {
  return createHmac('sha256', secret).update(`${seconds}.`).update(body).digest('hex');
}

/** Lengths are compared by digests, so that not even they leak. */
function same(given: string, expected: string): boolean {
  const digest = (text: string) => createHmac('sha256', 'kontuar api channel').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
