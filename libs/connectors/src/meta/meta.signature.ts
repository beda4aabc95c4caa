import { createHmac, timingSafeEqual } from 'node:crypto';
import type { HandshakeAnswer, RawRequest } from '../contract';
import { expectedVerifyToken, type MetaSettings } from './meta.settings';

/** Meta signs the bytes as sent, with the secret of the app. One of several, where a product has a secret of its own. */
export function isSigned(request: RawRequest, secrets: readonly string[]): boolean {
  const given = /^sha256=([0-9a-f]{64})$/.exec(request.headers['x-hub-signature-256'] ?? '')?.[1];
  if (given === undefined) return false;
  const proof = Buffer.from(given, 'hex');
  let signed = false;
  for (const secret of secrets) {
    if (secret !== '' && timingSafeEqual(createHmac('sha256', secret).update(request.body).digest(), proof)) signed = true;
  }
  return signed;
}

/** The question that Meta asks of an address before it delivers there: by GET, and in plain text back. */
export function answerChallenge(request: RawRequest, settings: MetaSettings): HandshakeAnswer | undefined {
  if (request.method !== 'GET' || request.query['hub.mode'] !== 'subscribe') return undefined;
  const challenge = request.query['hub.challenge'] ?? '';
  if (!sameWord(request.query['hub.verify_token'] ?? '', expectedVerifyToken(settings)) || !/^[\w.-]{1,200}$/.test(challenge)) {
    return { status: 403, contentType: 'text/plain', body: 'This is not the verify token.' };
  }
  return { status: 200, contentType: 'text/plain', body: challenge };
}

function sameWord(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return expected !== '' && a.length === b.length && timingSafeEqual(a, b);
}
