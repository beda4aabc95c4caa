import { ConnectorError } from '../contract';
import { howFarItGot, wasBlocked, withoutRequest } from '../transport';
import type { Failure } from './line.payloads';

/** 'repeatable': asking again changes nothing, or LINE knows our retry key. 'once': nobody knows, and the customer may read it twice. */
export type Effect = 'repeatable' | 'once';

/** LINE tells by English sentences; matched loosely, since the wording moves. */
const refused: { match: RegExp; reason: string; words: string }[] = [
  { match: /invalid reply token/i, reason: 'reply-token-used', words: 'The free reply token was used or is too old' },
  { match: /monthly limit/i, reason: 'quota-used', words: 'The messages of this month are used up at LINE: raise the plan, or answer within a minute of the customer’s message' },
  { match: /property,? '?to'?|failed to send messages|not found/i, reason: 'unknown-recipient', words: 'LINE does not know this customer: they may have left, or never added the account' },
  { match: /length must be|may not be (blank|empty)|too long/i, reason: 'text-refused', words: 'LINE refused the text: it is empty or too long' },
  { match: /url|uri|content/i, reason: 'media-refused', words: 'LINE could not use the address of a picture; it needs https and a certificate that LINE trusts' },
];

/** What an answer other than 2xx means. `told` is its body, undefined when it was none of LINE's. */
export function answeredError(status: number, told: Failure | undefined, { effect, retryAfter }: { effect: Effect; retryAfter?: string | undefined }): ConnectorError {
  const words = [told?.message, ...(told?.details ?? []).map((detail) => [detail.property, detail.message].filter(Boolean).join(': '))].filter(Boolean).join('; ').slice(0, 300);
  const known = refused.find(({ match }) => match.test(words));
  if (status === 429) {
    if (known?.reason === 'quota-used') return new ConnectorError('rejected', known.words, { reason: known.reason });
    const seconds = Number(retryAfter);
    return new ConnectorError('unavailable', 'LINE asked us to slow down', {
      reason: 'rate-limited',
      ...(retryAfter !== undefined && Number.isFinite(seconds) && seconds >= 0 ? { retryAfterMs: seconds * 1000 } : {}),
    });
  }
  if (status === 401) return new ConnectorError('unauthorized', 'LINE refused the access token: it was revoked, replaced or mistyped', { reason: 'token-refused' });
  if (status === 403) return new ConnectorError('rejected', `LINE does not allow this account to do it${words === '' ? '' : `: ${words}`}`, { reason: 'forbidden' });
  if (status === 413) return new ConnectorError('rejected', 'The message is too big for LINE', { reason: 'too-big' });
  if (status >= 500) return uncertain(effect, `LINE had an internal error (${status})`);
  if (status >= 300 && status < 400) return new ConnectorError('unavailable', 'The API address answers with a redirect: it is not LINE', { reason: 'wrong-address' });
  if (status === 404 && told === undefined) return new ConnectorError('unauthorized', 'LINE does not answer at this address: look at the API address', { reason: 'wrong-address' });
  if (status >= 400) {
    if (known) return new ConnectorError('rejected', known.words, { reason: known.reason });
    return new ConnectorError('rejected', `LINE refused the request${words === '' ? '' : `: ${words}`}`, { reason: 'refused' });
  }
  return uncertain(effect, 'What answered was not LINE');
}

export function brokenError(error: unknown, effect: Effect): ConnectorError {
  const because = { cause: withoutRequest(error) };
  if (wasBlocked(error)) return new ConnectorError('rejected', 'The address lies in a private network; set KONTUAR_ALLOW_PRIVATE_HOSTS=1 if that is meant', { reason: 'blocked-address', ...because });
  return howFarItGot(error) === 'never-accepted'
    ? new ConnectorError('unavailable', 'LINE could not be reached', { reason: 'unreachable', ...because })
    : uncertain(effect, 'The connection to LINE broke', because);
}

function uncertain(effect: Effect, words: string, because: { cause?: Error } = {}): ConnectorError {
  return effect === 'once'
    ? new ConnectorError('ambiguous', `${words}; the message may or may not have arrived`, { reason: 'no-answer', ...because })
    : new ConnectorError('unavailable', words, { reason: 'no-answer', ...because });
}
