import { ConnectorError, type Action, type Capabilities, type Outbound, type Sent } from '../contract';
import { refuseBeyondLimits } from '../limits';
import { multipart } from '../multipart';
import { callDiscord, type DiscordContext } from './discord.client';
import { channelOf, isPublicKey, madeAt, messageId, nonceOf, placeOfMessage, snowflakeAt } from './discord.ids';
import { anything, channel as channelSchema, message as messageSchema, page, posted, user } from './discord.payloads';

/** Nobody is called by what an agent writes: no names, no roles, not everyone. */
const nobody = { parse: [], replied_user: false };

export async function sendMessage(ctx: DiscordContext, message: Outbound, capabilities: Capabilities): Promise<Sent> {
  refuseBeyondLimits(capabilities, message);
  const text = message.text.trim() === '' ? '' : message.text;
  if (text === '' && message.attachments.length === 0) throw new ConnectorError('rejected', 'There is nothing to send: the text is empty', { reason: 'empty' });
  const { channel, opened } = await placeFor(ctx, message);
  const sent = (await alreadyThere(ctx, { message, text, channel })) ?? (await post(ctx, { message, text, channel }));
  return { externalId: messageId(channel, sent), status: 'sent', ...(opened ? { threadKey: channel } : {}) };
}

async function placeFor(ctx: DiscordContext, { visibility, threadKey, postExternalId, to }: Outbound): Promise<{ channel: string; opened: boolean }> {
  if (visibility === 'public') {
    const channel = threadKey === undefined ? postExternalId : channelOf(threadKey);
    if (channel === undefined || !/^\d+$/.test(channel)) throw new ConnectorError('rejected', 'This conversation has no channel at Discord', { reason: 'chat-not-found' });
    return { channel, opened: false };
  }
  if (threadKey !== undefined && !isPublicKey(threadKey)) {
    const channel = channelOf(threadKey);
    if (channel === undefined) throw new ConnectorError('rejected', 'This conversation has no chat at Discord', { reason: 'chat-not-found' });
    return { channel, opened: false };
  }
  if (!/^\d+$/.test(to.id)) throw new ConnectorError('rejected', 'Discord knows people by their ID', { reason: 'unknown-recipient' });
  const { id } = await callDiscord(ctx, 'POST', '/users/@me/channels', { body: { recipient_id: to.id }, result: channelSchema });
  return { channel: id, opened: true };
}

interface Leaving { message: Outbound; text: string; channel: string }

async function post(ctx: DiscordContext, { message, text, channel }: Leaving): Promise<string> {
  const answered = message.replyToExternalId === undefined ? undefined : placeOfMessage(message.replyToExternalId);
  const body = {
    ...(text === '' ? {} : { content: text }),
    // Under the same number Discord makes one message, however often it is asked within some minutes.
    nonce: nonceOf(message.messageId), enforce_nonce: true,
    allowed_mentions: nobody,
    // A private answer cannot point at a public message.
    ...(answered?.channel !== channel ? {} : { message_reference: { message_id: answered.id, fail_if_not_exists: false } }),
  };
  const path = `/channels/${channel}/messages`;
  if (message.attachments.length === 0) return (await callDiscord(ctx, 'POST', path, { body, result: posted })).id;
  const attachments = message.attachments.map(({ name }, id) => ({ id: String(id), filename: name }));
  const upload = multipart({ payload_json: { ...body, attachments } }, message.attachments.map((file, index) => ({ field: `files[${index}]`, file })));
  return (await callDiscord(ctx, 'POST', path, { upload, result: posted })).id;
}

/** A later try than Discord remembers numbers: what may have arrived is looked for first. */
async function alreadyThere(ctx: DiscordContext, { message, text, channel }: Leaving): Promise<string | undefined> {
  const made = madeAt(message.messageId);
  if (message.attempt <= 1 || Number.isNaN(made) || ctx.now().getTime() - made < ctx.settings.nonceSeconds * 1000) return undefined;
  const { id: me } = await callDiscord(ctx, 'GET', '/users/@me', { result: user });
  const found = await callDiscord(ctx, 'GET', `/channels/${channel}/messages`, { query: { after: snowflakeAt(made), limit: 100 }, result: page });
  for (const raw of found) {
    const one = messageSchema.safeParse(raw).data;
    if (one?.author?.id === me && (one.content ?? '').trim() === text.trim() && one.attachments.length === message.attachments.length) return one.id;
  }
  return undefined;
}

const thumb = encodeURIComponent('👍');

export async function actOn(ctx: DiscordContext, action: Action, capabilities: Capabilities): Promise<void> {
  if (action.kind === 'typing') {
    const channel = channelOf(action.threadKey);
    if (channel !== undefined) await callDiscord(ctx, 'POST', `/channels/${channel}/typing`, { result: anything });
    return;
  }
  // Bots read nothing that anybody could see.
  if (action.kind === 'read') return;
  const at = placeOfMessage(action.externalId);
  if (at === undefined) throw new ConnectorError('rejected', 'The message is no longer there', { reason: 'message-gone' });
  const path = `/channels/${at.channel}/messages/${at.id}`;
  switch (action.kind) {
    case 'edit':
      refuseBeyondLimits(capabilities, { text: action.text, attachments: [] });
      if (action.text.trim() === '') throw new ConnectorError('rejected', 'The new text is empty', { reason: 'empty' });
      await callDiscord(ctx, 'PATCH', path, { body: { content: action.text, allowed_mentions: nobody }, result: posted });
      return;
    case 'delete':
      try {
        await callDiscord(ctx, 'DELETE', path, { result: anything });
      } catch (error) {
        // What is deleted already is as deleted as we wanted it.
        if (!(error instanceof ConnectorError) || error.reason !== 'message-gone') throw error;
      }
      return;
    case 'like':
    case 'unlike':
      await callDiscord(ctx, action.kind === 'like' ? 'PUT' : 'DELETE', `${path}/reactions/${thumb}/@me`, { result: anything });
      return;
    case 'hide':
    case 'unhide':
      throw new ConnectorError('rejected', 'Discord cannot hide messages, only delete them', { reason: 'unsupported' });
  }
  action satisfies never;
}
