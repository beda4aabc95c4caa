import type { PostSaid } from '@kontuar/contract';
import { z } from 'zod';
import { plainLines } from '../plain';
import { refused, type Site } from '../site';
import { SourceTrouble, type AskedSource } from '../source';

const PAGE = 40;
const PAGES = 10;
/** What was heard in the last day is looked at again, so many with each look, the longest unseen first. */
const REMEMBERED = 240;
const AGAIN = 12;
const REMEMBERED_MS = 24 * 3600 * 1000;

const text = z.string().nullish().catch(null).transform((value) => (value ?? '').slice(0, 60_000).toWellFormed());
const count = z.number().int().min(0).nullish().catch(null).transform((value) => value ?? 0);
const id = z.string().regex(/^[\w-]{1,64}$/);
const status = z.object({
  id, uri: z.string().min(1).max(500), url: z.url({ protocol: /^https?$/ }).max(2_000).nullish().catch(null), created_at: z.iso.datetime({ offset: true }), edited_at: z.iso.datetime({ offset: true }).nullish().catch(null), visibility: z.string(),
  content: text, spoiler_text: text, language: text, favourites_count: count, reblogs_count: count, replies_count: count,
  sensitive: z.boolean().nullish().catch(null), media_attachments: z.array(z.object({ preview_url: z.url({ protocol: /^https?$/ }).max(2_000) }).nullable().catch(null)).max(40).nullish().catch(null),
  account: z.object({ acct: z.string().min(1).max(200), display_name: text, followers_count: count, noindex: z.boolean().nullish().catch(null) }),
});
type Status = z.infer<typeof status>;
const timeline = z.array(z.unknown()).max(80);
const instance = z.object({ configuration: z.object({ urls: z.object({ streaming: z.string().nullish() }).nullish() }).nullish() });
const told = z.object({ event: z.string(), payload: z.string().max(500_000) });
const memory = z.object({
  /** By tag: all up to this id was read. */
  after: z.record(z.string(), id).catch({}),
  heard: z.array(z.object({ id, uri: z.string(), at: z.number() })).catch([]),
});

const tagsOf = (terms: readonly string[]): string[] => [...new Set(terms.map((term) => term.replace(/^#/, '').replace(/[^\p{L}\p{N}_]/gu, '')).filter((tag) => tag !== ''))];

/** Public posts under hashtags, as one server knows them: complete from the first look on, with what is changed or deleted within a day. */
export const mastodon: AskedSource = {
  kind: 'mastodon',
  everySeconds: 60,
  async ask({ site, settings: { url = '', terms = [] }, token, memory: kept, now }) {
    const server = new URL(url).origin;
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const { after, heard } = memory.parse(kept);
    const next: Record<string, string> = {};
    const news = new Map<string, Status>();
    let more = false;
    for (const tag of tagsOf(terms)) {
      let from = after[tag];
      for (let pages = 0; ; pages += 1) {
        const query = new URLSearchParams({ limit: String(PAGE), ...(from === undefined ? {} : { min_id: from }) });
        const page = await site.json(`${server}/api/v1/timelines/tag/${encodeURIComponent(tag)}?${query.toString()}`, timeline, headers);
        const ids = page.flatMap((one) => z.object({ id }).safeParse(one).data?.id ?? []);
        for (const one of page) {
          const read = status.safeParse(one).data;
          if (read !== undefined && isPublic(read)) news.set(read.uri, read);
        }
        const newest = ids.sort(byId).at(-1);
        // With `min_id` a page holds what comes right after it, so the newest of it is where to go on; the first look takes the latest page alone.
        const stays = newest === undefined || newest === from || after[tag] === undefined || page.length < PAGE;
        from = newest ?? from;
        if (stays) break;
        if (pages + 1 >= PAGES) { more = true; break; }
      }
      if (from !== undefined) next[tag] = from;
    }
    const young = heard.filter(({ at, uri }) => now.getTime() - at < REMEMBERED_MS && !news.has(uri));
    const again = await lookAgain(site, server, headers, young.slice(0, AGAIN));
    return {
      posts: [...[...news.values()].map((one) => postOf(one, server)), ...again.posts],
      memory: { after: next, heard: [...young.slice(AGAIN), ...again.stay, ...[...news.values()].map((one) => ({ id: one.id, uri: one.uri, at: now.getTime() }))].slice(-REMEMBERED) },
      ...(more ? { againSeconds: 0 } : {}),
    };
  },
  tells: {
    async line(site, { url = '', terms = [] }, token) {
      const server = new URL(url);
      const headers = { authorization: `Bearer ${token}` };
      const { configuration } = await site.json(`${server.origin}/api/v2/instance`, instance, headers);
      const said = configuration?.urls?.streaming ?? server.origin;
      if (!URL.canParse(said)) throw new SourceTrouble('What answered is not what this network is known to say.');
      const address = new URL('/api/v1/streaming', said.replace(/^http/, 'ws'));
      // The token travels along: never in the clear where the server itself is asked under encryption.
      if (address.protocol !== 'wss:' && (server.protocol === 'https:' || address.protocol !== 'ws:')) throw new SourceTrouble('What answered is not what this network is known to say.');
      return { url: address, headers, greetings: tagsOf(terms).map((tag) => JSON.stringify({ type: 'subscribe', stream: 'hashtag', tag })) };
    },
    read(frame, { settings: { url = '' }, memory: kept, names }) {
      const { event, payload } = told.safeParse(parsedOr(frame)).data ?? {};
      if (event === 'delete' && payload !== undefined) {
        const uri = names.get(payload) ?? memory.parse(kept).heard.find((one) => one.id === payload)?.uri;
        return uri === undefined ? [] : [{ id: uri, platform: 'mastodon', deleted: true }];
      }
      if (event !== 'update' && event !== 'status.update') return [];
      const read = status.safeParse(parsedOr(payload ?? '')).data;
      if (read === undefined) return [];
      if (!isPublic(read)) return event === 'update' ? [] : [{ id: read.uri, platform: 'mastodon', deleted: true }];
      names.set(read.id, read.uri);
      return [postOf(read, new URL(url).origin)];
    },
  },
};

/** Who asks not to be found by programs is not; what is not for everybody is not either. */
const isPublic = ({ visibility, account }: Status): boolean => visibility === 'public' && account.noindex !== true;

/** Ids grow, and with them their length. */
const byId = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

interface Heard { id: string; uri: string; at: number }

async function lookAgain(site: Site, server: string, headers: Record<string, string>, some: readonly Heard[]): Promise<{ posts: PostSaid[]; stay: Heard[] }> {
  const posts: PostSaid[] = [];
  const stay: Heard[] = [];
  for (const one of some) {
    const answer = await site.get(`${server}/api/v1/statuses/${one.id}`, { accept: 'application/json', ...headers });
    if (answer.status === 404 || answer.status === 410) {
      posts.push({ id: one.uri, platform: 'mastodon', deleted: true });
      continue;
    }
    if (answer.status === 429) throw refused(answer);
    stay.push(one);
    const read = answer.status === 200 ? status.safeParse(parsed(answer.body)).data : undefined;
    if (read !== undefined) posts.push(isPublic(read) ? postOf(read, server) : { id: one.uri, platform: 'mastodon', deleted: true });
  }
  return { posts, stay };
}

function postOf(one: Status, server: string): PostSaid {
  // What its author hides behind a warning is not put before anybody.
  const picture = one.sensitive === true ? undefined : one.media_attachments?.find((media) => media !== null)?.preview_url;
  const language = /^[a-z]{2,3}(?=$|-)/.exec(one.language.toLowerCase())?.[0];
  return {
    id: one.uri, platform: 'mastodon', text: [plainLines(one.spoiler_text), plainLines(one.content)].filter((part) => part !== '').join('\n').slice(0, 20_000), ...(one.url == null ? {} : { url: one.url }),
    author: { handle: one.account.acct.includes('@') ? one.account.acct : `${one.account.acct}@${new URL(server).host}`, name: plainLines(one.account.display_name).slice(0, 200), followers: one.account.followers_count },
    publishedAt: one.created_at, ...(one.edited_at == null ? {} : { editedAt: one.edited_at }), ...(language === undefined ? {} : { language }), likes: one.favourites_count, shares: one.reblogs_count, replies: one.replies_count, ...(picture === undefined ? {} : { picture }),
  };
}

function parsed(body: Buffer): unknown {
  const value = parsedOr(body.toString('utf8'));
  if (value === undefined) throw new SourceTrouble('What answered is not what this network is known to say.');
  return value;
}

function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
