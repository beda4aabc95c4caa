import { z } from 'zod';
import { ConnectorError, type Action, type Capabilities, type Outbound, type OutboundAttachment, type Sent } from '../contract';
import { refuseBeyondLimits } from '../limits';
import { multipart } from '../multipart';
import { callTiktok, type TiktokContext } from './tiktok.client';
import { commented, comments, comment as commentSchema, contents, message as messageSchema, sent, uploaded } from './tiktok.payloads';

const hour = 3600_000;
/** How many answers went out since the customer last wrote. */
const counted = z.object({ since: z.string(), count: z.number() });

export function send(ctx: TiktokContext, message: Outbound, capabilities: Capabilities): Promise<Sent> {
  return message.visibility === 'public' ? sendPublic(ctx, message, { ...capabilities, ...capabilities.publicly, maxTextLength: ctx.settings.commentLength }) : sendPrivate(ctx, message, capabilities);
}

async function sendPrivate(ctx: TiktokContext, message: Outbound, capabilities: Capabilities): Promise<Sent> {
  refuseBeyondLimits(capabilities, message);
  const { threadKey, text, attachments } = message;
  if (threadKey === undefined || isPublic(threadKey)) throw new ConnectorError('rejected', 'TikTok lets nobody write first: the customer begins', { reason: 'chat-not-found' });
  const written = text.trim() !== '';
  if (!written && attachments.length === 0) throw new ConnectorError('rejected', 'There is nothing to send: the text is empty', { reason: 'empty' });
  const count = countOf(ctx, message, (written ? 1 : 0) + attachments.length);
  // All go up before anything is shown.
  const pictures: string[] = [];
  for (const file of attachments) pictures.push(await upload(ctx, file));
  const quoted = message.replyToExternalId;
  const parts: object[] = [
    ...(written ? [{ message_type: 'TEXT', text: { body: text }, ...(quoted === undefined ? {} : { referenced_message_info: { referenced_message_id: quoted } }) }] : []),
    ...pictures.map((media_id) => ({ message_type: 'IMAGE', image: { media_id } })),
  ];
  const ids: string[] = [];
  for (const part of parts) {
    try {
      ids.push(await say(ctx, threadKey, part, message));
    } catch (error) {
      if (ids.length === 0 || !(error instanceof ConnectorError)) throw error;
      // What is out can not be taken back, and must not go out again.
      return { ...done(ids, count), warning: `Only a part was sent: ${error.message}` };
    }
  }
  return done(ids, count);
}

const done = ([externalId = '', ...otherExternalIds]: string[], count: z.infer<typeof counted> | undefined): Sent => ({
  externalId, status: 'sent', ...(otherExternalIds.length === 0 ? {} : { otherExternalIds }), ...(count === undefined ? {} : { threadState: count }),
});

/** Refuses what TikTok would: too late, or too much since the customer last wrote. */
function countOf(ctx: TiktokContext, { lastInboundAt, threadState }: Outbound, more: number): z.infer<typeof counted> | undefined {
  const { windowHours, messageCap } = ctx.settings;
  if (lastInboundAt === undefined) return undefined;
  if (ctx.now().getTime() - Date.parse(lastInboundAt) > windowHours * hour) throw new ConnectorError('rejected', `TikTok takes answers for ${windowHours} hours after the customer’s last message`, { reason: 'window-closed' });
  if (messageCap === 0) return undefined;
  const before = counted.safeParse(threadState).data;
  const count = (before?.since === lastInboundAt ? before.count : 0) + more;
  if (count > messageCap) throw new ConnectorError('rejected', `TikTok takes ${messageCap} answers until the customer writes again`, { reason: 'message-cap' });
  return { since: lastInboundAt, count };
}

async function upload(ctx: TiktokContext, file: OutboundAttachment): Promise<string> {
  const { media_id: id } = await callTiktok(ctx, { path: '/business/message/media/upload/', upload: () => multipart({ business_id: ctx.settings.businessId, media_type: 'IMAGE' }, [{ field: 'file', file }]), result: uploaded });
  return id;
}

/** Clocks differ by so much. */
const skewMs = 60_000;

async function say(ctx: TiktokContext, conversation: string, part: object, { text, references }: Outbound): Promise<string> {
  const begun = ctx.now().getTime();
  try {
    const { message } = await callTiktok(ctx, { path: '/business/message/send/', json: { business_id: ctx.settings.businessId, recipient_type: 'CONVERSATION', recipient: conversation, ...part }, result: sent, once: true });
    if (message.message_id == null) throw new ConnectorError('ambiguous', 'TikTok did not confirm the message; it may or may not have arrived', { reason: 'no-answer' });
    return message.message_id;
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.kind !== 'ambiguous' || !('text' in part)) throw error;
    // After silence TikTok can be asked: our own words, there since we said them, and not one of those that the thread knows already.
    const found = await callTiktok(ctx, { path: '/business/message/content/list/', query: { business_id: ctx.settings.businessId, conversation_id: conversation }, result: contents }).catch(() => undefined);
    const ours = found?.messages.flatMap((one) => messageSchema.safeParse(one).data ?? [])
      .find((one) => one.from_user?.id === ctx.settings.businessId && one.text?.body === text && (one.timestamp ?? 0) >= begun - skewMs && !references.includes(one.message_id));
    if (ours === undefined) throw error;
    return ours.message_id;
  }
}

async function sendPublic(ctx: TiktokContext, message: Outbound, capabilities: Capabilities): Promise<Sent> {
  refuseBeyondLimits(capabilities, message);
  const { text, references, replyToExternalId: comment_id, postExternalId: video_id } = message;
  if (comment_id === undefined || video_id === undefined) throw new ConnectorError('rejected', 'A public answer needs a comment that it answers', { reason: 'chat-not-found' });
  if (text.trim() === '') throw new ConnectorError('rejected', 'There is nothing to send: the text is empty', { reason: 'empty' });
  const business_id = ctx.settings.businessId;
  const begun = ctx.now().getTime();
  try {
    const made = await callTiktok(ctx, { path: '/business/comment/reply/create/', json: { business_id, video_id, comment_id, text }, result: commented, once: true });
    return { externalId: made.comment_id, status: 'sent' };
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.kind !== 'ambiguous') throw error;
    const found = await callTiktok(ctx, { path: '/business/comment/reply/list/', query: { business_id, video_id, comment_id, status: 'ALL', sort_field: 'create_time', sort_order: 'desc', max_count: '30' }, result: comments }).catch(() => undefined);
    const ours = found?.comments.flatMap((one) => commentSchema.safeParse(one).data ?? [])
      .find((one) => one.owner === true && one.text === text && (one.create_time ?? 0) * 1000 >= begun - skewMs && !references.includes(one.comment_id));
    if (ours === undefined) throw error;
    return { externalId: ours.comment_id, status: 'sent' };
  }
}

/** `<video>:<author>`; conversations have names without a colon. */
const isPublic = (threadKey: string): boolean => /^\d+:/.test(threadKey);

export async function act(ctx: TiktokContext, action: Action): Promise<void> {
  const business_id = ctx.settings.businessId;
  const confirm = async (path: string, json: object): Promise<void> => { await callTiktok(ctx, { path, json: { business_id, ...json }, result: z.unknown() }); };
  if (!isPublic(action.threadKey)) {
    if (action.kind !== 'typing' && action.kind !== 'read') throw new ConnectorError('rejected', 'TikTok does not offer this for messages', { reason: 'unsupported' });
    return confirm('/business/message/send/', { recipient_type: 'CONVERSATION', recipient: action.threadKey, message_type: 'SENDER_ACTION', sender_action: action.kind === 'typing' ? 'TYPING' : 'MARK_READ' });
  }
  const video_id = action.threadKey.split(':')[0];
  switch (action.kind) {
    case 'typing':
    case 'read':
      return;
    case 'edit':
      throw new ConnectorError('rejected', 'TikTok lets nobody change a comment', { reason: 'unsupported' });
    case 'delete':
      return confirm('/business/comment/delete/', { comment_id: action.externalId }).catch((error: unknown) => {
        if (!(error instanceof ConnectorError) || error.reason !== 'gone') throw error;
      });
    case 'like':
    case 'unlike':
      return confirm('/business/comment/like/', { comment_id: action.externalId, action: action.kind.toUpperCase() });
    case 'hide':
    case 'unhide':
      return confirm('/business/comment/hide/', { video_id, comment_id: action.externalId, action: action.kind.toUpperCase() });
  }
  action satisfies never;
}
