import { ConnectorError } from '../contract';
import { howFarItGot, wasBlocked, withoutRequest } from '../transport';
import type { Failure } from './matrix.payloads';

/** 'repeatable': asking again changes nothing, or the server knows our transaction. 'once': doing it twice shows. */
export type Effect = 'repeatable' | 'once';

const refused: Record<string, { reason: string; words: string }> = {
  M_TOO_LARGE: { reason: 'text-too-long', words: 'The message is too big for Matrix' },
  M_NOT_FOUND: { reason: 'not-found', words: 'The homeserver does not know this room or message' },
  M_UNSUPPORTED_ROOM_VERSION: { reason: 'unsupported', words: 'The homeserver can’t take part in a room of this version' },
  M_INCOMPATIBLE_ROOM_VERSION: { reason: 'unsupported', words: 'The homeserver can’t take part in a room of this version' },
  M_GUEST_ACCESS_FORBIDDEN: { reason: 'forbidden', words: 'The room lets no guests in' },
  M_RESOURCE_LIMIT_EXCEEDED: { reason: 'quota-used', words: 'The homeserver has reached a limit that its owners set' },
  M_CANNOT_LEAVE_SERVER_NOTICE_ROOM: { reason: 'forbidden', words: 'This room of the homeserver can’t be left' },
  M_CONSENT_NOT_GIVEN: { reason: 'permission-missing', words: 'The homeserver wants its terms accepted first: sign in to the account in a Matrix app once' },
};

/** What an answer other than 2xx means. `told` is its body, undefined when it was none of Matrix. */
export function answeredError(status: number, told: Failure | undefined, { effect, retryAfter }: { effect: Effect; retryAfter?: string | undefined }): ConnectorError {
  const words = (told?.error ?? '').replaceAll(/https?:\/\/\S+/g, '').replaceAll(/[{}]/g, '').trim().slice(0, 300);
  if (status === 429 || told?.errcode === 'M_LIMIT_EXCEEDED') {
    const wait = waitOf(retryAfter, told?.retry_after_ms);
    return new ConnectorError('unavailable', 'The homeserver asks us to slow down', { reason: 'rate-limited', ...(wait === undefined ? {} : { retryAfterMs: wait }) });
  }
  switch (told?.errcode ?? '') {
    case 'M_UNKNOWN_TOKEN':
    case 'M_MISSING_TOKEN':
      return new ConnectorError('unauthorized', 'The homeserver refused the access: the session was ended or has expired', { reason: 'token-refused' });
    case 'M_USER_DEACTIVATED':
    case 'M_USER_LOCKED':
    case 'M_USER_SUSPENDED':
      return new ConnectorError('unauthorized', 'The account is switched off at the homeserver', { reason: 'account-suspended' });
    case 'M_FORBIDDEN':
      if (/not in room|not in the room|isn't in|not joined|left the room|banned/i.test(words)) return new ConnectorError('rejected', 'The account is no longer in this room: somebody removed it, or the room is closed', { reason: 'removed-from-room' });
      return new ConnectorError('rejected', `The homeserver does not allow it${words === '' ? '' : `: ${words}`}`, { reason: 'forbidden' });
  }
  const known = told === undefined || !Object.hasOwn(refused, told.errcode) ? undefined : refused[told.errcode];
  if (known !== undefined) return new ConnectorError('rejected', known.words, { reason: known.reason });
  if (status === 413) return new ConnectorError('rejected', 'The message or file is too big for the homeserver', { reason: 'too-big' });
  if (status === 401) return new ConnectorError('unauthorized', 'The homeserver refused the access', { reason: 'token-refused' });
  if (status >= 500) return uncertain(effect, `The homeserver had an internal error (${status})`);
  if (status >= 300 && status < 400) return new ConnectorError('unavailable', 'The address answers with a redirect: it is not the homeserver’s own', { reason: 'wrong-address' });
  if (told === undefined && status >= 400) return new ConnectorError('unauthorized', 'What answers at this address is no Matrix homeserver: look at the address', { reason: 'wrong-address' });
  if (status >= 400) return new ConnectorError('rejected', `The homeserver refused it${words === '' ? '' : `: ${words}`}`, { reason: 'refused' });
  return uncertain(effect, 'What answered was not Matrix');
}

/** The header is what counts since Matrix 1.10; the member of the body is what older servers know. */
function waitOf(header: string | undefined, member: number | undefined): number | undefined {
  const seconds = header === undefined || header.trim() === '' ? Number.NaN : Number(header);
  if (Number.isFinite(seconds) && seconds >= 0) return Math.round(seconds * 1000);
  return member !== undefined && Number.isFinite(member) && member >= 0 ? Math.round(member) : undefined;
}

export function brokenError(error: unknown, effect: Effect): ConnectorError {
  const because = { cause: withoutRequest(error) };
  if (wasBlocked(error)) return new ConnectorError('rejected', 'The address lies in a private network; set KONTUAR_ALLOW_PRIVATE_HOSTS=1 if that is meant', { reason: 'blocked-address', ...because });
  return howFarItGot(error) === 'never-accepted'
    ? new ConnectorError('unavailable', 'The homeserver could not be reached', { reason: 'unreachable', ...because })
    : uncertain(effect, 'The connection to the homeserver broke', because);
}

function uncertain(effect: Effect, words: string, because: { cause?: Error } = {}): ConnectorError {
  return effect === 'once'
    ? new ConnectorError('ambiguous', `${words}; it may or may not have happened`, { reason: 'no-answer', ...because })
    : new ConnectorError('unavailable', words, { reason: 'no-answer', ...because });
}
