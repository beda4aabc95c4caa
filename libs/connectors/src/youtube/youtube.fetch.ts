import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import { ConnectorError, type Delivery, type Json, type Page } from '../contract';
import { withoutRequest } from '../transport';
import { callYoutube, type YoutubeContext } from './youtube.client';
import { comment as commentSchema, list, thread as threadSchema, video as videoSchema, type Comment } from './youtube.payloads';
import { Meter } from './youtube.quota';

const dayMs = 24 * 3_600_000;
/** What was seen last, so that only what changed is kept: newest last. */
const mostKnown = 800;
const mostPages = 40;
/** Titles and pictures of videos change rarely. */
const videos = new Map<string, { raw: unknown; until: number }>();
const mostVideos = 1_000;
const videoMs = 6 * 3_600_000;

const cursorSchema = z.object({ known: z.array(z.tuple([z.string(), z.string()])) });

/** A comment, and what stands around it. */
interface Found { comment: Comment; raw: unknown; videoId?: string | undefined; postId?: string | undefined }

/** One look at the newest threads, and at those held back; what is older is found by the hourly comparison. */
export async function* poll(ctx: YoutubeContext, stored: Json | undefined): AsyncIterable<Page> {
  const meter = new Meter(ctx);
  if (!meter.mayLook) {
    ctx.log.warn({}, 'the units for looks are used up for today');
    return;
  }
  const before = cursorSchema.safeParse(stored).data;
  const known = new Map(before?.known ?? []);
  const since = ctx.addedAt ?? ctx.now();
  try {
    for (const status of ctx.settings.held ? ['published', 'heldForReview'] as const : ['published'] as const) {
      const { items } = await threads(ctx, meter, { status });
      const found: Found[] = [];
      for (const raw of items) found.push(...(await commentsIn(ctx, meter, raw, known)));
      const news = found.filter((one) => isSince(one, since) && isNews(one, known));
      yield { deliveries: await deliveriesOf(ctx, meter, news, before === undefined ? undefined : ctx.now()), cursor: { known: [...known].slice(-mostKnown) } };
    }
  } finally {
    await meter.keep();
  }
}

/** All that YouTube still shows since then, below comments that are not older than the settings say. */
export async function* history(ctx: YoutubeContext, since: Date): AsyncIterable<Delivery[]> {
  const meter = new Meter(ctx);
  const oldest = since.getTime() - ctx.settings.historyDays * dayMs;
  try {
    for (const status of ctx.settings.held ? ['published', 'heldForReview'] as const : ['published'] as const) {
      let pageToken: string | undefined;
      for (let pages = 0; pages < mostPages && meter.mayLook; pages += 1) {
        const page = await threads(ctx, meter, { status, pageToken });
        const found: Found[] = [];
        for (const raw of page.items) found.push(...(await commentsIn(ctx, meter, raw, new Map())));
        yield await deliveriesOf(ctx, meter, found.filter((one) => isSince(one, since)));
        pageToken = page.nextPageToken;
        const last = commentSchema.safeParse(threadSchema.safeParse(page.items.at(-1)).data?.snippet.topLevelComment).data;
        if (pageToken === undefined || (last !== undefined && Date.parse(last.snippet.publishedAt) < oldest)) break;
      }
    }
  } finally {
    await meter.keep();
  }
}

const threads = (ctx: YoutubeContext, meter: Meter, { status, pageToken, maxResults = 100 }: { status: string; pageToken?: string | undefined; maxResults?: number }) => callYoutube(ctx, {
  path: 'commentThreads', meter, result: list,
  query: { part: 'snippet,replies', allThreadsRelatedToChannelId: ctx.settings.channelId, order: 'time', textFormat: 'plainText', maxResults: String(maxResults), moderationStatus: status, pageToken },
});

/** One call that shows whether comments can be read. */
export const firstThread = (ctx: YoutubeContext, meter: Meter) => threads(ctx, meter, { status: 'published', maxResults: 1 });

/** The first comment and its replies. Only some replies come along; the others are asked for when their number has changed. */
async function commentsIn(ctx: YoutubeContext, meter: Meter, raw: unknown, known: Map<string, string>): Promise<Found[]> {
  const { data } = threadSchema.safeParse(raw);
  if (data === undefined) return [];
  const { videoId, postId, topLevelComment, totalReplyCount } = data.snippet;
  const embedded = data.replies?.comments ?? [];
  const key = mark(`replies of ${data.id}`);
  const count = String(totalReplyCount);
  let replies = embedded;
  if (totalReplyCount > embedded.length && known.get(key) !== count && meter.mayLook) {
    replies = await repliesTo(ctx, meter, data.id);
    remember(known, key, count);
  } else if (known.has(key)) remember(known, key, known.get(key) ?? count);
  return [topLevelComment, ...replies].flatMap((one): Found[] => {
    const comment = commentSchema.safeParse(one).data;
    return comment === undefined ? [] : [{ comment, raw: one, videoId, postId }];
  });
}

export async function repliesTo(ctx: YoutubeContext, meter: Meter, parentId: string): Promise<unknown[]> {
  const replies: unknown[] = [];
  let pageToken: string | undefined;
  for (let pages = 0; pages < mostPages; pages += 1) {
    const page = await callYoutube(ctx, { path: 'comments', meter, query: { part: 'snippet', parentId, textFormat: 'plainText', maxResults: '100', pageToken }, result: list });
    replies.push(...page.items);
    pageToken = page.nextPageToken;
    if (pageToken === undefined) break;
  }
  return replies;
}

const isSince = ({ comment: { snippet } }: Found, since: Date): boolean => Math.max(Date.parse(snippet.publishedAt), Date.parse(snippet.updatedAt ?? snippet.publishedAt)) >= since.getTime();

function isNews({ comment }: Found, known: Map<string, string>): boolean {
  const key = mark(comment.id);
  const state = stateOf(comment);
  const before = known.get(key);
  remember(known, key, state);
  return before !== state;
}

function remember(known: Map<string, string>, key: string, value: string): void {
  known.delete(key);
  known.set(key, value);
}

const stateOf = ({ snippet }: Comment): string => mark(JSON.stringify([snippet.updatedAt ?? snippet.publishedAt, snippet.moderationStatus ?? '', snippet.textOriginal ?? snippet.textDisplay ?? '']));
const mark = (content: string): string => createHash('sha256').update(content).digest('base64url').slice(0, 12);

/** Oldest first. `seen`: it may stand again as it stood once, which its content alone would not tell. */
async function deliveriesOf(ctx: YoutubeContext, meter: Meter, found: Found[], seen?: Date): Promise<Delivery[]> {
  const about = await videosOf(ctx, meter, [...new Set(found.flatMap(({ videoId, comment }) => videoId ?? comment.snippet.videoId ?? []))]);
  return [...found].sort((one, other) => Date.parse(one.comment.snippet.publishedAt) - Date.parse(other.comment.snippet.publishedAt)).map(({ comment, raw, videoId, postId }) => {
    const on = { ...(videoId === undefined ? {} : { videoId }), ...(postId === undefined ? {} : { postId }) };
    const video = about.get(videoId ?? comment.snippet.videoId ?? '');
    return { externalId: `${comment.id}@${seen === undefined ? stateOf(comment) : `${stateOf(comment)}:${seen.toISOString()}`}`, contentType: 'application/json', body: Buffer.from(JSON.stringify({ comment: raw, on, ...(video === undefined ? {} : { video }) })) };
  });
}

async function videosOf(ctx: YoutubeContext, meter: Meter, ids: string[]): Promise<Map<string, unknown>> {
  const now = ctx.now().getTime();
  const keyOf = (id: string) => `${ctx.settings.apiUrl} ${id}`;
  const unknown = ids.filter((id) => (videos.get(keyOf(id))?.until ?? 0) < now);
  for (let at = 0; at < unknown.length; at += 50) {
    // A title is good to have; without it the comment is still read.
    const page = await callYoutube(ctx, { path: 'videos', meter, query: { part: 'snippet', id: unknown.slice(at, at + 50).join(',') }, result: list }).catch((error: unknown) => {
      if (error instanceof ConnectorError && error.kind !== 'unauthorized') return { items: [] };
      throw error;
    });
    if (videos.size > mostVideos) videos.clear();
    for (const raw of page.items) {
      const { data } = videoSchema.safeParse(raw);
      if (data !== undefined) videos.set(keyOf(data.id), { raw, until: now + videoMs });
    }
  }
  return new Map(ids.flatMap((id): [string, unknown][] => {
    const known = videos.get(keyOf(id));
    return known === undefined ? [] : [[id, known.raw]];
  }));
}

/** Pictures stand open on the web; our token stays here. */
export async function download(ctx: YoutubeContext, ref: string): Promise<Readable> {
  try {
    return (await ctx.http.get<Readable>(ref, { responseType: 'stream', headers: { accept: '*/*' } })).data;
  } catch (error) {
    throw new ConnectorError('unavailable', 'The picture could not be fetched from YouTube', { reason: 'file-unavailable', cause: withoutRequest(error) });
  }
}
