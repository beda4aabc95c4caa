import { plainWords, waitOf, type Answered } from '../ask';
import { ConnectorError } from '../contract';

/** 'once': what would happen twice if it were asked for twice. */
export type Effect = 'repeatable' | 'once';

interface Meaning { match: RegExp; kind?: 'unavailable' | 'unauthorized'; reason: string; says: string }

const meanings: Meaning[] = [
  { match: /^(TOO_LONG|TOO_MUCH_TEXT)$/, reason: 'text-too-long', says: 'The text is too long for Reddit' },
  { match: /^(NO_TEXT|EMPTY)/, reason: 'empty', says: 'There is nothing to send: the text is empty' },
  { match: /^(DELETED_|NO_THING_ID|INVALID_ID|PARENT_DELETED|COMMENT_UNREPLIABLE|THING_REMOVED)/, reason: 'message-gone', says: 'What this answers was deleted or removed' },
  { match: /^(THREAD_LOCKED|COMMENTS_LOCKED|LOCKED)/, reason: 'topic-closed', says: 'Moderators have locked this thread: nobody can answer there' },
  { match: /^(TOO_OLD|ARCHIVED)/, reason: 'topic-closed', says: 'The thread is archived: nobody can answer there any more' },
  { match: /^(RESTRICTED_TO_PM|NOT_WHITELISTED|USER_BLOCKED|BLOCKED|INVALID_USER$|YOU_ARE_BLOCKED|COMMENTER_BLOCKED|SENDER_BLOCKED)/, reason: 'blocked-by-user', says: 'This person takes no messages from the account' },
  { match: /^(USER_DOESNT_EXIST|NO_USER|BAD_USERNAME)/, reason: 'unknown-recipient', says: 'Reddit does not know this person: the account may be deleted' },
  { match: /^(SUBREDDIT_|BANNED_FROM|USER_BANNED|USER_MUTED|MUTED)/, reason: 'forbidden', says: 'The account may not write in this subreddit: it is banned, muted or not admitted there' },
  { match: /^(DOMAIN_BANNED|BAD_URL|LINK_BANNED)/, reason: 'link-refused', says: 'Reddit does not take a link in this text' },
  { match: /^(USER_REQUIRED|WRONG_PASSWORD)/, kind: 'unauthorized', reason: 'token-refused', says: 'Reddit does not see an account behind the access: connect it again' },
  { match: /^(QUOTA_FILLED|SLOW_DOWN|SERVER_BUSY)/, kind: 'unavailable', reason: 'rate-limited', says: 'Reddit asked us to slow down' },
];

/** Errors that come with status 200: [code, words, field]. Nothing was taken. */
export function refusedError([code, words]: readonly string[]): ConnectorError {
  if (code === 'RATELIMIT') return new ConnectorError('unavailable', 'Reddit asked us to slow down', { reason: 'rate-limited', ...waitInWords(words ?? '') });
  const known = meanings.find(({ match }) => match.test(code ?? ''));
  if (known !== undefined) return new ConnectorError(known.kind ?? 'rejected', known.says, { reason: known.reason });
  const plain = plainWords(words);
  return new ConnectorError('rejected', plain === '' ? 'Reddit refused this' : `Reddit refused this: ${plain}`, { reason: 'refused' });
}

const units: readonly (readonly [RegExp, number])[] = [[/^millisecond/, 1], [/^second/, 1_000], [/^minute/, 60_000], [/^hour/, 3_600_000]];

/** "Take a break for 9 minutes before trying again." Rounded down by Reddit, so one more of the unit is safe. */
export function waitInWords(words: string): { retryAfterMs?: number } {
  const [, count, unit] = /(\d{1,5}) (milliseconds?|seconds?|minutes?|hours?)/i.exec(words) ?? [];
  const size = units.find(([name]) => name.test(unit?.toLowerCase() ?? ''))?.[1];
  return count === undefined || size === undefined ? {} : { retryAfterMs: (Number(count) + (size < 60_000 ? 1 : 0)) * size + (size < 60_000 ? 0 : 30_000) };
}

export function answeredError(answered: Answered, { effect, now, missing }: { effect: Effect; now: Date; missing: string }): ConnectorError {
  const { status } = answered;
  if (status === 429) return new ConnectorError('unavailable', 'Reddit asked us to slow down', { reason: 'rate-limited', ...waitUntilReset(answered, now) });
  if (status === 401) return new ConnectorError('unauthorized', 'Reddit refused the access: it was withdrawn or has ended', { reason: 'token-refused' });
  if (status === 403 && /insufficient_scope/.test(answered.header('www-authenticate') ?? '')) return new ConnectorError('unauthorized', 'The consent does not cover this: connect the account again', { reason: 'scope-missing' });
  // A page instead of JSON: the door in front of the API.
  if (status === 403 && answered.data === undefined) return new ConnectorError('unauthorized', 'Reddit turns this application away: it must be approved for the Data API, and its User-Agent must be its own', { reason: 'api-not-granted' });
  if (status === 403) return new ConnectorError('rejected', 'Reddit does not let the account do this: it is banned there, or the place is private', { reason: 'forbidden' });
  if (status === 404) return new ConnectorError('rejected', missing, { reason: 'message-gone' });
  if (status >= 300 && status < 400) return new ConnectorError('unavailable', 'Reddit answers with a redirect: look at the API address and at the names of the subreddits', { reason: 'wrong-address' });
  // Reddit is known to say so after it took what was sent.
  if (status >= 500) return effect === 'once' ? new ConnectorError('ambiguous', 'Reddit had an internal error; the message may or may not have arrived', { reason: 'platform-failed' }) : new ConnectorError('unavailable', `Reddit had an internal error (${status})`, { reason: 'platform-failed', ...waitOf(answered, now) });
  return new ConnectorError('rejected', 'Reddit refused the request', { reason: 'refused' });
}

function waitUntilReset(answered: Answered, now: Date): { retryAfterMs?: number } {
  const wait = waitOf(answered, now);
  const reset = Number(answered.header('x-ratelimit-reset') ?? NaN);
  return wait.retryAfterMs !== undefined || !Number.isFinite(reset) ? wait : { retryAfterMs: Math.max(1, reset) * 1000 };
}
