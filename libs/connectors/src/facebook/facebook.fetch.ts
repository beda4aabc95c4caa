import type { Readable } from 'node:stream';
import { z } from 'zod';
import { ConnectorError, type Context, type Delivery, type Party } from '../contract';
import { callGraph, pagesOf, segment } from '../meta/meta.graph';
import { postAbove } from '../meta/meta.posts';
import { avatarOf, downloadPicture, readRef, unlessHidden } from '../meta/meta.profile';
import { storedMessages } from '../meta/meta.stored';
import { delivery } from '../meta/meta.webhook';
import { meanings } from './facebook.errors';
import { comment, commentFields, pointer, post, postFields, type Comment, type Post } from './facebook.payloads';
import type { FacebookSettings } from './facebook.settings';

export type FacebookContext = Context<FacebookSettings>;

const profileAnswer = z.looseObject({ name: z.string().nullish(), first_name: z.string().nullish(), last_name: z.string().nullish(), profile_pic: z.string().nullish() });

export async function profile(ctx: FacebookContext, { id }: Party): Promise<Party | undefined> {
  if (!/^\d+$/.test(id)) return undefined;
  // Whom Meta does not show stays without a name.
  const person = await unlessHidden(() => callGraph(ctx, { path: id, query: { fields: 'name,first_name,last_name,profile_pic' }, result: profileAnswer, what: 'the profile', meanings }));
  if (person === undefined) return undefined;
  const name = person.name ?? [person.first_name, person.last_name].filter(Boolean).join(' ');
  return { id, ...(name === '' ? {} : { name }), ...avatarOf(id, person), verified: true };
}

export const download = (ctx: FacebookContext, ref: string): Promise<Readable> => downloadPicture(ctx, ref, meanings);

function found(ctx: FacebookContext, fetched: string, value: unknown): Delivery {
  const { pageId } = ctx.settings;
  return delivery({ object: 'page', id: pageId, fetched, value }, pageId);
}

/** What a webhook only pointed at: the comment, and the post above it. */
export async function lookup(ctx: FacebookContext, ref: string): Promise<Delivery[]> {
  const named = pointer.safeParse(readRef(ref)).data;
  if (!named) throw new ConnectorError('rejected', 'This names nothing at Facebook', { reason: 'gone' });
  const seenPost = await postAbove(ctx, { id: named.post, itself: named.comment === undefined }, () => unlessHidden(() => callGraph(ctx, { path: segment(named.post), query: { fields: postFields }, result: post, what: 'the post', meanings })));
  if (named.comment === undefined) {
    if (seenPost) return [found(ctx, 'post', seenPost)];
  } else {
    const path = segment(named.comment);
    const seen = await unlessHidden(() => callGraph(ctx, { path, query: { fields: commentFields }, result: comment, what: 'the comment', meanings }));
    if (seen) return [found(ctx, 'comment', { comment: seen, ...(seenPost ? { post: seenPost } : {}), postId: named.post })];
  }
  return named.told === undefined ? [] : [found(ctx, 'unseen', { created_time: named.at, ...named.told })];
}

/** Private messages, and what was said below the newest posts. */
export async function* history(ctx: FacebookContext, since: Date): AsyncIterable<Delivery[]> {
  const { pageId, publicPosts } = ctx.settings;
  yield* storedMessages(ctx, since, { object: 'page', account: pageId, platform: 'messenger', path: `${segment(pageId)}/conversations`, meanings });
  if (publicPosts) yield* comments(ctx, since);
}

/** How far back posts are looked at: comments come to new ones. */
const pagesOfPosts = 4;
const listed = z.looseObject({ comments: z.object({ data: z.array(z.unknown()), paging: z.looseObject({ next: z.string().optional() }).optional() }).optional().catch(undefined) });
const order = 'filter(stream).order(reverse_chronological)';

async function* comments(ctx: FacebookContext, since: Date): AsyncIterable<Delivery[]> {
  const call = { path: `${segment(ctx.settings.pageId)}/feed`, query: { fields: `${postFields},comments.${order}.limit(50){${commentFields}}`, limit: '25' }, meanings, timeoutMs: 60_000 };
  for await (const posts of pagesOf(ctx, call, { most: pagesOfPosts })) {
    for (const one of posts) {
      const { data: above } = post.safeParse(one);
      if (!above) continue;
      const below = listed.safeParse(one).data?.comments;
      const first = below?.data ?? [];
      yield [...(isNew(above, since) && above.from?.id !== ctx.settings.pageId ? [found(ctx, 'post', bare(above))] : []), ...belowOf(ctx, first, { above, since })];
      if (below?.paging?.next === undefined || !isNew(comment.safeParse(first.at(-1)).data, since)) continue;
      const more = { path: `${segment(above.id)}/comments`, query: { fields: commentFields, filter: 'stream', order: 'reverse_chronological', limit: '100' }, meanings, timeoutMs: 60_000 };
      for await (const list of pagesOf(ctx, more)) {
        yield belowOf(ctx, list, { above, since });
        if (!isNew(comment.safeParse(list.at(-1)).data, since)) break;
      }
    }
  }
}

function belowOf(ctx: FacebookContext, list: unknown[], { above, since }: { above: Post; since: Date }): Delivery[] {
  return list
    .map((one) => comment.safeParse(one).data)
    .filter((one): one is Comment => one !== undefined && isNew(one, since))
    .map((one) => found(ctx, 'comment', { comment: one, post: bare(above), postId: above.id }));
}

function bare({ comments: _below, ...above }: Post): Post {
  return above;
}

function isNew(one: { created_time?: string | null | undefined } | undefined, since: Date): boolean {
  return one?.created_time != null && Date.parse(one.created_time) >= since.getTime();
}
