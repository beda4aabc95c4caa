import type { PostSaid } from '@kontuar/contract';
import { z } from 'zod';
import { anyOf } from '../any-of';
import { plain } from '../plain';
import { readAs, refused, type Site, type SiteAnswer } from '../site';
import { SourceTrouble, usedUp, type Asked, type AskedSource } from '../source';

const standard = 'https://www.googleapis.com/youtube/v3';
const PAGE = 50;
const PAGES = 4;
const FIRST_MS = 3 * 24 * 3_600_000;
/** The search learns of a video late. */
const OVERLAP_MS = 2 * 3_600_000;
/** What was found in the last two days is looked at again with each look, the latest ones: one unit of ten thousand. */
const REMEMBERED_MS = 48 * 3_600_000;
const REMEMBERED = 100;
const LEAST_SECONDS = 900;

const videoId = z.string().regex(/^[\w-]{5,20}$/);
const text = z.string().nullish().catch(null).transform((value) => (value ?? '').slice(0, 20_000).toWellFormed());
const count = z.coerce.number().int().min(0).nullish().catch(null);
const found = z.object({ items: z.array(z.unknown()).max(PAGE) });
const hit = z.object({ id: z.object({ videoId }), snippet: z.object({ publishedAt: z.iso.datetime({ offset: true }) }) });
const video = z.object({
  id: videoId,
  snippet: z.object({ publishedAt: z.iso.datetime({ offset: true }), channelId: text, channelTitle: text, title: text, description: text, defaultAudioLanguage: text, defaultLanguage: text, thumbnails: z.object({ medium: z.object({ url: z.url({ protocol: /^https$/ }).max(2_000) }) }).nullish().catch(null) }),
  statistics: z.object({ viewCount: count, likeCount: count, commentCount: count }).catch({ viewCount: null, likeCount: null, commentCount: null }),
});
type Video = z.infer<typeof video>;
const memory = z.object({
  /** All up to this moment was read. */
  since: z.number().optional().catch(undefined),
  /** More than one look takes: read down to `until`, what came after `newest` is for the next time. */
  walk: z.object({ until: z.number(), newest: z.number() }).optional().catch(undefined),
  heard: z.array(z.object({ id: videoId, at: z.number() })).catch([]),
});

const inCalifornia = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles', year: 'numeric', month: '2-digit', day: '2-digit' });

/** Videos by their titles and descriptions. Google gives a project a hundred searches a day, so all terms are one question, and questions are spread over the day. */
export const youtube: AskedSource = {
  kind: 'youtube',
  everySeconds: LEAST_SECONDS,
  metered: { unit: 'search', per: 'day', usual: 90, period: (now) => inCalifornia.format(now) },
  async ask({ site, settings: { terms = [], url = standard }, token = '', memory: kept, now, purse }): Promise<Asked> {
    const known = memory.parse(kept);
    const headers = { 'x-goog-api-key': token };
    const questions = anyOf(terms, { or: '|', length: 400 });
    const from = known.since ?? now.getTime() - FIRST_MS;
    let { until, newest } = known.walk ?? { until: undefined, newest: from };
    const ids = new Map<string, number>();
    let isShort = false;
    let isDone = false;
    for (let pages = 0; pages < PAGES && !isDone; pages += 1) {
      let oldest = Number.POSITIVE_INFINITY;
      let isFull = false;
      for (const question of questions) {
        if (await purse.take(1) === 0) { isShort = true; break; }
        const query = new URLSearchParams({ part: 'snippet', type: 'video', order: 'date', maxResults: String(PAGE), q: question, publishedAfter: new Date(from - OVERLAP_MS).toISOString(), ...(until === undefined ? {} : { publishedBefore: new Date(until).toISOString() }) });
        const { items } = await asked(site, `${url}/search?${query.toString()}`, headers, found);
        const read = items.flatMap((one) => hit.safeParse(one).data ?? []);
        for (const { id, snippet } of read) ids.set(id.videoId, Date.parse(snippet.publishedAt));
        isFull ||= items.length >= PAGE && read.length > 0;
        // Of several questions the one that reached least far decides where to go on.
        if (items.length >= PAGE) oldest = Math.min(oldest, ...read.map(({ snippet }) => Date.parse(snippet.publishedAt)));
      }
      if (isShort) break;
      isDone = !isFull;
      // Everything within one second would be the same page again.
      if (isFull) until = until === oldest ? oldest - 1_000 : oldest;
    }
    newest = Math.max(newest, ...[...ids.values()].map((at) => Math.min(at, now.getTime())));
    const again = known.heard.filter(({ id, at }) => now.getTime() - at < REMEMBERED_MS && !ids.has(id)).slice(-REMEMBERED);
    const { posts, there } = await looked(site, { url, headers, ids: [...ids.keys(), ...again.map(({ id }) => id)] });
    const heard = [...again.filter(({ id }) => there.has(id)), ...[...ids.keys()].filter((id) => there.has(id)).map((id) => ({ id, at: now.getTime() }))];
    const gone = again.filter(({ id }) => !there.has(id)).map(({ id }): PostSaid => ({ id, platform: 'youtube', deleted: true }));
    return {
      posts: [...posts, ...gone],
      memory: { ...(isDone ? { since: newest } : { ...(known.since === undefined ? {} : { since: known.since }), ...(until === undefined ? {} : { walk: { until, newest } }) }), heard: heard.slice(-REMEMBERED) },
      // A day's searches last for the day.
      againSeconds: Math.max(LEAST_SECONDS, Math.ceil(86_400 / purse.most) * questions.length),
      ...(isShort ? { trouble: usedUp } : {}),
    };
  },
};

const PIECE = 50;

/** What the videos are now: their whole description and how many saw them, which the search does not say. */
async function looked(site: Site, { url, headers, ids }: { url: string; headers: Record<string, string>; ids: readonly string[] }): Promise<{ posts: PostSaid[]; there: ReadonlySet<string> }> {
  const posts: PostSaid[] = [];
  for (let at = 0; at < ids.length; at += PIECE) {
    const query = new URLSearchParams({ part: 'snippet,statistics', id: ids.slice(at, at + PIECE).join(',') });
    const { items } = await asked(site, `${url}/videos?${query.toString()}`, headers, found);
    posts.push(...items.flatMap((one) => { const read = video.safeParse(one).data; return read === undefined ? [] : [postOf(read)]; }));
  }
  return { posts, there: new Set(posts.map(({ id }) => id)) };
}

function postOf({ id, snippet, statistics: { viewCount, likeCount, commentCount } }: Video): PostSaid {
  const language = /^[a-z]{2,3}(?=$|-)/.exec((snippet.defaultAudioLanguage || snippet.defaultLanguage).toLowerCase())?.[0];
  return {
    id, platform: 'youtube', title: plain(snippet.title).slice(0, 1_000), text: snippet.description.slice(0, 20_000), url: `https://www.youtube.com/watch?v=${id}`, author: { handle: (snippet.channelId || snippet.channelTitle).slice(0, 200), name: snippet.channelTitle.slice(0, 200) },
    publishedAt: snippet.publishedAt, ...(language === undefined ? {} : { language }), ...(viewCount == null ? {} : { reach: viewCount }), ...(likeCount == null ? {} : { likes: likeCount }), ...(commentCount == null ? {} : { replies: commentCount }), ...(snippet.thumbnails == null ? {} : { picture: snippet.thumbnails.medium.url }),
  };
}

const fault = z.object({ error: z.object({ errors: z.array(z.object({ reason: z.string() })).catch([]), details: z.array(z.object({ reason: z.string().optional() }).catch({})).catch([]) }) });

async function asked<T extends z.ZodType>(site: Site, url: string, headers: Record<string, string>, shape: T): Promise<z.infer<T>> {
  const answer = await site.get(url, { accept: 'application/json', ...headers });
  if (answer.status !== 200) throw whyNot(answer);
  return readAs(answer, shape);
}

/** Google says 400 of a key that is none, and 403 of a day that is spent. */
function whyNot(answer: SiteAnswer): SourceTrouble {
  let reasons: string[] = [];
  try {
    const said = readAs(answer, fault).error;
    reasons = [...said.errors.map(({ reason }) => reason), ...said.details.flatMap(({ reason }) => reason ?? [])];
  } catch {
    return refused(answer);
  }
  if (reasons.some((reason) => /^(quotaExceeded|dailyLimitExceeded)$/.test(reason))) return new SourceTrouble('Google gives this project no more searches today: it goes on after midnight in California, or ask Google for more.', { retryAfterSeconds: 3_600 });
  if (reasons.some((reason) => /^(rateLimitExceeded|userRateLimitExceeded)$/.test(reason))) return new SourceTrouble('It was asked too often, and wants a pause.', { retryAfterSeconds: 120 });
  if (reasons.some((reason) => /^(keyInvalid|API_KEY_INVALID|accessNotConfigured|keyExpired|ipRefererBlocked)$/.test(reason))) return new SourceTrouble('It does not let us in: the token or the account was refused.');
  return refused(answer);
}
