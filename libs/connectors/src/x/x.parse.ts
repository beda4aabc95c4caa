import { z } from 'zod';
import type { Delivery, Inbound } from '../contract';
import { inboundOfChat, inboundOfDirect, inboundOfListed } from './x.direct';
import { delivered, id, includes as includesSchema, older, post as postSchema, type Includes, type Post } from './x.payloads';
import { inboundOfPost, instant, isRepost } from './x.posts';
import type { XSettings } from './x.settings';

const ours = z.union([z.looseObject({ post: z.unknown().optional(), includes: z.unknown().optional() }), z.looseObject({ dm: z.unknown().optional(), includes: z.unknown().optional() })]);

/** What X delivers now, what it delivers to older apps, and what we asked for ourselves. */
export function parse(delivery: Delivery, settings: XSettings): Inbound[] {
  const body = readJson(delivery.body);
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return [{ kind: 'ignored', reason: 'not JSON of X' }];
  if ('data' in body) return activityOf(body, settings);
  if ('for_user_id' in body) return olderActivity(body, settings);
  const { data } = ours.safeParse(body);
  if (data !== undefined && 'post' in data && data.post !== undefined) return publicPost(data.post, data.includes, settings);
  if (data !== undefined && 'dm' in data && data.dm !== undefined) return inboundOfListed(data.dm, data.includes, settings);
  return [{ kind: 'ignored', reason: 'nothing that X is known to say' }];
}

function activityOf(body: object, settings: XSettings): Inbound[] {
  const { data } = delivered.safeParse(body);
  if (data === undefined) return [{ kind: 'ignored', reason: 'an activity without a kind' }];
  const { event_type: type, payload, includes } = data.data;
  switch (type) {
    case 'post.mention.create':
    case 'post.reply.create':
    case 'post.quote.create':
      return publicPost(payload, includes, settings, { mayAsk: true });
    case 'post.create':
      return publicPost(payload, includes, settings);
    case 'post.delete':
      return deletionOf(payload);
    case 'dm.received':
    case 'dm.sent':
    case 'dm.read':
    case 'dm.indicate_typing':
      return settings.directMessages ? inboundOfDirect(payload, settings) : [{ kind: 'ignored', reason: 'direct messages are switched off' }];
    case 'chat.received':
    case 'chat.sent':
      return settings.directMessages ? inboundOfChat(payload, settings) : [{ kind: 'ignored', reason: 'direct messages are switched off' }];
    default:
      return [{ kind: 'ignored', reason: `an activity of the kind ${type.replace(/[^\w.-]/g, '?').slice(0, 60)}` }];
  }
}

function publicPost(raw: unknown, rawIncludes: unknown, settings: XSettings, { mayAsk = false } = {}): Inbound[] {
  const { data: post } = postSchema.safeParse(raw);
  if (post === undefined) return [{ kind: 'ignored', reason: 'a post without an id' }];
  const includes = includesSchema.parse(rawIncludes ?? {});
  // Replies are often delivered bare: neither who wrote it nor what it answers. One question tells both.
  if (mayAsk && isBare(post, includes, settings)) return [{ kind: 'pointer', ref: `post:${post.id}` }];
  return inboundOfPost(post, includes, settings);
}

function isBare(post: Post, { users, tweets }: Includes, { userId }: XSettings): boolean {
  if (isRepost(post) || post.author_id === undefined || post.author_id === userId) return false;
  const above = post.conversation_id !== undefined && post.conversation_id !== post.id ? post.conversation_id : post.referenced_tweets.find(({ type }) => type === 'quoted')?.id;
  return above !== undefined && !users.some((user) => user.id === post.author_id) && !tweets.some((tweet) => tweet.id === above);
}

const gone = z.looseObject({ id, timestamp_ms: z.string().optional().catch(undefined) });

function deletionOf(raw: unknown): Inbound[] {
  const { data } = gone.safeParse(raw);
  if (data === undefined) return [{ kind: 'ignored', reason: 'a deletion of nothing' }];
  // X tells no time of it; an id carries the time of the post, and a deletion is later than that.
  return [{ kind: 'deletion', externalId: data.id, at: instant(data.timestamp_ms ?? timeOf(data.id)) }];
}

/** Milliseconds since X's own beginning stand in front of every id. */
function timeOf(postId: string): number {
  return Number((BigInt(postId) >> 22n) + 1_288_834_974_657n);
}

const list = z.array(z.unknown()).catch([]);
const olderBody = older.extend({ tweet_create_events: list.optional(), tweet_delete_events: list.optional(), users: z.unknown().optional() });
const olderPost = z.looseObject({ id_str: id, retweeted_status: z.unknown().optional() });
const olderGone = z.looseObject({ status: z.looseObject({ id }), timestamp_ms: z.string().optional().catch(undefined) });

function olderActivity(body: object, settings: XSettings): Inbound[] {
  const { data } = olderBody.safeParse(body);
  if (data === undefined) return [{ kind: 'ignored', reason: 'an activity for nobody' }];
  const told: Inbound[] = [
    // The older shape does not say to which thread a post belongs: it is asked for in the newer one.
    ...(data.tweet_create_events ?? []).map((raw): Inbound => {
      const found = olderPost.safeParse(raw).data;
      return found === undefined ? { kind: 'ignored', reason: 'a post without an id' } : found.retweeted_status != null ? { kind: 'ignored', reason: 'a repost says nothing' } : { kind: 'pointer', ref: `post:${found.id_str}` };
    }),
    ...(data.tweet_delete_events ?? []).map((raw): Inbound => {
      const found = olderGone.safeParse(raw).data;
      return found === undefined ? { kind: 'ignored', reason: 'a deletion of nothing' } : { kind: 'deletion', externalId: found.status.id, at: instant(found.timestamp_ms ?? timeOf(found.status.id)) };
    }),
    ...(Object.keys(body).some((name) => name.startsWith('direct_message_')) ? (settings.directMessages ? inboundOfDirect(body, settings) : [{ kind: 'ignored' as const, reason: 'direct messages are switched off' }]) : []),
  ];
  return told.length > 0 ? told : [{ kind: 'ignored', reason: `an activity of the kind ${Object.keys(body).filter((name) => name.endsWith('_events')).join(', ').replace(/[^\w., -]/g, '?').slice(0, 100) || 'unknown'}` }];
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
