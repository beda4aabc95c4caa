import { ConnectorError } from '../contract';
import { howFarItGot, wasBlocked, withoutRequest } from '../transport';

interface Meaning { match: RegExp; kind?: 'unavailable'; reason: string; says: string }

const refused: Meaning[] = [
  { match: /character limit|too long/i, reason: 'text-too-long', says: 'The text is too long for this server' },
  { match: /trying to reply to|in_reply_to|thread.*(not|exist)/i, reason: 'message-gone', says: 'The post that this answers was deleted' },
  { match: /not finished processing|still (being )?process/i, kind: 'unavailable', reason: 'media-processing', says: 'The server is still working on the file' },
  { match: /(file )?size must be|too large|file size/i, reason: 'attachment-too-big', says: 'The file is too big for this server' },
  { match: /content type|file type|unsupported|could not be identified|paperclip|not recognized/i, reason: 'attachment-type', says: 'This server does not take this kind of file' },
  { match: /dimension|resolution|frame rate/i, reason: 'media-refused', says: 'The server refused the picture or video because of its size' },
  { match: /more than \d+ (files|media)|attach (a video|more)/i, reason: 'too-many-attachments', says: 'Too many files for one post on this server, or a video beside something else' },
  { match: /can.t be blank|is blank|empty/i, reason: 'empty', says: 'There is nothing to send: the text is empty' },
];

/** Repeated, it is the same post: every post carries a key of ours. So silence is never more than "try again". */
export function answeredError(status: number, words: string, { method, retryAfterMs }: { method: string; retryAfterMs?: number | undefined }): ConnectorError {
  if (status === 429) return new ConnectorError('unavailable', 'The Mastodon server asked us to slow down', { reason: 'rate-limited', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
  if (status === 401) return new ConnectorError('unauthorized', 'The Mastodon server refused the access token: it was revoked or mistyped', { reason: 'token-refused' });
  if (status === 403) {
    if (/scope/i.test(words)) return new ConnectorError('unauthorized', 'The access token lacks rights: make a new one with read and write', { reason: 'scope-missing' });
    if (/login is currently|disabled|suspended|confirm/i.test(words)) return new ConnectorError('unauthorized', 'The server has blocked this account or waits for its confirmation', { reason: 'account-suspended' });
    return new ConnectorError('rejected', `The Mastodon server does not allow this${quoted(words)}`, { reason: 'forbidden' });
  }
  if (status === 413) return new ConnectorError('rejected', 'The file is too big for this server', { reason: 'attachment-too-big' });
  if (status >= 500 || status < 300) return new ConnectorError('unavailable', status < 300 ? `What answered ${method} was not a Mastodon server` : `The Mastodon server had an internal error (${status})`, { reason: 'no-answer', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
  if (status < 400) return new ConnectorError('unavailable', 'The address answers with a redirect: it is not the Mastodon server itself', { reason: 'wrong-address' });
  if (status === 404 && words === '') return new ConnectorError('unavailable', 'No Mastodon server answers at this address', { reason: 'wrong-address' });
  const found = refused.find(({ match }) => match.test(words));
  if (found) return new ConnectorError(found.kind ?? 'rejected', found.says, { reason: found.reason });
  if (status === 404 || status === 410) return new ConnectorError('rejected', 'The post is no longer there', { reason: 'message-gone' });
  return new ConnectorError('rejected', `The Mastodon server refused the request${quoted(words)}`, { reason: 'refused' });
}

/** No answer at all: the connection failed or broke. */
export function brokenError(error: unknown, { method }: { method: string }): ConnectorError {
  const because = { cause: withoutRequest(error) };
  if (wasBlocked(error)) {
    return new ConnectorError('rejected', 'The address of the server lies in a private network; set KONTUAR_ALLOW_PRIVATE_HOSTS=1 if that is meant', { reason: 'blocked-address', ...because });
  }
  return howFarItGot(error) === 'never-accepted'
    ? new ConnectorError('unavailable', 'The Mastodon server could not be reached', { reason: 'unreachable', ...because })
    : new ConnectorError('unavailable', `The connection to the Mastodon server broke during ${method}`, { reason: 'no-answer', ...because });
}

function quoted(words: string): string {
  return words === '' ? '' : `: ${words.slice(0, 300)}`;
}
