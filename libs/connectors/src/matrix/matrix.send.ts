import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ConnectorError, type Action, type Capabilities, type Outbound, type OutboundAttachment, type Sent } from '../contract';
import { refuseBeyondLimits } from '../limits';
import { call, path, type MatrixContext } from './matrix.client';
import { ownIdField, transactionId } from './matrix.ids';
import { upload } from './matrix.media';
import { sentEvent } from './matrix.payloads';
import { refuseEncrypted, roomWith } from './matrix.rooms';

const typingMs = 8_000;
const threadState = z.object({ thread: z.string().nullable(), last: z.string() });

/** One event for the text and one for each file, under transactions of their own: sent again, the server knows them. */
export async function sendMessage(ctx: MatrixContext, message: Outbound, capabilities: Capabilities): Promise<Sent> {
  refuseBeyondLimits(capabilities, message);
  const text = message.text.trim() === '' ? '' : message.text;
  if (text === '' && message.attachments.length === 0) throw new ConnectorError('rejected', 'There is nothing to send: the text is empty', { reason: 'empty' });
  const roomId = message.threadKey ?? (await roomWith(ctx, message.to.id));
  await refuseEncrypted(ctx, roomId);
  const contents: object[] = [];
  if (text !== '') contents.push({ msgtype: 'm.text', body: text, 'm.mentions': {} });
  for (const file of message.attachments) contents.push(fileContent(file, await upload(ctx, file)));
  const [first, ...more] = contents;
  const ids = [await put(ctx, roomId, transactionId(message.messageId, 0), { ...first, ...relatesTo(message), [ownIdField]: message.messageId })];
  for (const [at, content] of more.entries()) {
    const transaction = transactionId(message.messageId, at + 1);
    ids.push(await put(ctx, roomId, transaction, { ...content, ...inThread(message), [ownIdField]: transaction }));
  }
  const [externalId = '', ...otherExternalIds] = ids;
  return { externalId, ...(otherExternalIds.length === 0 ? {} : { otherExternalIds }), status: 'sent', threadKey: roomId };
}

async function put(ctx: MatrixContext, roomId: string, transaction: string, content: object): Promise<string> {
  const { event_id: id } = await call(ctx, { method: 'PUT', path: path`/_matrix/client/v3/rooms/${roomId}/send/m.room.message/${transaction}`, body: content, result: sentEvent });
  return id;
}

function fileContent({ name, contentType, sizeBytes }: OutboundAttachment, url: string): object {
  const kind = /^(image|video|audio)\//.exec(contentType)?.[1] ?? 'file';
  return { msgtype: `m.${kind}`, body: name, filename: name, url, info: { mimetype: contentType, size: sizeBytes }, 'm.mentions': {} };
}

/** Where the customer last wrote in a thread, the answer goes there. */
function relatesTo(message: Outbound): object {
  const { replyToExternalId } = message;
  const threaded = inThread(message);
  if ('m.relates_to' in threaded && replyToExternalId !== undefined) return { 'm.relates_to': { ...threaded['m.relates_to'], is_falling_back: false, 'm.in_reply_to': { event_id: replyToExternalId } } };
  if (replyToExternalId !== undefined) return { 'm.relates_to': { 'm.in_reply_to': { event_id: replyToExternalId } } };
  return threaded;
}

function inThread({ threadState: state }: Outbound): { 'm.relates_to': object } | Record<string, never> {
  const { thread = null, last = '' } = threadState.safeParse(state).data ?? {};
  return thread === null ? {} : { 'm.relates_to': { rel_type: 'm.thread', event_id: thread, is_falling_back: true, 'm.in_reply_to': { event_id: last } } };
}

export async function actOn(ctx: MatrixContext, action: Action): Promise<void> {
  const { threadKey: roomId } = action;
  switch (action.kind) {
    case 'typing':
      await call(ctx, { method: 'PUT', path: path`/_matrix/client/v3/rooms/${roomId}/typing/${ctx.settings.userId}`, body: { typing: true, timeout: typingMs }, result: z.unknown() });
      return;
    case 'read':
      await call(ctx, { method: 'POST', path: path`/_matrix/client/v3/rooms/${roomId}/receipt/m.read/${action.externalId}`, body: {}, result: z.unknown() });
      return;
    case 'edit': {
      const anew = { msgtype: 'm.text', body: action.text, 'm.mentions': {} };
      await put(ctx, roomId, randomUUID(), { ...anew, body: `* ${action.text}`, 'm.new_content': anew, 'm.relates_to': { rel_type: 'm.replace', event_id: action.externalId } });
      return;
    }
    case 'delete':
      await call(ctx, { method: 'PUT', path: path`/_matrix/client/v3/rooms/${roomId}/redact/${action.externalId}/${randomUUID()}`, body: {}, result: z.unknown() });
      return;
    default:
      throw new ConnectorError('rejected', 'Matrix does not offer that', { reason: 'unsupported' });
  }
}
