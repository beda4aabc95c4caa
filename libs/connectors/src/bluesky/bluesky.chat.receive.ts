import { z } from 'zod';
import { ConnectorError, type Delivery } from '../contract';
import { callAs, type BlueskyContext } from './bluesky.client';
import { chatMessageId } from './bluesky.ids';
import { chatMessage, convo as convoSchema, logEvent } from './bluesky.payloads';

const mostConvos = 500;
const mostPages = 50;

/** What stands in the conversations since then, and where their log is now. */
export async function chatBacklog(ctx: BlueskyContext, since: Date): Promise<{ deliveries: Delivery[]; rev: string | undefined }> {
  const deliveries: Delivery[] = [];
  let rev: string | undefined;
  let cursor: string | undefined;
  for (let read = 0; read < mostConvos;) {
    const { convos, cursor: next } = await callAs(ctx, 'chat.bsky.convo.listConvos', {
      chat: true, query: { limit: 100, cursor }, result: z.object({ convos: z.array(z.unknown()), cursor: z.string().optional() }), effect: 'repeatable',
    });
    let past = false;
    for (const raw of convos) {
      const convo = convoSchema.safeParse(raw).data;
      if (convo === undefined) continue;
      if (convo.rev !== undefined && (rev === undefined || convo.rev > rev)) rev = convo.rev;
      const last = convo.lastMessage?.sentAt;
      // They come newest first. One whose last message was deleted tells no time, and is looked into.
      if (last !== undefined && Date.parse(last) < since.getTime()) past = true;
      else deliveries.push(...(await messagesOf(ctx, { id: convo.id, raw }, since)));
    }
    read += convos.length;
    cursor = next;
    if (past || cursor === undefined || convos.length === 0) break;
  }
  return { deliveries, rev };
}

async function messagesOf(ctx: BlueskyContext, convo: { id: string; raw: unknown }, since: Date): Promise<Delivery[]> {
  const found: Delivery[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const { messages, cursor: next } = await callAs(ctx, 'chat.bsky.convo.getMessages', {
      chat: true, query: { convoId: convo.id, limit: 100, cursor }, result: z.object({ messages: z.array(z.unknown()), cursor: z.string().optional() }), effect: 'repeatable',
    });
    let past = false;
    for (const message of messages) {
      const read = chatMessage.safeParse(message).data;
      if (read === undefined || read.$type?.endsWith('#deletedMessageView') === true) continue;
      if (read.sentAt !== undefined && Date.parse(read.sentAt) < since.getTime()) past = true;
      else found.push(deliveryOf(ctx, { $type: 'chat.bsky.convo.defs#logCreateMessage', convoId: convo.id, ...(read.rev === undefined ? {} : { rev: read.rev }), message }, convo.raw));
    }
    cursor = next;
    if (past || cursor === undefined || messages.length === 0) break;
  }
  return found.reverse();
}

/** What happened since `rev`, page by page. */
export async function* chatNews(ctx: BlueskyContext, from: string | undefined): AsyncIterable<{ deliveries: Delivery[]; rev: string }> {
  const convos = new Map<string, unknown>();
  let rev = from;
  for (let page = 0; page < mostPages; page += 1) {
    const { logs, cursor } = await callAs(ctx, 'chat.bsky.convo.getLog', {
      chat: true, query: { cursor: rev }, result: z.object({ logs: z.array(z.unknown()), cursor: z.string().optional() }), effect: 'repeatable',
    });
    const deliveries: Delivery[] = [];
    let newest = rev;
    for (const raw of logs) {
      const event = logEvent.safeParse(raw).data;
      // Some answer with the event at the cursor itself once more.
      if (event?.rev === undefined || (rev !== undefined && event.rev <= rev)) continue;
      if (newest === undefined || event.rev > newest) newest = event.rev;
      if (event.convoId === undefined || quiet.test(event.$type)) continue;
      deliveries.push(deliveryOf(ctx, raw, await convoOf(ctx, convos, event.convoId)));
    }
    if (newest === undefined || newest === rev) {
      if (cursor !== undefined && (rev === undefined || cursor > rev)) yield { deliveries: [], rev: cursor };
      return;
    }
    rev = newest;
    yield { deliveries, rev };
  }
}

/** What we or the service did, and nobody said; kinds that we don't know are kept. */
const quiet = /#log(Read\w*|BeginConvo|AcceptConvo|LeaveConvo|MuteConvo|UnmuteConvo)$/;

async function convoOf(ctx: BlueskyContext, known: Map<string, unknown>, convoId: string): Promise<unknown> {
  if (!known.has(convoId)) {
    known.set(convoId, await convoById(ctx, convoId));
  }
  return known.get(convoId);
}

async function convoById(ctx: BlueskyContext, convoId: string): Promise<unknown> {
  try {
    return (await callAs(ctx, 'chat.bsky.convo.getConvo', { chat: true, query: { convoId }, result: z.object({ convo: z.unknown() }), effect: 'repeatable' })).convo;
  } catch (error) {
    // Left or taken away meanwhile; what was said in it still came.
    if (error instanceof ConnectorError && error.kind === 'rejected' && error.reason !== 'permission-missing') return undefined;
    throw error;
  }
}

function deliveryOf(ctx: BlueskyContext, event: unknown, convo: unknown): Delivery {
  const read = logEvent.safeParse(event).data;
  const created = read?.$type.endsWith('#logCreateMessage') === true ? chatMessage.safeParse(read.message).data : undefined;
  const id = created !== undefined && read?.convoId !== undefined ? `chat:${chatMessageId(read.convoId, created.id)}` : read?.rev === undefined ? undefined : `log:${read.rev}`;
  const body = { what: 'direct-message', me: ctx.settings.did, event, convo };
  return { ...(id === undefined ? {} : { externalId: id }), contentType: 'application/json', body: Buffer.from(JSON.stringify(body)) };
}
