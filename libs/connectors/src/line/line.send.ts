import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { ConnectorError, type Action, type Capabilities, type Outbound, type OutboundAttachment, type Sent } from '../contract';
import { refuseBeyondLimits } from '../limits';
import { callLine, type LineContext } from './line.client';
import { durationOf } from './line.duration';
import { quotable, sentMessages, threadState as stateSchema, type ThreadState } from './line.payloads';

const imageBytes = 10 * 1024 * 1024;
/** Read into memory to learn how long it is; longer recordings leave as a link. */
const audioBytes = 20 * 1024 * 1024;
const urlLength = 2000;
const senderLength = 20;

type LineMessage = { type: string } & Record<string, unknown>;
interface Prepared { messages: LineMessage[]; linked: number }

/** One request of at most five messages, which LINE takes whole or not at all. */
export async function sendMessage(ctx: LineContext, message: Outbound, capabilities: Capabilities): Promise<Sent> {
  refuseBeyondLimits(capabilities, message);
  const to = message.threadKey ?? message.to.id;
  const state = stateSchema.safeParse(message.threadState).data ?? {};
  const { messages, linked } = await prepare(ctx, message);
  const ids = await leave(ctx, { to, messages, state, message });
  const [externalId, ...otherExternalIds] = ids;
  if (externalId === undefined) throw new ConnectorError('ambiguous', 'LINE took the message but did not confirm it; it may or may not have arrived', { reason: 'no-answer' });
  return {
    externalId,
    ...(otherExternalIds.length === 0 ? {} : { otherExternalIds }),
    status: 'sent',
    ...(linked === 0 ? {} : { warning: 'LINE takes no files of this kind, so the customer got a link. It works for about an hour.' }),
  };
}

interface Leaving { to: string; messages: LineMessage[]; state: ThreadState; message: Outbound }

/** The free reply token while it is fresh, otherwise a push, which counts, but can be repeated without doubling. */
async function leave(ctx: LineContext, leaving: Leaving): Promise<string[]> {
  const token = freshToken(ctx, leaving.state);
  if (token !== undefined) {
    try {
      const { sentMessages: sent } = await callLine(ctx, { path: '/v2/bot/message/reply', body: { replyToken: token, messages: leaving.messages }, result: sentMessages, effect: 'once' });
      return sent.map(({ id }) => id);
    } catch (error) {
      if (!(error instanceof ConnectorError) || error.reason !== 'reply-token-used') throw error;
    }
  }
  return push(ctx, leaving);
}

async function push(ctx: LineContext, { to, messages, message }: Leaving): Promise<string[]> {
  const { sentMessages: sent } = await callLine(ctx, {
    path: '/v2/bot/message/push',
    body: { to, messages },
    headers: { 'x-line-retry-key': message.messageId },
    result: sentMessages,
    // The retry key is ours for a day: LINE shows one message, however often we ask.
    effect: 'repeatable',
    unless: (status, told) => (status === 409 ? { sentMessages: told?.sentMessages ?? [{ id: `retry:${message.messageId}` }] } : undefined),
  });
  return sent.map(({ id }) => id);
}

function freshToken(ctx: LineContext, { replyToken, at }: ThreadState): string | undefined {
  if (ctx.settings.answers !== 'reply-first' || replyToken === undefined || at === undefined) return undefined;
  const age = ctx.now().getTime() - at;
  return age >= 0 && age < ctx.settings.replyTokenSeconds * 1000 ? replyToken : undefined;
}

async function prepare(ctx: LineContext, message: Outbound): Promise<Prepared> {
  const prepared: Prepared = { messages: [], linked: 0 };
  const text = message.text.trim() === '' ? '' : message.text;
  if (text === '' && message.attachments.length === 0) throw new ConnectorError('rejected', 'There is nothing to send: the text is empty', { reason: 'empty' });
  const quoted = quotable.safeParse(message.replyToExtra).data?.quoteToken;
  if (text !== '') prepared.messages.push({ type: 'text', text, ...(quoted === undefined ? {} : { quoteToken: quoted }) });
  for (const file of message.attachments) {
    const shown = await attached(ctx, file);
    if (shown.type === 'text') prepared.linked += 1;
    prepared.messages.push(shown);
  }
  const sender = senderOf(ctx, message);
  return sender === undefined ? prepared : { ...prepared, messages: prepared.messages.map((one) => ({ ...one, sender: { name: sender } })) };
}

async function attached(ctx: LineContext, file: OutboundAttachment): Promise<LineMessage> {
  const url = addressOf(ctx, file);
  const type = file.contentType.toLowerCase().split(';')[0]?.trim() ?? '';
  if ((type === 'image/jpeg' || type === 'image/png') && file.sizeBytes <= imageBytes) return { type: 'image', originalContentUrl: url, previewImageUrl: url };
  if (/^audio\/(mp4|x-m4a|m4a|mpeg|mp3)$/.test(type) && file.sizeBytes <= audioBytes) {
    const duration = durationOf(await buffer(await file.open()), type);
    if (duration !== undefined) return { type: 'audio', originalContentUrl: url, duration };
  }
  return { type: 'text', text: `📎 ${file.name}\n${url}` };
}

/** LINE fetches files itself, so there must be an address that it can reach. */
function addressOf(ctx: LineContext, { name, url }: OutboundAttachment): string {
  if (url === undefined) throw new ConnectorError('rejected', 'LINE fetches files from us, which needs a public address of Kontuar (KONTUAR_PUBLIC_URL)', { reason: 'no-public-url' });
  if (!url.startsWith('https:') && !ctx.allowPrivateHosts) throw new ConnectorError('rejected', 'LINE fetches files over https only; the public address of Kontuar begins with http', { reason: 'no-public-url' });
  if (url.length > urlLength) throw new ConnectorError('rejected', `The address of "${name}" is too long for LINE`, { reason: 'media-refused' });
  return url;
}

function senderOf(ctx: LineContext, { author, automatic }: Outbound): string | undefined {
  if (ctx.settings.senderName !== 'agent' || automatic === true) return undefined;
  const name = [...author.name.trim()].slice(0, senderLength).join('');
  // LINE refuses its own name in the name of a sender.
  return name === '' || /line/i.test(name) ? undefined : name;
}

export async function actOn(ctx: LineContext, action: Action): Promise<void> {
  switch (action.kind) {
    case 'typing':
      // The dots exist in chats with one person only.
      if (!action.threadKey.startsWith('U')) return;
      await callLine(ctx, { path: '/v2/bot/chat/loading/start', body: { chatId: action.threadKey, loadingSeconds: 5 }, result: z.unknown(), effect: 'repeatable', timeoutMs: 5_000 });
      return;
    case 'read': {
      const token = stateSchema.safeParse(action.threadState).data?.markAsReadToken;
      if (token !== undefined) await callLine(ctx, { path: '/v2/bot/chat/markAsRead', body: { markAsReadToken: token }, result: z.unknown(), effect: 'repeatable' });
      return;
    }
    case 'edit':
    case 'delete':
    case 'like':
    case 'unlike':
    case 'hide':
    case 'unhide':
      throw new ConnectorError('rejected', 'LINE lets nobody change what was sent', { reason: 'unsupported' });
  }
  action satisfies never;
}
