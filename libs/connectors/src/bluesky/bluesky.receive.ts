import { z } from 'zod';
import { ConnectorError, type Delivery, type Json, type Page } from '../contract';
import { chatBacklog, chatNews } from './bluesky.chat.receive';
import { callAs, type BlueskyContext } from './bluesky.client';
import { notification as notificationSchema, postRecord, postView, type Notification } from './bluesky.payloads';

/** Notifications may be indexed a little out of order: each pass looks back this far, and remembers what it saw there. */
const overlapMs = 120_000;
const ownPostsEveryMs = 30_000;
/** Without permission for direct messages we ask again now and then: the password may have been replaced. */
const chatAgainMs = 600_000;
const pageSize = 100;
/** A brand in a storm: what is older is left to the hourly comparison. */
const mostPages = 50;

const cursorSchema = z.object({
  /** Newest notification that was stored, as the AppView indexed it. */
  seen: z.string(),
  /** Notifications within the overlap. */
  recent: z.array(z.string()).default([]),
  ownSeen: z.string(),
  ownCheckedAt: z.string().optional(),
  rev: z.string().optional(),
  /** The conversations that were there at the beginning have been read. */
  chatBegun: z.boolean().default(false),
  chatAgainAt: z.string().optional(),
});
type Cursor = z.infer<typeof cursorSchema>;

interface Pass { deliveries: Delivery[]; cursor: Cursor }

export async function* poll(ctx: BlueskyContext, stored: Json | undefined): AsyncIterable<Page> {
  const since = (ctx.addedAt ?? ctx.now()).toISOString();
  const cursor: Cursor = cursorSchema.safeParse(stored).data ?? { seen: since, recent: [], ownSeen: since, chatBegun: false };
  for await (const pass of passes(ctx, cursor, since)) {
    yield { deliveries: pass.deliveries, cursor: JSON.parse(JSON.stringify(pass.cursor)) as Json }; // strings, lists and booleans only
  }
}

async function* passes(ctx: BlueskyContext, from: Cursor, since: string): AsyncIterable<Pass> {
  let cursor = from;
  for await (const pass of notificationPages(ctx, cursor)) {
    cursor = pass.cursor;
    yield pass;
  }
  const checkedAt = cursor.ownCheckedAt === undefined ? 0 : Date.parse(cursor.ownCheckedAt);
  if (ctx.now().getTime() - checkedAt >= ownPostsEveryMs) {
    const { deliveries, newest } = await ownPosts(ctx, new Date(Date.parse(cursor.ownSeen) - overlapMs));
    const changed = newest !== undefined && newest > cursor.ownSeen;
    cursor = { ...cursor, ownCheckedAt: ctx.now().toISOString(), ...(changed ? { ownSeen: newest } : {}) };
    yield { deliveries: changed ? deliveries : [], cursor };
  }
  if (ctx.settings.directMessages && (cursor.chatAgainAt === undefined || Date.parse(cursor.chatAgainAt) <= ctx.now().getTime())) yield* chatPages(ctx, cursor, since);
}

async function* notificationPages(ctx: BlueskyContext, from: Cursor): AsyncIterable<Pass> {
  const horizon = Date.parse(from.seen) - overlapMs;
  const known = new Set(from.recent);
  const fresh = (await notificationsSince(ctx, new Date(horizon))).filter(({ read }) => !known.has(keyOf(read)));
  let cursor = from;
  // Oldest first, so that a pass which breaks off goes on where it was.
  for (let at = fresh.length; at > 0; at -= 25) {
    const batch = fresh.slice(Math.max(0, at - 25), at).reverse();
    const seen = batch.reduce((newest, { read }) => (read.indexedAt > newest ? read.indexedAt : newest), cursor.seen);
    // Old entries need no memory: they lie behind the next horizon.
    const recent = [...cursor.recent, ...batch.filter(({ read }) => Date.parse(read.indexedAt) >= Date.parse(seen) - 2 * overlapMs).map(({ read }) => keyOf(read))].slice(-1_000);
    cursor = { ...cursor, seen, recent };
    yield { deliveries: await notificationDeliveries(ctx, batch), cursor };
  }
}

const keyOf = (one: Notification) => `${one.reason}:${one.uri}`;
interface Notified { raw: unknown; read: Notification }

/** Newest first, down to the time given. */
async function notificationsSince(ctx: BlueskyContext, since: Date): Promise<Notified[]> {
  const found: Notified[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await callAs(ctx, 'app.bsky.notification.listNotifications', {
      query: { limit: pageSize, cursor },
      result: z.object({ notifications: z.array(z.unknown()), cursor: z.string().optional() }),
      effect: 'repeatable',
    });
    for (const raw of answer.notifications) {
      const read = notificationSchema.safeParse(raw).data;
      if (read === undefined || Number.isNaN(Date.parse(read.indexedAt))) continue;
      if (Date.parse(read.indexedAt) < since.getTime()) return found;
      found.push({ raw, read });
    }
    cursor = answer.cursor;
    if (cursor === undefined || answer.notifications.length === 0) return found;
  }
  ctx.log.warn({ pages: mostPages }, 'more notifications than one pass reads');
  return found;
}

/** Nobody wrote anything: kept out of the log of deliveries, where they would bury what matters. */
const silent = new Set(['repost', 'follow', 'starterpack-joined', 'verified', 'unverified', 'like-via-repost', 'repost-via-repost', 'subscribed-post', 'contact-match']);

async function notificationDeliveries(ctx: BlueskyContext, batch: Notified[]): Promise<Delivery[]> {
  const wanted = new Set<string>();
  for (const { read } of batch) {
    if (read.reason === 'like') {
      if (read.reasonSubject !== undefined) wanted.add(read.reasonSubject);
      continue;
    }
    if (silent.has(read.reason)) continue;
    wanted.add(read.uri);
    const root = postRecord.safeParse(read.record).data?.reply?.root.uri;
    if (root !== undefined) wanted.add(root);
  }
  const posts = await postsOf(ctx, [...wanted]);
  return batch.flatMap(({ raw, read }) => {
    if (silent.has(read.reason)) return [];
    const subject = read.reasonSubject === undefined ? undefined : posts.get(read.reasonSubject);
    // A like matters where it answers an answer of ours; of a brand's own posts there may be thousands.
    if (read.reason === 'like' && postRecord.safeParse(postView.safeParse(subject).data?.record).data?.reply === undefined) return [];
    const root = posts.get(postRecord.safeParse(read.record).data?.reply?.root.uri ?? read.uri);
    const body = { what: 'notification', me: ctx.settings.did, web: ctx.settings.webAddress, notification: raw, post: posts.get(read.uri), root };
    return [{ externalId: keyOf(read), contentType: 'application/json', body: Buffer.from(JSON.stringify(body)) }];
  });
}

/** Posts as the AppView shows them, for pictures and for what stands above a thread; what is gone is missing. */
export async function postsOf(ctx: BlueskyContext, uris: readonly string[]): Promise<Map<string, unknown>> {
  const found = new Map<string, unknown>();
  for (let at = 0; at < uris.length; at += 25) {
    const { posts } = await callAs(ctx, 'app.bsky.feed.getPosts', { query: { uris: uris.slice(at, at + 25) }, result: z.object({ posts: z.array(z.unknown()) }), effect: 'repeatable' });
    for (const post of posts) {
      const uri = typeof post === 'object' && post !== null && 'uri' in post ? post.uri : undefined;
      if (typeof uri === 'string') found.set(uri, post);
    }
  }
  return found;
}

/** Answers that the account gave in Bluesky's own app. */
async function ownPosts(ctx: BlueskyContext, since: Date): Promise<{ deliveries: Delivery[]; newest: string | undefined }> {
  const deliveries: Delivery[] = [];
  let newest: string | undefined;
  let cursor: string | undefined;
  for (let page = 0; page < 10; page += 1) {
    const { feed, cursor: next } = await callAs(ctx, 'app.bsky.feed.getAuthorFeed', {
      query: { actor: ctx.settings.did, filter: 'posts_with_replies', limit: pageSize, cursor },
      result: z.object({ feed: z.array(z.object({ post: z.unknown(), reason: z.unknown().optional() })), cursor: z.string().optional() }),
      effect: 'repeatable',
    });
    let past = false;
    for (const { post, reason } of feed) {
      const view = postView.safeParse(post).data;
      if (reason !== undefined || view?.indexedAt === undefined || view.author.did !== ctx.settings.did) continue;
      if (Date.parse(view.indexedAt) < since.getTime()) past = true;
      else {
        if (newest === undefined || view.indexedAt > newest) newest = view.indexedAt;
        if (postRecord.safeParse(view.record).data?.reply === undefined) continue;
        const body = { what: 'own-post', me: ctx.settings.did, web: ctx.settings.webAddress, post };
        deliveries.push({ externalId: view.uri, contentType: 'application/json', body: Buffer.from(JSON.stringify(body)) });
      }
    }
    cursor = next;
    if (past || cursor === undefined || feed.length === 0) break;
  }
  return { deliveries: deliveries.reverse(), newest };
}

async function* chatPages(ctx: BlueskyContext, from: Cursor, since: string): AsyncIterable<Pass> {
  try {
    const { chatAgainAt: _waited, ...rest } = from;
    let cursor: Cursor = rest;
    if (!cursor.chatBegun) {
      const { deliveries, rev } = await chatBacklog(ctx, new Date(since));
      cursor = { ...cursor, chatBegun: true, ...(rev === undefined ? {} : { rev }) };
      yield { deliveries, cursor };
    }
    for await (const { deliveries, rev } of chatNews(ctx, cursor.rev)) {
      cursor = { ...cursor, rev };
      yield { deliveries, cursor };
    }
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.reason !== 'permission-missing') throw error;
    ctx.log.warn({}, 'the app password may not read direct messages');
    yield { deliveries: [], cursor: { ...from, chatAgainAt: new Date(ctx.now().getTime() + chatAgainMs).toISOString() } };
  }
}

/** All that is still there since then, with the same ids as when it came. */
export async function* history(ctx: BlueskyContext, since: Date): AsyncIterable<Delivery[]> {
  const notified = (await notificationsSince(ctx, since)).reverse();
  for (let at = 0; at < notified.length; at += 25) yield notificationDeliveries(ctx, notified.slice(at, at + 25));
  yield (await ownPosts(ctx, since)).deliveries;
  if (!ctx.settings.directMessages) return;
  try {
    yield (await chatBacklog(ctx, since)).deliveries;
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.reason !== 'permission-missing') throw error;
  }
}
