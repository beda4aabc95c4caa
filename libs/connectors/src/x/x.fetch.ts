import { z } from 'zod';
import { ConnectorError, type Delivery, type HistoryMemory, type Json, type Page, type Party } from '../contract';
import { callX, type XContext } from './x.client';
import { dmEvent, includes as includesSchema, listed, post as postSchema, single, user as userSchema } from './x.payloads';
import { isRepost, jsonOf, parentOf, partyOf } from './x.posts';

const postFields = {
  'tweet.fields': 'attachments,author_id,conversation_id,created_at,display_text_range,edit_history_tweet_ids,entities,in_reply_to_user_id,lang,note_tweet,referenced_tweets',
  expansions: 'author_id,in_reply_to_user_id,attachments.media_keys,attachments.poll_ids,referenced_tweets.id,referenced_tweets.id.author_id,referenced_tweets.id.attachments.media_keys',
  'user.fields': 'name,username,profile_image_url',
  'media.fields': 'type,url,preview_image_url,alt_text,variants',
  'poll.fields': 'options',
};
const dmFields = {
  'dm_event.fields': 'id,event_type,text,sender_id,dm_conversation_id,created_at,attachments,entities,referenced_tweets',
  expansions: 'sender_id,participant_ids,attachments.media_keys',
  'user.fields': postFields['user.fields'],
  'media.fields': postFields['media.fields'],
};
/** What a storm left over is found by the next look, and by the hourly comparison. */
const mostPages = 30;
/** X knows no "since" for private messages and bills each that it shows: where the last one is known, a small page mostly finds it. */
const fewDms = '10';
/** Private messages may be asked for fifteen times in a quarter of an hour. */
const dmEveryMs = 75_000;

/** Posts that stand above threads, so that a long thread asks (and pays) for its first post once. */
const roots = new Map<string, unknown>();
const mostRoots = 500;

const cursorSchema = z.object({ mention: z.string().optional(), own: z.string().optional(), dm: z.string().optional(), dmAt: z.number().optional() });
type Cursor = z.infer<typeof cursorSchema>;
const later = (one: string | undefined, other: string | undefined): string | undefined => (other === undefined || (one !== undefined && isLater(one, other)) ? one : other);
const isLater = (id: string, other: string | undefined): boolean => other === undefined || BigInt(id) > BigInt(other);

/** One look: who turned to us, what we said elsewhere, what was said in private. */
export async function* poll(ctx: XContext, stored: Json | undefined): AsyncIterable<Page> {
  if (ctx.settings.pollEverySeconds === 0) return;
  let cursor: Cursor = cursorSchema.safeParse(stored).data ?? {};
  const since = ctx.addedAt ?? ctx.now();
  for (const source of ['mention', 'own'] as const) {
    const from = cursor[source];
    let newest = from;
    for await (const { deliveries, ids } of posts(ctx, source, from === undefined ? { start_time: secondsOf(since) } : { since_id: from })) {
      for (const id of ids) newest = isLater(id, newest) ? id : newest;
      // Newest first: the place moves only once all older ones are kept.
      if (deliveries.length > 0) yield { deliveries, cursor: jsonOf(cursor) };
    }
    cursor = { ...cursor, ...(newest === undefined ? {} : { [source]: newest }) };
    yield { deliveries: [], cursor: jsonOf(cursor) };
  }
  if (!ctx.settings.directMessages || ctx.now().getTime() - (cursor.dmAt ?? 0) < dmEveryMs) return;
  let newest = cursor.dm;
  for await (const { deliveries, ids } of directMessages(ctx, { since, ...(cursor.dm === undefined ? {} : { afterId: cursor.dm }) })) {
    for (const id of ids) newest = isLater(id, newest) ? id : newest;
    if (deliveries.length > 0) yield { deliveries, cursor: jsonOf(cursor) };
  }
  yield { deliveries: [], cursor: jsonOf({ ...cursor, ...(newest === undefined ? {} : { dm: newest }), dmAt: ctx.now().getTime() }) };
}

/** All that X still tells since then, but for what was read before: X bills each look at a post. Private messages it keeps for thirty days. */
export async function* history(ctx: XContext, since: Date, memory?: HistoryMemory): AsyncIterable<Delivery[]> {
  const { data: polled = {} } = cursorSchema.safeParse(memory?.cursor);
  const { data: noted = {} } = cursorSchema.safeParse(memory?.noted);
  let now: Cursor = { mention: later(polled.mention, noted.mention), own: later(polled.own, noted.own), dm: later(polled.dm, noted.dm) };
  for (const source of ['mention', 'own'] as const) {
    const from = now[source];
    let newest = from;
    const read = { whole: false };
    for await (const { deliveries, ids } of posts(ctx, source, from === undefined ? { start_time: secondsOf(since) } : { since_id: from }, read)) {
      for (const id of ids) newest = later(newest, id);
      yield deliveries;
    }
    // What was too much for one look is asked for again.
    if (read.whole) memory?.note(jsonOf((now = { ...now, [source]: newest })));
  }
  if (!ctx.settings.directMessages) return;
  let newest = now.dm;
  for await (const { deliveries, ids } of directMessages(ctx, { since, ...(now.dm === undefined ? {} : { afterId: now.dm }) })) {
    for (const id of ids) newest = later(newest, id);
    yield deliveries;
  }
  memory?.note(jsonOf({ ...now, dm: newest }));
}

interface Batch { deliveries: Delivery[]; ids: string[] }

/** `read.whole`: nothing was left for another look. */
async function* posts(ctx: XContext, source: 'mention' | 'own', from: Record<string, string>, read: { whole: boolean } = { whole: false }): AsyncIterable<Batch> {
  let token: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await callX(ctx, {
      path: `/2/users/${accountOf(ctx)}/${source === 'mention' ? 'mentions' : 'tweets'}`, result: listed,
      query: { ...from, ...postFields, max_results: '100', ...(source === 'own' ? { exclude: 'retweets' } : {}), pagination_token: token },
    });
    const raws = (page.data ?? []).filter((raw) => {
      const { data } = postSchema.safeParse(raw);
      return data !== undefined && !isRepost(data) && (source === 'mention' || parentOf(data) !== undefined);
    });
    yield { deliveries: await postDeliveries(ctx, raws, page.includes), ids: (page.data ?? []).flatMap((raw) => postSchema.safeParse(raw).data?.id ?? []) };
    token = page.meta?.next_token;
    if (token === undefined) return void (read.whole = true);
  }
  ctx.log.warn({ source, pages: mostPages }, 'more posts than one look reads');
}

/** Each with what it refers to and nothing else, so that the same post is the same delivery whichever way it came. */
async function postDeliveries(ctx: XContext, raws: unknown[], rawIncludes: unknown): Promise<Delivery[]> {
  const included = includesSchema.parse(rawIncludes ?? {});
  const missing = raws.flatMap((raw) => {
    const { data } = postSchema.safeParse(raw);
    const root = data?.conversation_id;
    return root === undefined || root === data?.id || data?.author_id === ctx.settings.userId || included.tweets.some(({ id }) => id === root) ? [] : [root];
  });
  const found = await rootsOf(ctx, [...new Set(missing)]);
  return raws.flatMap((raw): Delivery[] => {
    const { data } = postSchema.safeParse(raw);
    if (data === undefined) return [];
    const root = data.conversation_id === undefined ? undefined : found.get(data.conversation_id);
    const wanted = new Set([...data.referenced_tweets.map(({ id }) => id), data.conversation_id]);
    const tweets = [...included.tweets.filter(({ id }) => wanted.has(id) && id !== data.id), ...(root?.tweets ?? [])];
    const people = new Set([data.author_id, data.in_reply_to_user_id, ...tweets.map((tweet) => tweet.author_id)]);
    const files = new Set([data, ...tweets].flatMap((tweet) => tweet.attachments?.media_keys ?? []));
    const includes = {
      users: [...included.users, ...(root?.users ?? [])].filter(({ id }, index, all) => people.has(id) && all.findIndex((one) => one.id === id) === index),
      tweets, media: [...included.media, ...(root?.media ?? [])].filter(({ media_key }) => files.has(media_key)), polls: included.polls.filter(({ id }) => data.attachments?.poll_ids?.includes(id)),
    };
    return [{ externalId: `post:${data.id}`, contentType: 'application/json', body: Buffer.from(JSON.stringify({ post: raw, includes })) }];
  });
}

type Included = z.infer<typeof includesSchema>;

async function rootsOf(ctx: XContext, ids: string[]): Promise<Map<string, Included>> {
  const keyOf = (id: string) => `${ctx.settings.apiUrl} ${ctx.channelId} ${id}`;
  const unknown = ids.filter((id) => !roots.has(keyOf(id)));
  for (let at = 0; at < unknown.length; at += 100) {
    const some = unknown.slice(at, at + 100);
    // What stands above is good to have; without it the message is still read.
    const page = await callX(ctx, { path: '/2/tweets', query: { ids: some.join(','), ...postFields }, result: listed }).catch((error: unknown) => {
      if (error instanceof ConnectorError && error.kind !== 'unauthorized') return { data: [], includes: {} };
      throw error;
    });
    if (roots.size > mostRoots) roots.clear();
    for (const raw of page.data ?? []) {
      const { data } = postSchema.safeParse(raw);
      if (data !== undefined) roots.set(keyOf(data.id), { ...includesSchema.parse(page.includes ?? {}), tweets: [data] });
    }
  }
  return new Map(ids.flatMap((id): [string, Included][] => {
    const known = roots.get(keyOf(id));
    return known === undefined ? [] : [[id, known as Included]]; // set above and nowhere else
  }));
}

async function* directMessages(ctx: XContext, { since, afterId }: { since: Date; afterId?: string }): AsyncIterable<Batch> {
  let token: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await callX(ctx, { path: '/2/dm_events', query: { event_types: 'MessageCreate', max_results: afterId === undefined ? '100' : fewDms, ...dmFields, pagination_token: token }, result: listed });
    const included = includesSchema.parse(page.includes ?? {});
    let older = false;
    const batch: Batch = { deliveries: [], ids: [] };
    for (const raw of page.data ?? []) {
      const { data } = dmEvent.safeParse(raw);
      if (data === undefined) continue;
      const known = afterId === undefined ? Date.parse(data.created_at ?? '') < since.getTime() : !isLater(data.id, afterId);
      older ||= known;
      if (known) continue;
      batch.ids.push(data.id);
      const people = new Set([data.sender_id, ...(data.dm_conversation_id ?? '').split('-')]);
      const files = new Set(data.attachments?.media_keys ?? []);
      const includes = { users: included.users.filter(({ id }) => people.has(id)), media: included.media.filter(({ media_key }) => files.has(media_key)) };
      batch.deliveries.unshift({ externalId: `dm:${data.id}`, contentType: 'application/json', body: Buffer.from(JSON.stringify({ dm: raw, includes })) });
    }
    yield batch;
    token = page.meta?.next_token;
    if (older || token === undefined) return;
  }
}

/** A post that was only pointed at; one that is gone by now leaves nothing to read. */
export async function lookup(ctx: XContext, ref: string): Promise<Delivery[]> {
  const [, id] = /^post:(\d{1,25})$/.exec(ref) ?? [];
  if (id === undefined) throw new ConnectorError('rejected', 'This is no post of X', { reason: 'message-gone' });
  const found = await unlessGone(callX(ctx, { path: `/2/tweets/${id}`, query: postFields, result: single }));
  return found === undefined ? [] : postDeliveries(ctx, [found.data], found.includes);
}

export async function profile(ctx: XContext, party: Party): Promise<Party | undefined> {
  if (!/^\d{1,25}$/.test(party.id)) return undefined;
  const found = await unlessGone(callX(ctx, { path: `/2/users/${party.id}`, query: { 'user.fields': postFields['user.fields'] }, result: z.object({ data: userSchema }) }));
  return found === undefined ? undefined : partyOf(found.data);
}

export async function unlessGone<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ConnectorError && error.kind === 'rejected') return undefined;
    throw error;
  }
}

/** Fields with files, for who has a key and needs an address. */
export const filesOfPost = (ctx: XContext, id: string) => callX(ctx, { path: `/2/tweets/${id}`, query: { expansions: 'attachments.media_keys', 'media.fields': postFields['media.fields'] }, result: single });
export const filesOfDm = (ctx: XContext, id: string) => callX(ctx, { path: `/2/dm_events/${id}`, query: { 'dm_event.fields': 'id,attachments', expansions: 'attachments.media_keys', 'media.fields': postFields['media.fields'] }, result: single });

/** The newest of our own words, to see whether something arrived of which X did not say so. */
export const newestOwnPosts = (ctx: XContext) => callX(ctx, { path: `/2/users/${accountOf(ctx)}/tweets`, query: { max_results: '10', 'tweet.fields': postFields['tweet.fields'], expansions: 'author_id' }, result: listed });
export const newestDms = (ctx: XContext, personId: string) => callX(ctx, { path: `/2/dm_conversations/with/${personId}/dm_events`, query: { event_types: 'MessageCreate', max_results: '10', 'dm_event.fields': dmFields['dm_event.fields'] }, result: listed });
export const newestInRoom = (ctx: XContext, roomId: string) => callX(ctx, { path: `/2/dm_conversations/${roomId}/dm_events`, query: { event_types: 'MessageCreate', max_results: '10', 'dm_event.fields': dmFields['dm_event.fields'] }, result: listed });

export function accountOf({ settings }: Pick<XContext, 'settings'>): string {
  if (settings.userId === '') throw new ConnectorError('unauthorized', 'No account is connected yet: agree on X’s consent screen', { reason: 'access-incomplete' });
  return settings.userId;
}

const secondsOf = (time: Date): string => time.toISOString().replace(/\.\d{3}Z$/, 'Z');
