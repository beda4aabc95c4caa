import { z } from 'zod';
import { ConnectorError, type ConnectorErrorKind } from '../contract';
import { howFarItGot, wasBlocked, withoutRequest } from '../transport';
import { id } from './meta.json';
import { regainAfterMs } from './meta.usage';

/** Repeating it changes nothing ('repeatable'), or makes the customer read it twice ('once'). */
export type Effect = 'repeatable' | 'once';

export const graphFailure = z.object({
  error: z.object({
    message: z.string().catch(''),
    code: z.number().int().catch(0),
    error_subcode: z.number().int().optional().catch(undefined),
    is_transient: z.boolean().optional().catch(undefined),
    error_user_msg: z.string().optional().catch(undefined),
    error_data: z.object({ details: z.string().optional().catch(undefined) }).optional().catch(undefined),
    fbtrace_id: id.optional().catch(undefined),
  }),
});
export type GraphFailure = z.infer<typeof graphFailure>['error'];

/** What a code means. Codes are Meta's contract; the words beside them change without notice. */
export interface Meaning {
  code: number;
  subcode?: number;
  /** Told apart by Meta's words where the code alone does not. */
  match?: RegExp;
  kind: ConnectorErrorKind;
  reason: string;
  words: string;
  /** Meta's own words help whoever sets it up. */
  quote?: boolean;
}

const token = (code: number, subcode?: number): Meaning => ({
  code, ...(subcode === undefined ? {} : { subcode }), kind: 'unauthorized', reason: 'token-refused', words: 'Meta no longer accepts the access token: it expired or was withdrawn. Connect the channel again',
});
const limited = (code: number): Meaning => ({ code, kind: 'unavailable', reason: 'rate-limited', words: 'Meta asked us to slow down' });

/** What holds for all of Meta; a connector's own table is asked first. */
const common: Meaning[] = [
  { code: 100, match: /appsecret_proof/i, kind: 'unauthorized', reason: 'app-secret-wrong', words: 'The app secret does not belong to the app of the access token' },
  { code: 101, kind: 'unauthorized', reason: 'app-secret-wrong', words: 'Meta knows no app with this ID and secret' },
  token(190), token(102), token(104), token(2500),
  ...[4, 17, 32, 341, 613, 80000, 80001, 80002, 80003, 80004, 80005, 80006, 80007, 80008, 80009, 80014].map(limited),
  { code: 2, kind: 'unavailable', reason: 'platform-busy', words: 'Meta had a temporary fault' },
  { code: 10, kind: 'unauthorized', reason: 'permission-missing', words: 'The app or the token lacks a permission for this', quote: true },
  { code: 3, kind: 'unauthorized', reason: 'permission-missing', words: 'The app lacks a capability for this', quote: true },
  { code: 368, kind: 'rejected', reason: 'policy', words: 'Meta has blocked this for a while, for breaking its rules' },
  { code: 506, kind: 'rejected', reason: 'duplicate', words: 'Meta refuses the same text twice in a row: change a word' },
  { code: 803, kind: 'rejected', reason: 'gone', words: 'It is no longer there, or the app may not see it' },
  { code: 100, subcode: 33, kind: 'rejected', reason: 'gone', words: 'It is no longer there, or the app may not see it' },
];

export interface Happening { what: string; effect: Effect; headers?: Record<string, unknown>; cause?: unknown }

/** What a failed answer of the Graph API means for us. `failure` is undefined when it was no answer of the Graph API. */
export function answeredError(status: number, failure: GraphFailure | undefined, { meanings, what, effect, headers = {}, cause }: Happening & { meanings: readonly Meaning[] }): ConnectorError {
  const because = cause === undefined ? {} : { cause: withoutRequest(cause) };
  if (failure === undefined) return unreadable(status, { what, effect, headers }, because);
  const meaning = meaningOf(failure, meanings) ?? meaningOf(failure, common);
  if (meaning) {
    const retryAfterMs = meaning.kind === 'unavailable' ? regainAfterMs(headers) : undefined;
    return new ConnectorError(meaning.kind, meaning.words + (meaning.quote === true ? told(failure) : ''), { reason: meaning.reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }), ...because });
  }
  if (failure.code >= 200 && failure.code <= 299) {
    return new ConnectorError('unauthorized', `The app or the token lacks a permission for this${told(failure)}`, { reason: 'permission-missing', ...because });
  }
  if (status === 429) return slowDown(headers, because);
  if (failure.is_transient === true) return new ConnectorError('unavailable', 'Meta had a temporary fault', { reason: 'platform-busy', ...because });
  if (status === 401) return new ConnectorError('unauthorized', 'Meta no longer accepts the access token: it expired or was withdrawn. Connect the channel again', { reason: 'token-refused', ...because });
  // "An unknown error", behind which the message sometimes did arrive.
  if (failure.code === 1 || status >= 500) return uncertain(effect, `Meta had an internal error in ${what}`, because);
  return new ConnectorError('rejected', `Meta refused the request${told(failure)}`, { reason: 'refused', ...because });
}

function meaningOf({ code, error_subcode: subcode, message, error_data: data }: GraphFailure, table: readonly Meaning[]): Meaning | undefined {
  const of = table.filter((meaning) => meaning.code === code && (meaning.match === undefined || meaning.match.test(`${message} ${data?.details ?? ''}`)));
  return of.find((meaning) => meaning.subcode !== undefined && meaning.subcode === subcode)
    ?? of.find((meaning) => meaning.match !== undefined && meaning.subcode === undefined)
    ?? of.find((meaning) => meaning.subcode === undefined);
}

/** `(#100) Invalid parameter` → `: Invalid parameter`. Meta writes tokens into such sentences, so long words are cut out. */
function told({ message, error_user_msg: forPeople, error_data: data }: GraphFailure): string {
  const words = (data?.details ?? forPeople ?? message).replace(/^\(#\d+\)\s*/, '').replace(/\S{60,}/g, '…').trim().slice(0, 300);
  return words === '' ? '' : `: ${words}`;
}

function unreadable(status: number, { what, effect, headers }: { what: string; effect: Effect; headers: Record<string, unknown> }, because: { cause?: Error }): ConnectorError {
  if (status === 429) return slowDown(headers, because);
  if (status === 401) return new ConnectorError('unauthorized', 'Meta no longer accepts the access token: it expired or was withdrawn. Connect the channel again', { reason: 'token-refused', ...because });
  if (status === 413) return new ConnectorError('rejected', 'The file is too big for Meta', { reason: 'attachment-too-big', ...because });
  if (status === 404 || status === 405) return new ConnectorError('unauthorized', 'No Graph API answers at this address: look at the Graph API address', { reason: 'wrong-address', ...because });
  if (status >= 300 && status < 400) return new ConnectorError('unavailable', 'The Graph API address answers with a redirect: it is not a Graph API', { reason: 'wrong-address', ...because });
  if (status >= 400 && status < 500) return new ConnectorError('rejected', `Meta refused the request (${status})`, { reason: 'refused', ...because });
  return uncertain(effect, status >= 500 ? `Meta had an internal error (${status}) in ${what}` : `What answered ${what} was not the Graph API`, because);
}

function slowDown(headers: Record<string, unknown>, because: { cause?: Error }): ConnectorError {
  const retryAfterMs = regainAfterMs(headers);
  return new ConnectorError('unavailable', 'Meta asked us to slow down', { reason: 'rate-limited', ...(retryAfterMs === undefined ? {} : { retryAfterMs }), ...because });
}

/** No answer at all: the connection failed or broke. */
export function brokenError(error: unknown, { what, effect }: Happening): ConnectorError {
  const because = { cause: withoutRequest(error) };
  if (wasBlocked(error)) {
    return new ConnectorError('rejected', 'The address lies in a private network; set KONTUAR_ALLOW_PRIVATE_HOSTS=1 if that is meant', { reason: 'blocked-address', ...because });
  }
  return howFarItGot(error) === 'never-accepted'
    ? new ConnectorError('unavailable', 'Meta could not be reached', { reason: 'unreachable', ...because })
    : uncertain(effect, `The connection to Meta broke during ${what}`, because);
}

function uncertain(effect: Effect, words: string, because: { cause?: Error }): ConnectorError {
  return effect === 'once'
    ? new ConnectorError('ambiguous', `${words}; the message may or may not have arrived`, { reason: 'no-answer', ...because })
    : new ConnectorError('unavailable', words, { reason: 'no-answer', ...because });
}

/** The customer has read the beginning: a retry of the whole would double it, so a person decides. */
export function partlySent(error: ConnectorError, { arrived, of }: { arrived: number; of: number }): ConnectorError {
  const words = `${arrived} of ${of} parts of this reply arrived, then: ${error.message}`;
  return new ConnectorError(error.kind === 'unavailable' ? 'ambiguous' : error.kind, words, { reason: 'partly-sent', cause: error });
}
