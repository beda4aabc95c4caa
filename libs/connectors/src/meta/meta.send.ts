import { z } from 'zod';
import { ConnectorError, type Action, type Capabilities, type Outbound, type OutboundAttachment, type Sent } from '../contract';
import { refuseBeyondLimits } from '../limits';
import { multipart } from '../multipart';
import { partlySent, type Meaning } from './meta.errors';
import { callGraph, type GraphCall, type MetaContext } from './meta.graph';
import { isPublicKey } from './meta.ids';
import { id } from './meta.json';

/** How one product takes private messages. */
export interface Messages {
  capabilities: Capabilities;
  /** 'me/messages' and its like. */
  path: string;
  meanings: readonly Meaning[];
  /** Where a code means something else for the first private answer to a comment. */
  replyMeanings?: readonly Meaning[];
  /** After a day an answer is allowed to people, if the app may. */
  humanAgent: boolean;
  /** Uploads a file and answers what a message names it by. Left out: files travel by their address only. */
  upload?: (file: OutboundAttachment, type: string) => Promise<Record<string, string>>;
  /** Takes the conversation from the app that has it, if that is wished. Answers whether it did. */
  takeOver?: (to: string) => Promise<boolean>;
}

const sent = z.object({ recipient_id: id.optional(), message_id: id });
const hour = 3_600_000;

/** Outside of the window the platform refuses, so we refuse first. Answers how the message has to be marked. */
export function windowMark(message: Outbound, now: Date, { humanAgent, replyWindowHours, lateReplyHours }: { humanAgent: boolean; replyWindowHours: number; lateReplyHours: number }): Record<string, string> {
  const age = message.lastInboundAt === undefined ? 0 : now.getTime() - Date.parse(message.lastInboundAt);
  if (age <= replyWindowHours * hour) return { messaging_type: 'RESPONSE' };
  if (age > lateReplyHours * hour) {
    throw new ConnectorError('rejected', `The customer last wrote more than ${Math.round(lateReplyHours / 24)} days ago; Meta lets us answer only when they write again`, { reason: 'window-closed' });
  }
  if (message.automatic === true) {
    throw new ConnectorError('rejected', 'More than 24 hours after the customer wrote only a person may answer', { reason: 'window-closed' });
  }
  if (!humanAgent) {
    throw new ConnectorError('rejected', 'The customer last wrote more than 24 hours ago; later answers need the Human Agent permission', { reason: 'window-closed' });
  }
  return { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' };
}

/**
 * The first private word to somebody who commented goes to the comment, not to the person. Told by what it answers, whichever thread
 * is named: ids of comments are numbers, ids of private messages never are.
 */
export function isPrivateReply(message: Outbound): boolean {
  return message.visibility === 'private' && /^[\d_]+$/.test(message.replyToExternalId ?? '');
}

export async function sendPrivate(ctx: MetaContext, message: Outbound, how: Messages): Promise<Sent> {
  refuseBeyondLimits(how.capabilities, message);
  const privateReply = isPrivateReply(message);
  const text = message.text.trim() === '' ? '' : message.text;
  if (text === '' && message.attachments.length === 0) throw new ConnectorError('rejected', 'There is nothing to send: the text is empty', { reason: 'empty' });
  if (privateReply && message.attachments.length > 0) {
    throw new ConnectorError('rejected', 'The first private answer to a comment can hold no files: send them once the customer has answered', { reason: 'attachments-unsupported' });
  }
  const recipient = privateReply ? { comment_id: message.replyToExternalId } : { id: privateTarget(message) };
  const mark = privateReply ? {} : windowMark(message, ctx.now(), {
    humanAgent: how.humanAgent, replyWindowHours: how.capabilities.replyWindowHours ?? 24, lateReplyHours: how.capabilities.lateReplyHours ?? 168,
  });
  // Files first go up, which may be done twice; what the customer sees begins only after that.
  const files: Record<string, unknown>[] = [];
  for (const file of message.attachments) files.push({ attachment: await attachmentOf(file, how) });
  const parts: Record<string, unknown>[] = [...(text === '' ? [] : [{ text }]), ...files];
  const replyTo = !privateReply && message.replyToExternalId !== undefined ? { reply_to: { mid: message.replyToExternalId } } : {};

  const ids: string[] = [];
  let threadKey: string | undefined;
  for (const [index, part] of parts.entries()) {
    // `metadata` comes back with the echo: it proves that a send of which nobody knows did arrive.
    const body = { recipient, ...mark, message: { ...part, metadata: message.messageId }, ...(index === 0 ? replyTo : {}) };
    try {
      const answer = await post(ctx, body, privateReply ? { ...how, meanings: [...(how.replyMeanings ?? []), ...how.meanings] } : how, { to: recipient.id, automatic: message.automatic === true });
      ids.push(answer.message_id);
      threadKey ??= answer.recipient_id;
    } catch (error) {
      throw index === 0 || !(error instanceof ConnectorError) ? error : partlySent(error, { arrived: index, of: parts.length });
    }
  }
  const [externalId, ...otherExternalIds] = ids;
  if (externalId === undefined) throw new ConnectorError('ambiguous', 'Meta took the message but did not confirm it; it may or may not have arrived', { reason: 'no-answer' });
  return {
    externalId,
    ...(otherExternalIds.length === 0 ? {} : { otherExternalIds }),
    ...(privateReply && threadKey !== undefined ? { threadKey } : {}),
    status: 'sent',
  };
}

function privateTarget(message: Outbound): string {
  return message.threadKey !== undefined && !isPublicKey(message.threadKey) ? message.threadKey : message.to.id;
}

async function post(ctx: MetaContext, body: Record<string, unknown>, how: Messages, { to, automatic }: { to: string | undefined; automatic: boolean }): Promise<z.infer<typeof sent>> {
  const call: GraphCall<typeof sent> = { method: 'POST', path: how.path, body, result: sent, effect: 'once', what: 'the message', meanings: how.meanings, timeoutMs: 30_000 };
  try {
    return await callGraph(ctx, call);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    // An agent who answers has decided to; a rule has not.
    if (error.reason === 'other-app-holds' && to !== undefined && !automatic && (await how.takeOver?.(to)) === true) return callGraph(ctx, call);
    // The message that it points at may be gone; the answer matters more than the arrow.
    if (error.reason === 'refused' && 'reply_to' in body) return callGraph(ctx, { ...call, body: { ...body, reply_to: undefined } });
    throw error;
  }
}

export function attachmentType(file: Pick<OutboundAttachment, 'contentType'>): 'image' | 'video' | 'audio' | 'file' {
  const kind = file.contentType.toLowerCase().split('/')[0];
  return kind === 'image' && !/svg|tiff|heic/i.test(file.contentType) ? 'image' : kind === 'video' || kind === 'audio' ? kind : 'file';
}

async function attachmentOf(file: OutboundAttachment, how: Messages): Promise<Record<string, unknown>> {
  const type = attachmentType(file);
  if (how.upload) return { type, payload: await how.upload(file, type) };
  if (file.url === undefined) {
    throw new ConnectorError('rejected', 'Meta fetches files from us, and Kontuar has no public address (KONTUAR_PUBLIC_URL) where it could', { reason: 'no-public-url' });
  }
  return { type, payload: { url: file.url } };
}

const uploaded = z.object({ attachment_id: id });

/** Uploading alone shows nothing to anybody, so it may be repeated. */
export async function uploadAttachment(ctx: MetaContext, file: OutboundAttachment, { type, path, meanings, query = {} }: { type: string; path: string; meanings: readonly Meaning[]; query?: Record<string, string> }): Promise<Record<string, string>> {
  const form = multipart({ message: { attachment: { type, payload: { is_reusable: false } } } }, [{ field: 'filedata', file }]);
  const { attachment_id: attachmentId } = await callGraph(ctx, { method: 'POST', path, query, upload: form, result: uploaded, what: 'the upload', meanings, timeoutMs: 180_000 });
  return { attachment_id: attachmentId };
}

const done = z.looseObject({});

/** Typing, reading and reactions in private: all three are sent like messages. */
export async function actPrivately(ctx: MetaContext, action: Action, how: Pick<Messages, 'path' | 'meanings'>): Promise<void> {
  const say = async (sender: Record<string, unknown>): Promise<void> => {
    await callGraph(ctx, { method: 'POST', path: how.path, body: { recipient: { id: action.threadKey }, ...sender }, result: done, meanings: how.meanings, timeoutMs: action.kind === 'typing' ? 5_000 : 20_000 });
  };
  switch (action.kind) {
    case 'typing':
      return say({ sender_action: 'typing_on' });
    case 'read':
      return say({ sender_action: 'mark_seen' });
    case 'like':
      return say({ sender_action: 'react', payload: { message_id: action.externalId, reaction: 'love' } });
    case 'unlike':
      return say({ sender_action: 'unreact', payload: { message_id: action.externalId } });
    case 'edit':
    case 'delete':
    case 'hide':
    case 'unhide':
      throw new ConnectorError('rejected', 'Meta lets nobody change or take back a private message of a business', { reason: 'unsupported' });
  }
  action satisfies never;
}
