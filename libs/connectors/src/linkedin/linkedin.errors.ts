import { plainWords, waitOf, type Answered } from '../ask';
import { ConnectorError } from '../contract';
import { failed } from './linkedin.payloads';

const words = (told: { message?: string | null | undefined } | undefined): string => plainWords(told?.message);

/** What an answer other than 2xx means. `once`: it was a send, which may have happened behind a failure. */
export function linkedinError(answered: Answered, { now, once = false }: { now: Date; once?: boolean }): ConnectorError {
  const { status } = answered;
  const told = failed.safeParse(answered.data).data;
  const said = told?.message ?? '';
  const code = told?.code ?? '';
  if (status === 429) return slowDown(answered, said, now);
  if (status === 426 || /NONEXISTENT_VERSION|VERSION_MISSING/.test(code)) return new ConnectorError('unauthorized', 'LinkedIn no longer offers this version of its API: enter a newer one in the settings', { reason: 'version-ended' });
  if (status === 401) return new ConnectorError('unauthorized', 'LinkedIn no longer accepts the access: it has ended or was withdrawn. Connect the channel again', { reason: 'token-refused' });
  if (/max(imum)?\s*length|too long|exceeds? .*(length|characters)|length .*exceed/i.test(said)) return new ConnectorError('rejected', 'The text is too long for LinkedIn', { reason: 'text-too-long' });
  if (/comment\w*\s.*(disabled|closed|not allowed|turned off|restricted)/i.test(said)) return new ConnectorError('rejected', 'Comments are closed below this post', { reason: 'comments-closed' });
  if (status === 403 && /unpermitted fields/i.test(said)) return new ConnectorError('rejected', 'LinkedIn does not take a part of this', { reason: 'refused' });
  if (status === 403) return new ConnectorError('unauthorized', 'The person who connected the page may not do this: they need a role on the page, and the app the permission', { reason: 'permission-missing' });
  if (status === 404 || status === 410) {
    return told === undefined ? new ConnectorError('unauthorized', 'LinkedIn does not answer at this address: look at the API address', { reason: 'wrong-address' }) : new ConnectorError('rejected', 'It is no longer there, or the page may not see it', { reason: 'gone' });
  }
  if (status === 409 || /duplicate/i.test(said)) return new ConnectorError('rejected', 'LinkedIn says that the same comment is there already', { reason: 'duplicate' });
  if (status >= 500 || status === 408) {
    return once ? new ConnectorError('ambiguous', `LinkedIn had an internal error (${status}); the comment may or may not have appeared`, { reason: 'no-answer' }) : new ConnectorError('unavailable', `LinkedIn had an internal error (${status})`, { reason: 'server-error', ...waitOf(answered, now) });
  }
  if (status >= 300 && status < 400) return new ConnectorError('unavailable', 'The API address answers with a redirect: it is not LinkedIn', { reason: 'wrong-address' });
  if (status < 300) return once ? new ConnectorError('ambiguous', 'What answered was not LinkedIn; the comment may or may not have appeared', { reason: 'no-answer' }) : new ConnectorError('unavailable', 'What answered was not LinkedIn', { reason: 'no-answer' });
  return new ConnectorError('rejected', `LinkedIn refused it${words(told) === '' ? '' : `: ${words(told)}`}`, { reason: 'refused' });
}

/** One limit is for comments within a minute; the others are of the day, which ends at midnight UTC, and name no time. */
function slowDown(answered: Answered, said: string, now: Date): ConnectorError {
  const { retryAfterMs } = waitOf(answered, now);
  if (retryAfterMs !== undefined) return new ConnectorError('unavailable', 'LinkedIn asked us to slow down', { reason: 'rate-limited', retryAfterMs });
  if (/creation rate|throttled: creat/i.test(said)) return new ConnectorError('unavailable', 'LinkedIn takes no more comments within this minute', { reason: 'rate-limited', retryAfterMs: 60_000 });
  if (/\bday\b|daily/i.test(said)) {
    const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1);
    return new ConnectorError('unavailable', 'The calls that LinkedIn allows in a day are used up; more are free after midnight UTC', { reason: 'quota-used', retryAfterMs: midnight - now.getTime() });
  }
  return new ConnectorError('unavailable', 'LinkedIn asked us to slow down', { reason: 'rate-limited' });
}
