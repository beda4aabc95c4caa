import { ConnectorError, type Action, type Capabilities, type Outbound, type Sent } from '../contract';
import { refuseBeyondLimits } from '../limits';
import { callSlack, type SlackContext } from './slack.client';
import { sharedAt, timeOf, upload } from './slack.files';
import { fileMessageId, messageId, placeOf, type Place } from './slack.ids';
import { metadataType } from './slack.parse';
import { anything, completed, opened, posted, threadState } from './slack.payloads';
import { escaped } from './slack.text';

interface Where { channel: string; thread?: string; opened?: true }

export async function sendMessage(ctx: SlackContext, message: Outbound, capabilities: Capabilities): Promise<Sent> {
  refuseBeyondLimits({ ...capabilities, maxTextLength: ctx.settings.maxLength }, message);
  const text = message.text.trim() === '' ? '' : message.text;
  if (text === '' && message.attachments.length === 0) throw new ConnectorError('rejected', 'There is nothing to send: the text is empty', { reason: 'empty' });
  const where = await placeFor(ctx, message);
  const sent = message.attachments.length === 0 ? await post(ctx, { message, text, where }) : await share(ctx, { message, text, where });
  return { ...sent, status: 'sent', ...(where.opened === true ? { threadKey: where.channel } : {}) };
}

async function placeFor(ctx: SlackContext, { threadKey, threadState: kept, replyToExternalId, to }: Outbound): Promise<Where> {
  if (threadKey === undefined) {
    const { channel } = await callSlack(ctx, 'conversations.open', { args: { users: to.id }, result: opened });
    return { channel: channel.id, opened: true };
  }
  const place = placeOf(threadKey);
  if (place === undefined) throw new ConnectorError('rejected', 'This conversation has no chat at Slack', { reason: 'chat-not-found' });
  const answered = replyToExternalId === undefined || place.channel.startsWith('D') ? undefined : placeOf(replyToExternalId);
  // Where the customer last wrote in a thread, the answer goes there too.
  const thread = place.ts ?? threadState.safeParse(kept).data?.thread ?? (answered?.channel === place.channel ? answered.ts : undefined);
  return { channel: place.channel, ...(thread === undefined ? {} : { thread }) };
}

interface Leaving { message: Outbound; text: string; where: Where }

async function post(ctx: SlackContext, { message, text, where }: Leaving): Promise<Sent> {
  const { channel, ts } = await callSlack(ctx, 'chat.postMessage', {
    args: {
      channel: where.channel, text: escaped(text), thread_ts: where.thread,
      // What stars and underscores an agent writes are meant as such.
      mrkdwn: false,
      username: nameOf(ctx, message),
      metadata: { event_type: metadataType, event_payload: { message_id: message.messageId } },
    },
    result: posted, effect: 'once',
  });
  return { externalId: messageId(channel, ts) };
}

/** First the bytes, which nobody sees; then text and files appear together, as one message. */
async function share(ctx: SlackContext, { message, text, where }: Leaving): Promise<Sent> {
  const ids: string[] = [];
  for (const file of message.attachments) ids.push(await upload(ctx, file));
  const [first = ''] = ids;
  const files = ids.map((id, index) => ({ id, title: message.attachments[index]?.name ?? id }));
  let ts: string | undefined;
  try {
    const done = await callSlack(ctx, 'files.completeUploadExternal', {
      args: { files, channel_id: where.channel, thread_ts: where.thread, initial_comment: text === '' ? undefined : escaped(text) }, result: completed, effect: 'once', timeoutMs: 60_000,
    });
    ts = sharedAt(done.files.find(({ id }) => id === first)?.shares, where.channel) ?? (await found(ctx, first, where.channel));
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.kind !== 'ambiguous') throw error;
    // Unlike with a text, Slack can be asked: the file knows where it stands.
    ts = await found(ctx, first, where.channel);
    if (ts === undefined) throw error;
  }
  return { externalId: fileMessageId(where.channel, first), ...(ts === undefined ? {} : { otherExternalIds: [messageId(where.channel, ts)] }) };
}

async function found(ctx: SlackContext, fileId: string, channel: string): Promise<string | undefined> {
  try {
    return await timeOf(ctx, fileId, { channel });
  } catch (error) {
    if (error instanceof ConnectorError) return undefined;
    throw error;
  }
}

function nameOf({ settings }: SlackContext, { author, automatic }: Outbound): string | undefined {
  const name = settings.senderName === 'agent' && automatic !== true ? author.name.trim().slice(0, 80) : '';
  return name === '' ? undefined : name;
}

export async function actOn(ctx: SlackContext, action: Action, capabilities: Capabilities): Promise<void> {
  switch (action.kind) {
    case 'typing':
    case 'read':
      // Apps neither type nor read.
      return;
    case 'edit':
      refuseBeyondLimits({ ...capabilities, maxTextLength: ctx.settings.maxLength }, { text: action.text, attachments: [] });
      if (action.text.trim() === '') throw new ConnectorError('rejected', 'The new text is empty', { reason: 'empty' });
      await callSlack(ctx, 'chat.update', { args: { ...(await standing(ctx, action.externalId)), text: escaped(action.text) }, result: anything });
      return;
    case 'delete':
      try {
        await callSlack(ctx, 'chat.delete', { args: await standing(ctx, action.externalId), result: anything });
      } catch (error) {
        // What is deleted already is as deleted as we wanted it.
        if (!(error instanceof ConnectorError) || error.reason !== 'message-gone') throw error;
      }
      return;
    case 'like':
    case 'unlike':
    case 'hide':
    case 'unhide':
      throw new ConnectorError('rejected', 'Slack does not offer that', { reason: 'unsupported' });
  }
  action satisfies never;
}

async function standing(ctx: SlackContext, externalId: string): Promise<{ channel: string; ts: string }> {
  const place: Place | undefined = placeOf(externalId);
  const ts = place?.fileId === undefined ? place?.ts : await timeOf(ctx, place.fileId, { channel: place.channel, waits: [] });
  if (place === undefined || ts === undefined) throw new ConnectorError('rejected', 'The message is no longer there', { reason: 'message-gone' });
  return { channel: place.channel, ts };
}
