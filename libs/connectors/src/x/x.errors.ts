import { z } from 'zod';
import { plainWords } from '../ask';
import { ConnectorError } from '../contract';
import { howFarItGot, wasBlocked, withoutRequest } from '../transport';

/** 'once': X knows no key of ours, so what may have been taken is never sent blindly again. */
export type Effect = 'repeatable' | 'once';

const problem = z.object({
  title: z.string().catch(''), detail: z.string().catch(''), type: z.string().catch(''), reason: z.string().catch(''), error: z.string().catch(''),
  errors: z.array(z.object({ message: z.string().catch(''), detail: z.string().catch(''), code: z.number().optional().catch(undefined) }).catch({ message: '', detail: '' })).catch([]),
});

interface Meaning { match: RegExp; kind?: 'unauthorized'; reason: string; words: string }

/** X tells by English sentences; matched loosely, since the wording moves. The order matters: the particular before the general. */
const meanings: Meaning[] = [
  { match: /not been mentioned|otherwise engaged|only (be )?repl(y|ied)|reply to this conversation is not allowed|not allowed to reply/i, reason: 'not-summoned', words: 'X takes answers of programs only to those who named or quoted your account, and lets authors say who may reply: answer this one in X itself' },
  { match: /duplicate/i, reason: 'duplicate', words: 'X refuses the same text twice within a short time: change a word' },
  { match: /suspended|temporarily locked|account is locked/i, kind: 'unauthorized', reason: 'account-suspended', words: 'X has locked or suspended the account: sign in there and see what it asks for' },
  { match: /subset of|access level|client-not-enrolled|not enrolled|not permitted to access this (feature|endpoint)|attached to a project|CreditsDepleted|spend cap/i, kind: 'unauthorized', reason: 'tier', words: 'The tariff of your X app does not cover this: look at its plan and credits in the Developer Console' },
  { match: /oauth1? app permissions|missing.{0,20}scope|insufficient.{0,10}scope|not configured with the appropriate/i, kind: 'unauthorized', reason: 'scope-missing', words: 'The consent does not cover this: connect the account again' },
  { match: /cannot send (direct )?messages? to this user|not (be )?follow(ing|ed)|dm conversation|recipient|does not allow.{0,20}(dm|message)|permission to dm/i, reason: 'dm-not-allowed', words: 'This person takes no direct messages from your account' },
  { match: /blocked/i, reason: 'blocked-by-user', words: 'This person blocked your account' },
  { match: /too long|bit shorter|over the (character )?limit|exceeds.{0,30}(length|characters)/i, reason: 'text-too-long', words: 'The text is too long for X' },
  { match: /\bcrc|CrcValidation/i, reason: 'webhook-refused', words: 'X tried our webhook and got no right answer: look at the OAuth client secret, and whether the public address reaches Kontuar over https without a port' },
  { match: /media/i, reason: 'media-refused', words: 'X refused the picture or video' },
  { match: /deleted or not visible|does ?n[o']t exist|not.?found|no longer (available|exists)/i, reason: 'message-gone', words: 'The post is not there any more, or its author hides it from your account' },
  { match: /hid(e|den)|moderate/i, reason: 'not-ours', words: 'Only replies below posts of your own can be hidden' },
];

export interface Told { headers(name: string): string | undefined; now: Date; effect: Effect }

/** What an answer other than 2xx means. */
export function answeredError(status: number, data: unknown, { headers, now, effect }: Told): ConnectorError {
  const told = problem.safeParse(data).data;
  const said = [told?.title, told?.detail, told?.type, told?.reason, told?.error, ...(told?.errors ?? []).flatMap(({ message, detail }) => [message, detail])].filter((part) => part !== undefined && part !== '').join(' | ');
  if (status === 429) return new ConnectorError('unavailable', 'X asked us to slow down', { reason: 'rate-limited', ...waitUntilReset(headers, now) });
  if (status === 401) return new ConnectorError('unauthorized', 'X refused the access: it was withdrawn or has ended', { reason: 'token-refused' });
  if (status === 402) return new ConnectorError('unauthorized', 'The credits of your X app are used up: see its plan in the Developer Console', { reason: 'quota-used' });
  if (status === 503) return new ConnectorError('unavailable', 'X is overloaded', { reason: 'platform-busy' });
  if (status >= 500 || status === 408) return silence(effect, `X had an internal error (${status})`);
  if (status >= 300 && status < 400) return new ConnectorError('unauthorized', 'The API address answers with a redirect: it is not X', { reason: 'wrong-address' });
  if (status < 300) return silence(effect, 'What answered was not X');
  if (status === 404 && told === undefined) return new ConnectorError('unauthorized', 'X does not answer at this address: look at the API address', { reason: 'wrong-address' });
  const known = meanings.find(({ match }) => match.test(said));
  if (known !== undefined) return new ConnectorError(known.kind ?? 'rejected', known.words, { reason: known.reason });
  const words = plainWords(told?.detail === '' ? told.errors[0]?.message : told?.detail);
  if (status === 404) return new ConnectorError('rejected', 'The post is not there any more, or its author hides it from your account', { reason: 'message-gone' });
  if (status === 403) return new ConnectorError('rejected', `X does not allow this${words === '' ? '' : `: ${words}`}`, { reason: 'forbidden' });
  return new ConnectorError('rejected', `X refused the request${words === '' ? '' : `: ${words}`}`, { reason: 'refused' });
}

export function brokenError(error: unknown, effect: Effect): ConnectorError {
  const cause = withoutRequest(error);
  if (wasBlocked(error)) return new ConnectorError('rejected', 'The address lies in a private network; set KONTUAR_ALLOW_PRIVATE_HOSTS=1 if that is meant', { reason: 'blocked-address', cause });
  return howFarItGot(error) === 'never-accepted' ? new ConnectorError('unavailable', 'X could not be reached', { reason: 'unreachable', cause }) : silence(effect, 'The connection to X broke', cause);
}

const silence = (effect: Effect, words: string, cause?: Error): ConnectorError => effect === 'once'
  ? new ConnectorError('ambiguous', `${words}; the message may or may not have arrived`, { reason: 'no-answer', ...(cause === undefined ? {} : { cause }) })
  : new ConnectorError('unavailable', words, { reason: 'no-answer', ...(cause === undefined ? {} : { cause }) });

/** The window of a quarter of an hour, unless it is the day's that is used up. */
function waitUntilReset(headers: Told['headers'], now: Date): { retryAfterMs?: number } {
  const seconds = Number(headers('retry-after'));
  if (headers('retry-after') !== undefined && Number.isFinite(seconds)) return { retryAfterMs: Math.max(0, seconds * 1000) };
  const resets = windows.filter((window) => headers(`${window}-remaining`) === '0').map((window) => Number(headers(`${window}-reset`))).filter((reset) => Number.isFinite(reset) && reset > 0);
  const reset = resets.length > 0 ? Math.max(...resets) : Number(headers('x-rate-limit-reset'));
  return Number.isFinite(reset) && reset > 0 ? { retryAfterMs: Math.max(1_000, reset * 1000 - now.getTime()) } : {};
}

export const windows = ['x-rate-limit', 'x-user-limit-24hour', 'x-app-limit-24hour'] as const;
