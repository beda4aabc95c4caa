import type { Readable } from 'node:stream';
import { z } from 'zod';
import { ConnectorError, type Delivery, type Party } from '../contract';
import { callGraph, pagesOf, segment } from '../meta/meta.graph';
import { postAbove } from '../meta/meta.posts';
import { avatarOf, downloadPicture, readRef, unlessHidden } from '../meta/meta.profile';
import { storedMessages } from '../meta/meta.stored';
import { delivery } from '../meta/meta.webhook';
import { keepAccess, ofAccount, type InstagramContext } from './instagram.access';
import { meanings } from './instagram.errors';
import { comment, commentFields, medium, mediumFields, pointer, type Comment, type Medium, type Pointer } from './instagram.payloads';

const profileAnswer = z.looseObject({ name: z.string().nullish(), username: z.string().nullish(), profile_pic: z.string().nullish() });

/** Instagram tells it of people who wrote to the account, and of nobody else. */
export async function profile(ctx: InstagramContext, { id }: Party): Promise<Party | undefined> {
  if (!/^\d+$/.test(id)) return undefined;
  const person = await unlessHidden(() => callGraph(ofAccount(ctx), { path: id, query: { fields: 'name,username,profile_pic' }, result: profileAnswer, what: 'the profile', meanings }));
  if (person === undefined) return undefined;
  return {
    id, ...(person.name == null || person.name === '' ? {} : { name: person.name }), ...(person.username == null || person.username === '' ? {} : { handle: `@${person.username}` }),
    ...avatarOf(id, person), verified: true,
  };
}

export async function download(ctx: InstagramContext, ref: string): Promise<Readable> {
  return downloadPicture(ofAccount(await keepAccess(ctx)), ref, meanings);
}

function found(ctx: InstagramContext, fetched: string, value: unknown): Delivery {
  const { accountId } = ctx.settings;
  return delivery({ object: 'instagram', id: accountId, fetched, value }, accountId);
}

/** What a webhook only pointed at: a mention, or the post above a comment. */
export async function lookup(given: InstagramContext, ref: string): Promise<Delivery[]> {
  const named = pointer.safeParse(readRef(ref)).data;
  if (!named) throw new ConnectorError('rejected', 'This names nothing at Instagram', { reason: 'gone' });
  const ctx = await keepAccess(given);
  if (named.mention === true) return [found(ctx, 'mention', await mentionOf(ctx, named))];
  const mine = ofAccount(ctx);
  const media = await postAbove(mine, { id: named.media, itself: named.comment === undefined }, () => unlessHidden(() => callGraph(mine, { path: segment(named.media), query: { fields: mediumFields }, result: medium, what: 'the post', meanings })));
  if (named.comment === undefined) return [];
  const path = segment(named.comment);
  const seen = await unlessHidden(() => callGraph(mine, { path, query: { fields: commentFields }, result: comment, what: 'the comment', meanings }));
  // A comment that Instagram does not show any more was told whole, or is gone.
  const told = seen ?? (named.told?.text == null ? undefined : { id: named.comment, text: named.told.text, timestamp: named.at });
  return told === undefined ? [] : [found(ctx, 'comment', { comment: told, ...(media ? { media } : {}), mediaId: named.media, ...(named.told ? { told: named.told } : {}) })];
}

const mentioned = z.looseObject({
  mentioned_comment: comment.extend({ media: medium.nullish().catch(undefined) }).nullish().catch(undefined),
  mentioned_media: medium.nullish().catch(undefined),
});

async function mentionOf(ctx: InstagramContext, named: Pointer): Promise<object> {
  const { media, comment: commentId, at } = named;
  const told = { mediaId: media, ...(commentId === undefined ? {} : { commentId }), at };
  const place = 'id,caption,media_type,media_url,permalink,timestamp,username';
  const ask = (who: string) => callGraph(ofAccount(ctx), {
    path: segment(ctx.settings.accountId), what: 'the mention', meanings, result: mentioned,
    query: { fields: commentId === undefined ? `mentioned_media.media_id(${media}){${place}${who === '' ? '' : ',owner'}}` : `mentioned_comment.comment_id(${commentId}){id,text,timestamp${who},media{${place}}}` },
  });
  // Who wrote it is not told to every app; a mention without a name is still a mention.
  const answer = (await unlessHidden(() => ask(',from,username'))) ?? (await unlessHidden(() => ask('')));
  const seen = answer?.mentioned_comment ?? undefined;
  const where = answer?.mentioned_media ?? seen?.media ?? undefined;
  return { ...told, ...(where ? { media: where } : {}), ...(seen ? { comment: seen } : {}) };
}

/** How far back posts are looked at: comments come to new ones. */
const pagesOfPosts = 4;
const below = z.object({ data: z.array(z.unknown()), paging: z.looseObject({ next: z.string().optional() }).optional() }).nullish().catch(undefined);
const listed = z.looseObject({ comments: below });
const answered = z.looseObject({ replies: below });

/** Private messages, and the comments below the newest posts. */
export async function* history(given: InstagramContext, since: Date): AsyncIterable<Delivery[]> {
  const ctx = await keepAccess(given, { learn: true });
  const { accountId, publicPosts } = ctx.settings;
  yield* storedMessages(ofAccount(ctx), since, { object: 'instagram', account: accountId, platform: 'instagram', path: 'me/conversations', meanings });
  if (!publicPosts) return;
  const commentsWith = `comments.limit(50){${commentFields},replies.limit(50){${commentFields}}}`;
  const call = { path: `${segment(accountId)}/media`, query: { fields: `${mediumFields},${commentsWith}`, limit: '25' }, meanings, timeoutMs: 60_000 };
  for await (const posts of pagesOf(ofAccount(ctx), call, { most: pagesOfPosts })) {
    for (const one of posts) {
      const { data: post } = medium.safeParse(one);
      if (!post) continue;
      const first = listed.safeParse(one).data?.comments;
      yield deliveriesOf(ctx, first?.data ?? [], { post, since });
      if (first?.paging?.next === undefined) continue;
      for await (const more of pagesOf(ofAccount(ctx), { path: `${segment(post.id)}/comments`, query: { fields: `${commentFields},replies.limit(50){${commentFields}}`, limit: '50' }, meanings, timeoutMs: 60_000 })) {
        yield deliveriesOf(ctx, more, { post, since });
      }
    }
  }
}

function deliveriesOf(ctx: InstagramContext, list: unknown[], { post, since }: { post: Medium; since: Date }): Delivery[] {
  const { comments: _below, ...media } = post;
  return list.flatMap((one) => {
    const replies = answered.safeParse(one).data?.replies?.data ?? [];
    const parent = comment.safeParse(one).data;
    return [parent, ...replies.map((reply) => comment.safeParse(reply).data)]
      .filter((each): each is Comment => each !== undefined && each.timestamp != null && Date.parse(each.timestamp) >= since.getTime())
      .map(({ replies: _replies, ...each }) => found(ctx, 'comment', { comment: { ...each, ...(each.id !== parent?.id && each.parent_id == null ? { parent_id: parent?.id } : {}) }, media, mediaId: post.id }));
  });
}
