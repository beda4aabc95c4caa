import { createHash } from 'node:crypto';
import type { Delivery, Json } from '../contract';
import { callReddit } from './reddit.client';
import { content, isDeleted, isPost, isRemoved, isThing, listing, nameOf, postNameOf, thing, type Content, type Thing } from './reddit.payloads';
import type { RedditSettings } from './reddit.settings';
import type { RedditContext } from './reddit.token';

/** A list that Reddit keeps, newest first. */
export interface Source { id: string; path: string; query?: Record<string, string> }

/** Reddit keeps a thousand of each list. */
const mostPages = 10;
const pageSize = 100;

export function sourcesOf({ username, subreddits, posts, search }: RedditSettings): Source[] {
  const inbox = ['inbox', 'mentions', 'selfreply', 'sent'].map((where) => ({ id: where, path: `/message/${where}`, query: { mark: 'false' } }));
  const together = [...new Set(subreddits.map((name) => name.toLowerCase()))].sort().join('+');
  return [
    ...inbox,
    { id: 'own', path: `/user/${username}/comments`, query: { sort: 'new' } },
    ...(together === '' ? [] : [{ id: `comments:${together}`, path: `/r/${together}/comments` }, ...(posts ? [{ id: `posts:${together}`, path: `/r/${together}/new` }] : [])]),
    ...(search === '' ? [] : [{ id: `search:${search}`, path: '/search', query: { q: search, sort: 'new', type: 'link' } }]),
  ];
}

export interface Listed { things: Thing[]; after: string | undefined }

/** Newest first, as Reddit lists them. */
export async function list(ctx: RedditContext, { path, query }: Pick<Source, 'path' | 'query'>, page: { before?: string; after?: string } = {}): Promise<Listed> {
  const { data } = await callReddit(ctx, { path, query: { ...query, limit: String(pageSize), ...page }, result: listing, missing: 'Reddit does not know this place' });
  return { things: data.children.flatMap((raw) => { const read = thing.safeParse(raw); return read.success ? [read.data] : []; }), after: data.after };
}

export const isFull = (things: Thing[]): boolean => things.length >= pageSize;
export const createdOf = ({ data }: Thing): number => (typeof data['created_utc'] === 'number' ? data['created_utc'] : 0);

/** Page after page back to that second. */
export async function* listBack(ctx: RedditContext, source: Source, since: number): AsyncIterable<Listed> {
  let after: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const listed = await list(ctx, source, after === undefined ? {} : { after });
    yield listed;
    after = listed.after;
    if (after === undefined || listed.things.length === 0 || listed.things.some((one) => createdOf(one) < since)) return;
  }
}

/** How a thing stands: what it says, and whether it is still there. Scores and read marks are nobody's words. */
export function markOf({ data }: Thing): string {
  const shown = ['author', 'subject', 'title', 'body', 'selftext', 'edited', 'removed', 'banned_by', 'removed_by_category'].map((field) => data[field] ?? null);
  return createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 12);
}

export const isGone = (one: Thing): boolean => {
  const { data } = content.safeParse(one.data);
  return data !== undefined && (isRemoved(data) || isDeleted(data));
};

/** Things as Reddit has them now, by their names. */
export async function thingsNamed(ctx: RedditContext, wanted: Iterable<string>): Promise<Map<string, Thing>> {
  const names = [...new Set(wanted)].filter((name) => isThing(name));
  const found = new Map<string, Thing>();
  for (let at = 0; at < names.length; at += pageSize) {
    const { data } = await callReddit(ctx, { path: '/api/info', query: { id: names.slice(at, at + pageSize).join(',') }, result: listing });
    for (const raw of data.children) {
      const read = thing.safeParse(raw);
      const name = read.data === undefined ? undefined : nameOf(read.data);
      if (read.data !== undefined && name !== undefined) found.set(name, read.data);
    }
  }
  return found;
}

export interface Gathered { delivery: Delivery; thing: Thing }

/** Makes deliveries of what is listed: comments whole, each with its post. */
export class Gatherer {
  private readonly seen = new Set<string>();

  constructor(private readonly ctx: RedditContext) {}

  /** The same thing may stand in several lists of one look. */
  async gather(things: readonly Thing[]): Promise<Gathered[]> {
    const fresh = things.filter((one) => {
      const name = nameOf(one);
      if (name === undefined) return true;
      const known = this.seen.has(name);
      this.seen.add(name);
      return !known;
    });
    const comments = fresh.flatMap((one) => (one.kind === 't1' ? [one] : []));
    if (comments.length === 0) return fresh.map((one) => this.keep(one, { thing: one }));
    // In the inbox a comment comes without its post, and without the moment of its edit.
    const short = comments.filter(({ data }) => data['link_id'] === undefined).flatMap((one) => nameOf(one) ?? []);
    const posts = comments.flatMap((one) => postOf(one) ?? []);
    const known = await thingsNamed(this.ctx, [...short, ...posts]);
    return fresh.map((one) => {
      const whole = known.get(nameOf(one) ?? '') ?? one;
      const post = one.kind === 't1' ? known.get(postOf(whole) ?? postOf(one) ?? '') : undefined;
      return this.keep(whole, { thing: whole, ...(post === undefined ? {} : { post }) });
    });
  }

  /** What changed since we last saw it. `restored`: what was removed is back. */
  async changed(things: readonly Thing[], restored: ReadonlySet<string>): Promise<Gathered[]> {
    const posts = await thingsNamed(this.ctx, things.flatMap((one) => postOf(one) ?? []));
    return things.map((one) => {
      const post = posts.get(postOf(one) ?? '');
      const { delivery } = this.keep(one, { thing: one, ...(post === undefined ? {} : { post }) });
      // It may stand again as it stood once, which its content alone would not tell.
      return { thing: one, delivery: { ...delivery, externalId: `${delivery.externalId ?? ''}@${this.ctx.now().toISOString()}`, ...(restored.has(nameOf(one) ?? '') ? { meta: { restored: true } } : {}) } };
    });
  }

  private keep(one: Thing, said: { thing: Thing; post?: Thing }): Gathered {
    const name = nameOf(one);
    const body = { me: this.ctx.settings.username, site: this.ctx.settings.siteUrl, ...said };
    return { thing: one, delivery: { ...(name === undefined ? {} : { externalId: `${name}@${markOf(one)}` }), contentType: 'application/json', body: Buffer.from(JSON.stringify(body)) } };
  }
}

function postOf({ kind, data }: Thing): string | undefined {
  if (kind !== 't1') return undefined;
  const words = (field: keyof Content): string | undefined => (typeof data[field] === 'string' ? data[field] : undefined);
  const name = postNameOf({ link_id: words('link_id'), context: words('context'), permalink: words('permalink') });
  return isPost(name) ? name : undefined;
}

/** Everything that Reddit still lists since then. */
export async function* history(ctx: RedditContext, since: Date): AsyncIterable<Delivery[]> {
  const gatherer = new Gatherer(ctx);
  const from = Math.floor(since.getTime() / 1000);
  for (const source of sourcesOf(ctx.settings)) {
    try {
      for await (const { things } of listBack(ctx, source, from)) {
        const recent = things.filter((one) => createdOf(one) >= from);
        if (recent.length > 0) yield (await gatherer.gather(recent)).map(({ delivery }) => delivery);
      }
    } catch (error) {
      skipRefused(ctx, source, error);
    }
  }
}

/** One list that the account may not see must not hold back the others. */
export function skipRefused(ctx: RedditContext, { id }: Source, error: unknown): void {
  const reason = error instanceof Error && 'kind' in error && error.kind === 'rejected' ? error.message : undefined;
  if (reason === undefined) throw error;
  ctx.log.warn({ list: id, reason } satisfies Record<string, Json>, 'a list of Reddit could not be read');
}
