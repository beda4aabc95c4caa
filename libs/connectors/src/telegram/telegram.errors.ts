import { ConnectorError } from '../contract';
import { howFarItGot, wasBlocked, withoutRequest } from '../transport';
import type { ApiFailure } from './telegram.payloads';

/** Repeating it changes nothing ('repeatable'), or makes the customer read it twice ('once'). */
export type Effect = 'repeatable' | 'once';

interface Meaning {
  match: RegExp;
  reason: string;
  words: string;
  /** Telegram's own words help whoever sets it up. */
  quote?: boolean;
}

/** Telegram tells people and machines apart by one English sentence; matched loosely, since the wording moves. */
const business: Meaning[] = [
  { match: /BUSINESS_PEER_USAGE_MISSING/i, reason: 'window-closed', words: 'More than 24 hours have passed since the customer wrote, and a bot may answer for a business account only until then' },
  { match: /BUSINESS_CONNECTION_\w+|BUSINESS_PEER_INVALID|business connection/i, reason: 'permission-missing', words: 'The business account no longer lets the bot answer for it: its owner connects it under Settings, Telegram Business, Chatbots' },
  { match: /BOT_ACCESS_FORBIDDEN|BUSINESS_\w*RIGHT|business bot right/i, reason: 'permission-missing', words: 'The owner of the business account has not given the bot the right to do this' },
];
const forbidden: Meaning[] = [
  ...business,
  { match: /blocked by the user/i, reason: 'blocked-by-user', words: 'The customer has blocked the bot, so nothing can be sent until they write again' },
  { match: /user is deactivated/i, reason: 'user-deactivated', words: 'The customer has deleted their Telegram account' },
  { match: /initiate conversation|can't send messages to/i, reason: 'cannot-write-first', words: 'Telegram lets a bot answer only people who wrote to it first' },
  { match: /kicked|not a member|not enough rights|need administrator|chat was deleted|group chat was deactivated/i, reason: 'removed-from-chat', words: 'The bot was removed from this group or may not write in it' },
];
const refused: Meaning[] = [
  ...business,
  { match: /chat not found|PEER_ID_INVALID|user not found/i, reason: 'chat-not-found', words: 'Telegram does not know this chat: the customer may never have written to this bot, or the account is gone' },
  { match: /message is too long|MESSAGE_TOO_LONG/i, reason: 'text-too-long', words: 'The text is too long for Telegram' },
  { match: /caption is too long/i, reason: 'text-too-long', words: 'The caption is too long for Telegram' },
  { match: /(text|caption|message) (is|must be non-)empty/i, reason: 'empty', words: 'There is nothing to send: the text is empty' },
  { match: /thread not found|TOPIC_(CLOSED|DELETED)/i, reason: 'topic-closed', words: 'The topic of this group was closed or deleted' },
  { match: /not enough rights|have no rights|CHAT_WRITE_FORBIDDEN|CHAT_SEND_\w+_FORBIDDEN/i, reason: 'removed-from-chat', words: 'The bot may not write this kind of message in this group' },
  { match: /PHOTO_INVALID_DIMENSIONS|IMAGE_PROCESS_FAILED|PHOTO_SAVE_FILE_INVALID|wrong type of the web page content|VOICE_MESSAGES_FORBIDDEN|VIDEO_\w*INVALID/i, reason: 'media-refused', words: 'Telegram could not read this file as a picture, recording or video' },
  { match: /file is too big|too large/i, reason: 'attachment-too-big', words: 'The file is too big for Telegram' },
  { match: /file must be non-empty|FILE_PARTS_INVALID|file is empty/i, reason: 'attachment-empty', words: 'The file is empty' },
  { match: /wrong file|file_id|temporarily unavailable|invalid file/i, reason: 'file-gone', words: 'Telegram no longer has this file' },
  { match: /message (to edit|to delete|to react|to be replied|identifier)[^.]*not found|MESSAGE_ID_INVALID/i, reason: 'message-gone', words: 'The message is no longer there' },
  { match: /message can't be (edited|deleted)/i, reason: 'too-late', words: 'Telegram no longer lets us change this message' },
  { match: /not modified/i, reason: 'not-modified', words: 'Nothing would change' },
  { match: /no text in the message to edit/i, reason: 'no-text', words: 'The message has no text to change' },
  { match: /REACTION_INVALID|REACTIONS?_TOO_MANY|reaction/i, reason: 'reaction-refused', words: 'This chat does not allow that reaction' },
  { match: /bad webhook/i, reason: 'bad-webhook', words: 'Telegram does not accept the address of the webhook', quote: true },
  { match: /upgraded to a supergroup/i, reason: 'group-migrated', words: 'The group was upgraded and has a new id' },
];

/** What a failed answer of the Bot API means for us. `failure` is its body, undefined when it was no Bot API answer. */
export function answeredError(status: number, failure: ApiFailure | undefined, { method, effect, retryAfterHeader, cause }: {
  method: string;
  effect: Effect;
  retryAfterHeader?: string | undefined;
  cause?: unknown;
}): ConnectorError {
  const code = failure?.error_code ?? status;
  const description = failure?.description ?? '';
  const because = cause === undefined ? {} : { cause: withoutRequest(cause) };

  if (code === 429 || status === 429) {
    const seconds = failure?.parameters?.retry_after ?? secondsOf(retryAfterHeader);
    return new ConnectorError('unavailable', 'Telegram asked us to slow down', {
      reason: 'rate-limited',
      ...(seconds === undefined ? {} : { retryAfterMs: seconds * 1000 }),
      ...because,
    });
  }
  if (code === 401) return new ConnectorError('unauthorized', 'Telegram refused the bot token: it was revoked or mistyped', { reason: 'token-refused', ...because });
  if (code === 404) {
    // Also what a well-run server says to a token that never existed; a bare 404 page comes from somebody else's server.
    return failure
      ? new ConnectorError('unauthorized', 'Telegram knows no bot with this token', { reason: 'token-refused', ...because })
      : new ConnectorError('unauthorized', 'No Bot API answers at this address: look at the token and the Bot API address', { reason: 'wrong-address', ...because });
  }
  if (code === 409) return conflict(description, because);
  if (code === 413) return new ConnectorError('rejected', 'The file is too big for Telegram', { reason: 'attachment-too-big', ...because });
  if (code === 403) return meant(forbidden, description, { fallback: 'Telegram does not let the bot do this', reason: 'forbidden', because });
  if (code >= 500) {
    return uncertain(effect, `Telegram had an internal error (${code}) in ${method}`, because);
  }
  if (code >= 300 && code < 400) {
    return new ConnectorError('unavailable', 'The Bot API address answers with a redirect: it is not a Bot API', { reason: 'wrong-address', ...because });
  }
  if (code >= 400) return meant(refused, description, { fallback: 'Telegram refused the request', reason: 'refused', because });
  return uncertain(effect, `What answered ${method} was not the Bot API`, because);
}

/** No answer at all: the connection failed or broke. */
export function brokenError(error: unknown, { method, effect }: { method: string; effect: Effect }): ConnectorError {
  const because = { cause: withoutRequest(error) };
  if (wasBlocked(error)) {
    return new ConnectorError('rejected', 'The Bot API address lies in a private network; set KONTUAR_ALLOW_PRIVATE_HOSTS=1 if that is meant', { reason: 'blocked-address', ...because });
  }
  return howFarItGot(error) === 'never-accepted'
    ? new ConnectorError('unavailable', 'Telegram could not be reached', { reason: 'unreachable', ...because })
    : uncertain(effect, `The connection to Telegram broke during ${method}`, because);
}

function uncertain(effect: Effect, words: string, because: { cause?: Error }): ConnectorError {
  // Telegram has no idempotency key: sent again, the customer may read it twice.
  return effect === 'once'
    ? new ConnectorError('ambiguous', `${words}; the message may or may not have arrived`, { reason: 'no-answer', ...because })
    : new ConnectorError('unavailable', words, { reason: 'no-answer', ...because });
}

function conflict(description: string, because: { cause?: Error }): ConnectorError {
  return /webhook/i.test(description)
    ? new ConnectorError('unavailable', 'A webhook is set for this bot, so Telegram gives nothing to polling. Reconnect the channel to remove the webhook', { reason: 'webhook-active', ...because })
    : new ConnectorError('unavailable', 'Another program is fetching the messages of this bot. Stop it, or give Kontuar a bot of its own', { reason: 'other-poller', ...because });
}

function meant(table: Meaning[], description: string, { fallback, reason, because }: { fallback: string; reason: string; because: { cause?: Error } }): ConnectorError {
  const meaning = table.find(({ match }) => match.test(description));
  const told = description === '' ? '' : `: ${description.replace(/^(Bad Request|Forbidden): /, '').slice(0, 300)}`;
  if (meaning) return new ConnectorError('rejected', meaning.words + (meaning.quote === true ? told : ''), { reason: meaning.reason, ...because });
  return new ConnectorError('rejected', fallback + told, { reason, ...because });
}

function secondsOf(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const seconds = Number(header);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}
