import { z } from 'zod';
import { ConnectorError, type Action } from '../contract';
import { callAs, type BlueskyContext } from './bluesky.client';
import { isPublicId, parseChatMessageId, parseUri, recordKey, type RecordAddress } from './bluesky.ids';
import { postRecord } from './bluesky.payloads';
import { postAt } from './bluesky.send';

const heart = '❤️';
const anything = z.unknown();

export async function actOn(ctx: BlueskyContext, action: Action): Promise<void> {
  switch (action.kind) {
    case 'typing':
      return;
    case 'read': {
      // Of public threads the network keeps one time for all notifications, which is the account holder's own to move.
      const message = parseChatMessageId(action.externalId);
      if (message) await callAs(ctx, 'chat.bsky.convo.updateRead', { chat: true, body: message, result: anything, effect: 'repeatable' });
      return;
    }
    case 'edit':
      throw new ConnectorError('rejected', 'Nothing can be changed on Bluesky once it is written', { reason: 'unsupported' });
    case 'delete': {
      const record = recordAt(action.externalId);
      if (record.repo !== ctx.settings.did) throw new ConnectorError('rejected', 'Only our own posts can be deleted', { reason: 'forbidden' });
      await callAs(ctx, 'com.atproto.repo.deleteRecord', { body: { ...record }, result: anything, effect: 'repeatable' });
      return;
    }
    case 'like':
    case 'unlike':
      return isPublicId(action.externalId) ? likePost(ctx, action.externalId, action.kind) : likeMessage(ctx, action.externalId, action.kind);
    case 'hide':
    case 'unhide':
      return hide(ctx, action.externalId, action.kind === 'hide');
  }
  action satisfies never;
}

function recordAt(uri: string): RecordAddress {
  const record = parseUri(uri);
  if (record === undefined) throw new ConnectorError('rejected', 'Direct messages can’t be taken back from whoever received them', { reason: 'unsupported' });
  return record;
}

async function likePost(ctx: BlueskyContext, uri: string, kind: 'like' | 'unlike'): Promise<void> {
  const post = await postAt(ctx, uri);
  const given = post.viewer?.like;
  if ((given !== undefined) === (kind === 'like')) return;
  if (given !== undefined) {
    await callAs(ctx, 'com.atproto.repo.deleteRecord', { body: { ...recordAt(given) }, result: anything, effect: 'repeatable' });
    return;
  }
  await callAs(ctx, 'com.atproto.repo.putRecord', {
    body: {
      repo: ctx.settings.did, collection: 'app.bsky.feed.like', rkey: recordKey(`like ${uri}`),
      record: { $type: 'app.bsky.feed.like', subject: { uri: post.uri, cid: post.cid }, createdAt: ctx.now().toISOString() },
    },
    result: anything,
    effect: 'repeatable',
  });
}

async function likeMessage(ctx: BlueskyContext, externalId: string, kind: 'like' | 'unlike'): Promise<void> {
  const message = parseChatMessageId(externalId);
  if (message === undefined) throw new ConnectorError('rejected', 'The message is no longer there', { reason: 'message-gone' });
  const method = kind === 'like' ? 'chat.bsky.convo.addReaction' : 'chat.bsky.convo.removeReaction';
  await callAs(ctx, method, { chat: true, body: { ...message, value: heart }, result: anything, effect: 'repeatable' });
}

const gate = z.object({ cid: z.string(), value: z.looseObject({ hiddenReplies: z.array(z.string()).optional().catch(undefined) }) });
/** What the network keeps hidden below one post. */
const mostHidden = 300;

/** Whoever began a thread may fold answers away below it: a record with the key of the first post lists them. */
async function hide(ctx: BlueskyContext, uri: string, hidden: boolean): Promise<void> {
  const root = postRecord.safeParse((await postAt(ctx, uri)).record).data?.reply?.root.uri;
  const owner = root === undefined ? undefined : parseUri(root);
  if (root === undefined || owner?.repo !== ctx.settings.did) {
    throw new ConnectorError('rejected', 'Bluesky lets us hide answers only below posts of our own', { reason: 'act-not-offered' });
  }
  const where = { repo: owner.repo, collection: 'app.bsky.feed.threadgate', rkey: owner.rkey };
  const current = await gateAt(ctx, where);
  const listed = current?.value.hiddenReplies ?? [];
  if (listed.includes(uri) === hidden) return;
  if (hidden && listed.length >= mostHidden) throw new ConnectorError('rejected', `No more than ${mostHidden} answers can be hidden below one post`, { reason: 'refused' });
  await callAs(ctx, 'com.atproto.repo.putRecord', {
    body: {
      ...where,
      record: {
        // Who may answer stays as it was: left out, everybody may.
        ...(current?.value ?? { createdAt: ctx.now().toISOString() }),
        $type: 'app.bsky.feed.threadgate', post: root,
        hiddenReplies: hidden ? [...listed, uri] : listed.filter((one) => one !== uri),
      },
      // Somebody may change it in Bluesky's own app at the same moment: then nothing of theirs is overwritten.
      swapRecord: current?.cid ?? null,
    },
    result: anything,
    effect: 'repeatable',
  });
}

async function gateAt(ctx: BlueskyContext, where: { repo: string; collection: string; rkey: string }): Promise<z.infer<typeof gate> | undefined> {
  try {
    return await callAs(ctx, 'com.atproto.repo.getRecord', { query: where, result: gate, effect: 'repeatable' });
  } catch (error) {
    if (error instanceof ConnectorError && error.reason === 'message-gone') return undefined;
    throw error;
  }
}
