import { z } from 'zod';
import { ConnectorError, type Action, type Capabilities, type Outbound, type Sent } from '../contract';
import { refuseBeyondLimits } from '../limits';
import { callApi, GroupMigrated, type Parameters, type TelegramContext } from './telegram.client';
import { messageIdOf, parseMessageId, parseThread } from './telegram.ids';
import { mediaGroups, mediaKind, mediaMethods, type MediaGroup } from './telegram.media';
import { multipart } from '../multipart';
import { sentMessage } from './telegram.payloads';
import { splitText } from './telegram.split';

export const textUnits = 4096;
const captionUnits = 1024;
const uploadTimeoutMs = 180_000;
/** Between two parts of one reply a short wait is better than half a reply. */
const longestWaitMs = 30_000;
const triesPerPart = 4;
const businessWindowMs = 24 * 3_600_000;

interface Target { chatId: string; topicId?: number; connection?: string }
/** One request of the several that a reply may need. */
type Part = { kind: 'text'; text: string } | { kind: 'media'; group: MediaGroup; caption?: string };
interface Progress { target: Target; ids: string[]; migratedTo?: string }

const threadState = z.object({ chatId: z.string().regex(/^-?\d{1,16}$/) });

export async function sendMessage(ctx: TelegramContext, message: Outbound, capabilities: Capabilities): Promise<Sent> {
  refuseBeyondLimits(capabilities, message);
  const parts = partsOf(message);
  const progress: Progress = { target: targetOf(message), ids: [] };
  refuseClosedWindow(ctx, progress.target, message);
  for (const [index, part] of parts.entries()) {
    try {
      await sendPart(ctx, part, { progress, ...(index === 0 ? { replyTo: message.replyToExternalId } : {}) });
    } catch (error) {
      throw index === 0 || !(error instanceof ConnectorError) ? error : partlySent(error, { arrived: index, of: parts.length });
    }
  }
  const [externalId, ...otherExternalIds] = progress.ids;
  if (externalId === undefined) throw new ConnectorError('ambiguous', 'Telegram took the message but did not confirm it; it may or may not have arrived', { reason: 'no-answer' });
  return {
    externalId,
    ...(otherExternalIds.length === 0 ? {} : { otherExternalIds }),
    ...(progress.migratedTo === undefined ? {} : { threadState: { chatId: progress.migratedTo } }),
    status: 'sent',
  };
}

function partsOf(message: Outbound): Part[] {
  const text = message.text.trim() === '' ? '' : message.text;
  const groups = mediaGroups(message.attachments);
  if (groups.length === 0) {
    if (text === '') throw new ConnectorError('rejected', 'There is nothing to send: the text is empty', { reason: 'empty' });
    // Telegram refuses a part of blanks alone; what is only blank is not missed.
    return splitText(text, textUnits).filter((part) => part.trim() !== '').map((part) => ({ kind: 'text', text: part }));
  }
  const media: Part[] = groups.map((group) => ({ kind: 'media', group }));
  if (text === '') return media;
  if (text.length <= captionUnits && groups[0]) return [{ kind: 'media', group: groups[0], caption: text }, ...media.slice(1)];
  return [...splitText(text, textUnits).filter((part) => part.trim() !== '').map((part): Part => ({ kind: 'text', text: part })), ...media];
}

/** For a business account a bot may answer only where the customer wrote within a day; bots of their own have no such rule. */
function refuseClosedWindow(ctx: TelegramContext, { connection }: Target, { lastInboundAt }: Outbound): void {
  if (connection === undefined || lastInboundAt === undefined || ctx.now().getTime() - Date.parse(lastInboundAt) <= businessWindowMs) return;
  throw new ConnectorError('rejected', 'More than 24 hours have passed since the customer wrote, and a bot may answer for a business account only until then', { reason: 'window-closed' });
}

function targetOf(message: Outbound): Target {
  const target = parseThread(message.threadKey ?? message.to.id);
  if (!target) throw new ConnectorError('rejected', 'This conversation has no Telegram chat to answer in', { reason: 'chat-not-found' });
  const state = threadState.safeParse(message.threadState);
  // The group has moved since the conversation began; topics are not kept in the move.
  return state.success && state.data.chatId !== target.chatId ? { chatId: state.data.chatId } : target;
}

async function sendPart(ctx: TelegramContext, part: Part, { progress, replyTo }: { progress: Progress; replyTo?: string | undefined }): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const ids = await request(ctx, part, { target: progress.target, replyTo });
      progress.ids.push(...ids.map((id) => messageIdOf({ chatId: progress.target.chatId, messageId: id, connection: progress.target.connection })));
      return;
    } catch (error) {
      if (error instanceof GroupMigrated && progress.migratedTo === undefined) {
        progress.migratedTo = String(error.toChatId);
        progress.target = { chatId: progress.migratedTo };
        continue;
      }
      if (!(error instanceof ConnectorError) || !mayWait(error, { begun: progress.ids.length > 0, attempt })) throw error;
      await pause(error.retryAfterMs ?? 500 * 2 ** attempt);
    }
  }
}

/** Before the first part the core retries, with better means; in between nobody else can. */
function mayWait(error: ConnectorError, { begun, attempt }: { begun: boolean; attempt: number }): boolean {
  return begun && error.kind === 'unavailable' && attempt < triesPerPart && (error.retryAfterMs ?? 0) <= longestWaitMs;
}

async function request(ctx: TelegramContext, part: Part, { target, replyTo }: { target: Target; replyTo?: string | undefined }): Promise<number[]> {
  const where: Parameters = {
    chat_id: target.chatId,
    message_thread_id: target.topicId,
    business_connection_id: target.connection,
    reply_parameters: replyParameters(target, replyTo),
  };
  if (part.kind === 'text') {
    const sent = await callApi(ctx, 'sendMessage', { parameters: { ...where, text: part.text }, result: sentMessage, effect: 'once' });
    return [sent.message_id];
  }
  try {
    return await sendMedia(ctx, part, where);
  } catch (error) {
    // Telegram can't read it as a picture or recording (or the customer takes no voice messages): as a file it still arrives.
    const plain = asDocuments(part.group);
    if (!(error instanceof ConnectorError) || error.reason !== 'media-refused' || !plain) throw error;
    return sendMedia(ctx, { ...part, group: plain }, where);
  }
}

async function sendMedia(ctx: TelegramContext, { group, caption }: { group: MediaGroup; caption?: string }, where: Parameters): Promise<number[]> {
  const [first] = group.files;
  if (group.files.length === 1 && first) {
    const { method, field } = mediaMethods[group.kind];
    const upload = multipart({ ...where, caption }, [{ field, file: first }]);
    const sent = await callApi(ctx, method, { upload, result: sentMessage, effect: 'once', timeoutMs: uploadTimeoutMs });
    return [sent.message_id];
  }
  // Pictures share the caption of the first; below a list of files it belongs to the last.
  const captioned = mediaMethods[group.kind].album === 'visual' ? 0 : group.files.length - 1;
  const media = group.files.map((file, index) => ({
    type: group.kind === 'document' ? 'document' : mediaKind(file),
    media: `attach://file${index}`,
    ...(caption !== undefined && index === captioned ? { caption } : {}),
  }));
  const upload = multipart({ ...where, media }, group.files.map((file, index) => ({ field: `file${index}`, file })));
  const sent = await callApi(ctx, 'sendMediaGroup', { upload, result: z.array(sentMessage).min(1), effect: 'once', timeoutMs: uploadTimeoutMs });
  return sent.map((one) => one.message_id);
}

function asDocuments(group: MediaGroup): MediaGroup | undefined {
  return group.kind === 'document' ? undefined : { kind: 'document', files: group.files };
}

function replyParameters(target: Target, replyTo: string | undefined): object | undefined {
  const answered = replyTo === undefined ? undefined : parseMessageId(replyTo);
  // A business chat counts its messages apart from the bot's own chat with the same person.
  if (!answered || answered.chatId !== target.chatId || answered.connection !== target.connection) return undefined;
  // The customer may have deleted it meanwhile; the answer matters more than the arrow.
  return { message_id: answered.messageId, allow_sending_without_reply: true };
}

/** The customer has read the beginning: a retry of the whole would double it, so a person decides. */
function partlySent(error: ConnectorError, { arrived, of }: { arrived: number; of: number }): ConnectorError {
  const words = `${arrived} of ${of} parts of this reply arrived, then: ${error.message}`;
  return new ConnectorError(error.kind === 'unavailable' ? 'ambiguous' : error.kind, words, { reason: 'partly-sent', cause: error });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export async function actOn(ctx: TelegramContext, action: Action): Promise<void> {
  const target = parseThread(action.threadKey);
  if (!target) throw new ConnectorError('rejected', 'This conversation has no Telegram chat', { reason: 'chat-not-found' });
  if (action.kind === 'typing') {
    const state = threadState.safeParse(action.threadState);
    const where: Target = state.success ? { chatId: state.data.chatId } : target;
    const parameters = { chat_id: where.chatId, message_thread_id: where.topicId, business_connection_id: where.connection, action: 'typing' };
    await callApi(ctx, 'sendChatAction', { parameters, result: z.literal(true), effect: 'repeatable', timeoutMs: 5_000 });
    return;
  }
  const address = parseMessageId(action.externalId);
  if (!address) throw new ConnectorError('rejected', 'This is no message of Telegram', { reason: 'message-gone' });
  const { connection } = address;
  const which: Parameters = { chat_id: address.chatId, message_id: address.messageId };
  switch (action.kind) {
    case 'read':
      // Only business accounts show a customer that their message was read.
      if (connection === undefined) return;
      // The one call that takes no text for a chat.
      await callApi(ctx, 'readBusinessMessage', { parameters: { ...which, chat_id: Number(address.chatId), business_connection_id: connection }, result: z.literal(true), effect: 'repeatable' });
      return;
    case 'edit':
      return edit(ctx, { ...which, business_connection_id: connection }, action.text);
    case 'delete':
      return unlessReason('message-gone', () =>
        connection === undefined
          ? callApi(ctx, 'deleteMessage', { parameters: which, result: z.literal(true), effect: 'repeatable' })
          : callApi(ctx, 'deleteBusinessMessages', { parameters: { business_connection_id: connection, message_ids: [address.messageId] }, result: z.literal(true), effect: 'repeatable' }));
    case 'like':
    case 'unlike': {
      // The call takes no business connection: it would mark another message, in the bot's own chat with the same person.
      if (connection !== undefined) throw new ConnectorError('rejected', 'Telegram lets a bot set no reactions for a business account', { reason: 'unsupported' });
      const reaction = action.kind === 'like' ? [{ type: 'emoji', emoji: '👍' }] : [];
      await callApi(ctx, 'setMessageReaction', { parameters: { ...which, reaction }, result: z.literal(true), effect: 'repeatable' });
      return;
    }
    case 'hide':
    case 'unhide':
      throw new ConnectorError('rejected', 'Telegram can delete a message, not hide it', { reason: 'unsupported' });
  }
  action satisfies never;
}

async function edit(ctx: TelegramContext, which: Parameters, text: string): Promise<void> {
  if (text.trim() === '') throw new ConnectorError('rejected', 'The new text is empty', { reason: 'empty' });
  if (text.length > textUnits) {
    throw new ConnectorError('rejected', `The new text is too long: ${text.length} of at most ${textUnits} characters`, { reason: 'text-too-long' });
  }
  const edited = z.union([z.literal(true), sentMessage]);
  try {
    await unlessReason('not-modified', () => callApi(ctx, 'editMessageText', { parameters: { ...which, text }, result: edited, effect: 'repeatable' }));
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.reason !== 'no-text') throw error;
    // It was sent with a file, so its words are a caption.
    await unlessReason('not-modified', () => callApi(ctx, 'editMessageCaption', { parameters: { ...which, caption: text }, result: edited, effect: 'repeatable' }));
  }
}

/** What Telegram refuses because it is so already has succeeded. */
async function unlessReason(reason: string, run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.reason !== reason) throw error;
  }
}
