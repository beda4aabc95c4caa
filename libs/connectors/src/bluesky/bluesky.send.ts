import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { ConnectorError, type Capabilities, type Outbound, type OutboundAttachment, type Sent } from '../contract';
import { refuseBeyondLimits } from '../limits';
import { callAs, type BlueskyContext } from './bluesky.client';
import { RefusedByNetwork } from './bluesky.errors';
import { chatMessageId, isPublicId, parseChatMessageId, recordKey, timeOf } from './bluesky.ids';
import { chatMessage, postRecord, postView, strongRef, type PostView, type StrongRef } from './bluesky.payloads';
import { postsOf } from './bluesky.receive';
import { facetsFor, type OutFacet } from './bluesky.text';

/** Bytes of UTF-8; reached before the letters are only by texts of long emoji. */
const postBytes = 3_000;
const messageBytes = 10_000;

export async function sendMessage(ctx: BlueskyContext, message: Outbound, capabilities: Capabilities): Promise<Sent> {
  const publicly = message.visibility === 'public';
  refuseBeyondLimits(publicly ? { ...capabilities, ...capabilities.publicly } : capabilities, message);
  if (message.text.trim() === '' && message.attachments.length === 0) throw new ConnectorError('rejected', 'There is nothing to send: the text is empty', { reason: 'empty' });
  const bytes = Buffer.byteLength(message.text, 'utf8');
  const most = publicly ? postBytes : messageBytes;
  if (bytes > most) throw new ConnectorError('rejected', `The text is too long: ${bytes} of at most ${most} bytes`, { reason: 'text-too-long' });
  return publicly ? sendPost(ctx, message) : sendChat(ctx, message);
}

async function sendPost(ctx: BlueskyContext, message: Outbound): Promise<Sent> {
  const parentUri = message.replyToExternalId ?? message.postExternalId;
  if (parentUri === undefined || !isPublicId(parentUri)) throw new ConnectorError('rejected', 'There is no post to answer', { reason: 'message-gone' });
  const { parent, root } = await threadOf(ctx, parentUri);
  const images = [];
  for (const file of message.attachments) images.push({ alt: altOf(file), image: await upload(ctx, file) });
  const facets = await facetsOf(ctx, message.text);
  const rkey = recordKey(message.messageId);
  const { uri } = await callAs(ctx, 'com.atproto.repo.putRecord', {
    body: {
      repo: ctx.settings.did,
      collection: 'app.bsky.feed.post',
      rkey,
      record: {
        $type: 'app.bsky.feed.post',
        text: message.text,
        ...(facets.length === 0 ? {} : { facets }),
        reply: { root, parent },
        ...(images.length === 0 ? {} : { embed: { $type: 'app.bsky.embed.images', images } }),
        ...(message.language === undefined ? {} : { langs: [message.language] }),
        createdAt: (timeOf(message.messageId) ?? ctx.now()).toISOString(),
      },
    },
    result: strongRef,
    // The same key holds the same record: said twice, it stands there once.
    effect: 'repeatable',
  });
  return { externalId: uri, status: 'sent' };
}

/** Both ends of the thread, with the hashes that the network wants to see. */
async function threadOf(ctx: BlueskyContext, uri: string): Promise<{ parent: StrongRef; root: StrongRef }> {
  const view = await postAt(ctx, uri);
  if (view.viewer?.replyDisabled === true) throw new ConnectorError('rejected', 'Whoever began this thread lets us write nothing below it', { reason: 'replies-disabled' });
  const parent = { uri: view.uri, cid: view.cid };
  return { parent, root: postRecord.safeParse(view.record).data?.reply?.root ?? parent };
}

export async function postAt(ctx: BlueskyContext, uri: string): Promise<PostView> {
  const view = postView.safeParse((await postsOf(ctx, [uri])).get(uri)).data;
  if (view === undefined) throw new ConnectorError('rejected', 'The post that this answers was deleted, or its author blocks the account', { reason: 'message-gone' });
  return view;
}

async function upload(ctx: BlueskyContext, file: OutboundAttachment): Promise<unknown> {
  const data = await buffer(await file.open());
  const { blob } = await callAs(ctx, 'com.atproto.repo.uploadBlob', { bytes: { data, contentType: file.contentType }, result: z.object({ blob: z.looseObject({ ref: z.unknown() }) }), effect: 'repeatable' });
  return blob;
}

/** People who can't see a picture hear this. A camera's number says nothing to them; words of a file name do. */
function altOf({ name }: OutboundAttachment): string {
  const words = name.replace(/\.\w{1,5}$/, '').replaceAll('_', ' ').trim();
  return /\p{L}{3,}/u.test(words) && !/^(img|dsc|dscn|pxl|image|photo|screenshot|scan|zdj[eę]cie)[\s\d._-]*$/iu.test(words) ? words : '';
}

async function facetsOf(ctx: BlueskyContext, text: string): Promise<OutFacet[]> {
  return facetsFor(text, async (handle) => {
    try {
      return (await callAs(ctx, 'com.atproto.identity.resolveHandle', { query: { handle }, result: z.object({ did: z.string() }), effect: 'repeatable' })).did;
    } catch (error) {
      // Nobody is called so: it stays plain text.
      if (error instanceof RefusedByNetwork && error.kind === 'rejected') return undefined;
      throw error;
    }
  });
}

async function sendChat(ctx: BlueskyContext, message: Outbound): Promise<Sent> {
  const known = message.threadKey !== undefined && !isPublicId(message.threadKey) ? message.threadKey : undefined;
  const convoId = known ?? (await convoWith(ctx, message.to.id));
  if (z.object({ status: z.literal('request') }).safeParse(message.threadState).success) {
    await callAs(ctx, 'chat.bsky.convo.acceptConvo', { chat: true, body: { convoId }, result: z.unknown(), effect: 'repeatable' });
  }
  const facets = await facetsOf(ctx, message.text);
  const answered = message.replyToExternalId === undefined ? undefined : parseChatMessageId(message.replyToExternalId);
  const sent = await callAs(ctx, 'chat.bsky.convo.sendMessage', {
    chat: true,
    body: {
      convoId,
      message: {
        text: message.text,
        ...(facets.length === 0 ? {} : { facets }),
        ...(answered?.convoId === convoId ? { replyTo: { messageId: answered.messageId } } : {}),
      },
    },
    result: chatMessage,
    effect: 'once',
  });
  return { externalId: chatMessageId(convoId, sent.id), status: 'sent', threadState: { status: 'accepted' }, ...(known === undefined ? { threadKey: convoId } : {}) };
}

/** The conversation with somebody, made when there is none. */
async function convoWith(ctx: BlueskyContext, did: string): Promise<string> {
  if (!did.startsWith('did:')) throw new ConnectorError('rejected', 'There is nobody to write to', { reason: 'unknown-recipient' });
  const { convo } = await callAs(ctx, 'chat.bsky.convo.getConvoForMembers', { chat: true, query: { members: [did] }, result: z.object({ convo: z.object({ id: z.string().min(1) }) }), effect: 'repeatable' });
  return convo.id;
}
