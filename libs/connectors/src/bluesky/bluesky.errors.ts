import { ConnectorError } from '../contract';
import { howFarItGot, wasBlocked, withoutRequest } from '../transport';

/** Repeating it changes nothing ('repeatable'), or makes the customer read it twice ('once'). */
export type Effect = 'repeatable' | 'once';

/** A refusal with the code that the network gave it, for callers that know what to do about some. */
export class RefusedByNetwork extends ConnectorError {
  constructor(kind: 'rejected' | 'unauthorized', words: string, readonly code: string, reason: string) {
    super(kind, words, { reason });
  }
}

interface Meaning { code: RegExp; words: RegExp; kind: 'rejected' | 'unauthorized'; reason: string; says: string }

const meaning = (code: RegExp, words: RegExp, kind: Meaning['kind'], reason: string, says: string): Meaning => ({ code, words, kind, reason, says });
const any = /^/;

/** First match counts. Codes are stable; the words beside them tell some apart that share one. */
const meanings: Meaning[] = [
  meaning(/^(InvalidToken|BadJwt\w*|Forbidden|AuthMissing)$/, /token (method|scope)|privileged/i, 'rejected', 'permission-missing', 'This app password may not read direct messages. Make a new one in Bluesky with “Allow access to your direct messages” ticked'),
  meaning(/^AuthFactorTokenRequired$/, any, 'unauthorized', 'second-factor', 'This is the password of the account itself, which asks for a second factor. Use an app password'),
  meaning(/^(AccountTakedown|RepoTakendown|RepoSuspended|AccountSuspended)$/, any, 'unauthorized', 'account-suspended', 'Bluesky has suspended this account'),
  meaning(/^(AccountDeactivated|RepoDeactivated)$/, any, 'unauthorized', 'account-suspended', 'This account is deactivated'),
  meaning(/^(AuthenticationRequired|AuthMissing|InvalidToken|ExpiredToken|BadJwt\w*|InvalidDidResolution)$/, any, 'unauthorized', 'password-refused', 'Bluesky refused the handle or the app password'),
  meaning(/^(MessagesDisabled|NotFollowedBySender)$/, any, 'rejected', 'messages-disabled', 'This person takes no direct messages from accounts that they do not follow'),
  meaning(any, /(messages disabled|recipient requires|not (be )?follow|cannot (send|chat)|can.t (send|chat|message))/i, 'rejected', 'messages-disabled', 'This person takes no direct messages from accounts that they do not follow'),
  meaning(/^(BlockedActor|BlockedByActor)$/, any, 'rejected', 'blocked-by-user', 'This person has blocked the account, or the account has blocked them'),
  meaning(any, /\bblock/i, 'rejected', 'blocked-by-user', 'This person has blocked the account, or the account has blocked them'),
  meaning(/^(ConvoLocked|InvalidConvo|ConvoNotFound)$/, any, 'rejected', 'chat-not-found', 'This conversation is no longer open for messages'),
  meaning(any, /convo(versation)? (not found|is locked)|could not find (the )?convo/i, 'rejected', 'chat-not-found', 'This conversation is no longer open for messages'),
  meaning(/^(BlobTooLarge|PayloadTooLarge|RequestTooLarge)$/, any, 'rejected', 'attachment-too-big', 'The picture is too big for Bluesky'),
  meaning(any, /blob.*(too large|larger)|request entity too large/i, 'rejected', 'attachment-too-big', 'The picture is too big for Bluesky'),
  meaning(/^(InvalidMimeType|BlobNotFound)$/, any, 'rejected', 'attachment-type', 'Bluesky does not take this picture'),
  meaning(any, /mime ?type|accept.*image/i, 'rejected', 'attachment-type', 'Bluesky does not take this picture'),
  meaning(any, /(graphemes|longer than|too long|maxLength)/i, 'rejected', 'text-too-long', 'The text is too long for Bluesky'),
  meaning(/^(RecordNotFound|NotFound|MessageDeleteNotAllowed)$/, any, 'rejected', 'message-gone', 'The message is no longer there'),
  meaning(any, /(record|post|message|actor|profile) not found|could not (find|locate) (the )?(record|post|message)/i, 'rejected', 'message-gone', 'The message is no longer there'),
  meaning(/^(ReactionMessageDeleted|ReactionLimitReached|ReactionInvalidValue)$/, any, 'rejected', 'reaction-refused', 'Bluesky does not take this reaction'),
];

export interface NetworkFailure { error?: string | undefined; message?: string | undefined }

export function answeredError(status: number, failure: NetworkFailure | undefined, { method, effect, retryAfterMs }: { method: string; effect: Effect; retryAfterMs?: number | undefined }): ConnectorError {
  const code = failure?.error ?? '';
  const words = failure?.message ?? '';
  if (status === 429 || code === 'RateLimitExceeded') {
    return new ConnectorError('unavailable', 'Bluesky asked us to slow down', { reason: 'rate-limited', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
  }
  // A proxying server answers with these when the service behind it did not: what was asked may have been done.
  if (status >= 500 || code === 'UpstreamFailure' || code === 'UpstreamTimeout') return uncertain(effect, `Bluesky had an internal error (${status}) in ${method}`);
  if (status >= 300 && status < 400) return new ConnectorError('unavailable', 'The address of the server answers with a redirect: it is not a Bluesky server', { reason: 'wrong-address' });
  if (status < 300) return uncertain(effect, `What answered ${method} was not a Bluesky server`);
  const found = meanings.find((one) => one.code.test(code) && one.words.test(words));
  if (found) return new RefusedByNetwork(found.kind, found.says, code, found.reason);
  if (status === 401) return new RefusedByNetwork('unauthorized', 'Bluesky refused the handle or the app password', code, 'password-refused');
  if (status === 404 && code === '') return new ConnectorError('unavailable', 'No Bluesky server answers at this address', { reason: 'wrong-address' });
  const told = words === '' ? '' : `: ${words.slice(0, 300)}`;
  if (status === 403) return new RefusedByNetwork('rejected', `Bluesky does not allow this${told}`, code, 'forbidden');
  return new RefusedByNetwork('rejected', `Bluesky refused the request${told}`, code, 'refused');
}

/** No answer at all: the connection failed or broke. */
export function brokenError(error: unknown, { method, effect }: { method: string; effect: Effect }): ConnectorError {
  const because = { cause: withoutRequest(error) };
  if (wasBlocked(error)) {
    return new ConnectorError('rejected', 'The address of the server lies in a private network; set KONTUAR_ALLOW_PRIVATE_HOSTS=1 if that is meant', { reason: 'blocked-address', ...because });
  }
  return howFarItGot(error) === 'never-accepted'
    ? new ConnectorError('unavailable', 'Bluesky could not be reached', { reason: 'unreachable', ...because })
    : uncertain(effect, `The connection to Bluesky broke during ${method}`, because);
}

function uncertain(effect: Effect, words: string, because: { cause?: Error } = {}): ConnectorError {
  return effect === 'once'
    ? new ConnectorError('ambiguous', `${words}; the message may or may not have arrived`, { reason: 'no-answer', ...because })
    : new ConnectorError('unavailable', words, { reason: 'no-answer', ...because });
}
