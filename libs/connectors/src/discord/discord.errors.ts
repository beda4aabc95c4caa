import { ConnectorError, type ConnectorErrorKind } from '../contract';
import { howFarItGot, wasBlocked, withoutRequest } from '../transport';
import type { z } from 'zod';
import type { failed } from './discord.payloads';

interface Meaning { kind: ConnectorErrorKind; reason: string; words: string }
const no = (reason: string, words: string): Meaning => ({ kind: 'rejected', reason, words });
const closedToUs = no('blocked-by-user', 'This person takes no direct messages from the bot: they left the server, closed their messages or blocked it');

/** Discord's own numbers. */
const meanings = new Map<number, Meaning>([
  [10_003, no('chat-not-found', 'The channel is no longer there')],
  [10_004, no('chat-not-found', 'The bot is not on this server any more')],
  [10_008, no('message-gone', 'The message is no longer there')],
  [10_013, no('unknown-recipient', 'Discord does not know this person')],
  [20_026, no('forbidden', 'Discord holds the bot back because of reports: look at the developer page')],
  [40_001, { kind: 'unauthorized', reason: 'token-refused', words: 'Discord refused the bot token' }],
  [40_005, no('attachment-too-big', 'The file is too big for this place at Discord')],
  [50_001, no('forbidden', 'The bot may not see this channel')],
  [50_005, no('not-ours', 'Only our own messages can be changed')],
  [50_006, no('empty', 'There is nothing to send: the text is empty')],
  [50_007, closedToUs], [50_278, closedToUs],
  [50_013, no('forbidden', 'The bot lacks a permission in this channel: look at its roles on the server')],
  [50_083, no('chat-closed', 'The thread is archived')], [160_005, no('chat-closed', 'The thread is locked')],
  [200_000, no('text-refused', 'The rules of the server (AutoMod) do not let this text through')], [200_001, no('text-refused', 'The rules of the server (AutoMod) do not let this name through')],
  [240_000, no('text-refused', 'Discord takes the text for harmful: it holds a link that Discord blocks')],
]);
/** Too much at once, whatever the status. */
const tooFast = new Set([20_016, 20_022, 20_028, 20_029, 40_003, 40_062]);

export function answeredError(status: number, told: z.infer<typeof failed> | undefined, { retryAfterMs }: { retryAfterMs?: number | undefined } = {}): ConnectorError {
  const code = told?.code ?? 0;
  if (status === 429 || tooFast.has(code)) {
    return new ConnectorError('unavailable', 'Discord asked us to slow down', { reason: 'rate-limited', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
  }
  if (status === 401) return new ConnectorError('unauthorized', 'Discord refused the bot token: it was reset or mistyped', { reason: 'token-refused' });
  const known = meanings.get(code);
  if (known !== undefined) return new ConnectorError(known.kind, known.words, { reason: known.reason });
  if (code === 50_035) {
    const words = JSON.stringify(told?.errors ?? '');
    if (/MAX_LENGTH/.test(words) && words.includes('content')) return new ConnectorError('rejected', 'The text is too long for Discord', { reason: 'text-too-long' });
    if (words.includes('message_reference')) return new ConnectorError('rejected', 'The message that this answers is no longer there', { reason: 'message-gone' });
    return new ConnectorError('rejected', 'Discord refused the form of the message', { reason: 'refused' });
  }
  if (status === 403) return new ConnectorError('rejected', 'Discord does not allow the bot to do it', { reason: 'forbidden' });
  if (status === 413) return new ConnectorError('rejected', 'The message is too big for Discord', { reason: 'too-big' });
  if (status >= 500) return new ConnectorError('unavailable', `Discord had an internal error (${status})`, { reason: 'no-answer' });
  if (status >= 300 && status < 400) return new ConnectorError('unavailable', 'The API address answers with a redirect: it is not Discord', { reason: 'wrong-address' });
  if (status === 404 && told === undefined) return new ConnectorError('unauthorized', 'Discord does not answer at this address: look at the API address', { reason: 'wrong-address' });
  if (status >= 400) {
    const words = (told?.message ?? '').replace(/[^\p{L}\p{N} .,:'()-]/gu, ' ').trim().slice(0, 200);
    return new ConnectorError('rejected', `Discord refused the request${words === '' ? '' : `: ${words}`}`, { reason: 'refused' });
  }
  return new ConnectorError('unavailable', 'What answered was not Discord', { reason: 'no-answer' });
}

/** Everything may be asked twice: what is sent carries a key by which Discord knows it again. */
export function brokenError(error: unknown): ConnectorError {
  const because = { cause: withoutRequest(error) };
  if (wasBlocked(error)) return new ConnectorError('rejected', 'The address lies in a private network; set KONTUAR_ALLOW_PRIVATE_HOSTS=1 if that is meant', { reason: 'blocked-address', ...because });
  return howFarItGot(error) === 'never-accepted'
    ? new ConnectorError('unavailable', 'Discord could not be reached', { reason: 'unreachable', ...because })
    : new ConnectorError('unavailable', 'The connection to Discord broke', { reason: 'no-answer', ...because });
}

/** Why the gateway closed; undefined: come back. */
export function closedError(code: number): ConnectorError | undefined {
  switch (code) {
    case 4004:
      return new ConnectorError('unauthorized', 'Discord refused the bot token: it was reset or mistyped', { reason: 'token-refused' });
    case 4013:
    case 4014:
      return new ConnectorError('unauthorized', 'The bot may not read what people write: switch on the Message Content intent at discord.com/developers, under Bot', { reason: 'missing-intent' });
    case 4010:
    case 4011:
      return new ConnectorError('rejected', 'The bot is on too many servers for one connection', { reason: 'refused' });
    case 4012:
      return new ConnectorError('rejected', 'Discord no longer speaks this version of its gateway', { reason: 'refused' });
    default:
      return undefined;
  }
}
