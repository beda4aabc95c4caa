import type { Readable } from 'node:stream';
import { isAxiosError, type AxiosResponse } from 'axios';
import { z } from 'zod';
import { ConnectorError, type Delivery, type Json, type Page } from '../contract';
import { readJson } from '../json';
import { howFarItGot, withoutRequest } from '../transport';
import { callTiktok, currentToken, type TiktokContext } from './tiktok.client';
import { comment as commentSchema, comments, commentUpdate, contents, conversation, conversations, downloadable, message as messageSchema, video as videoSchema, videos, type Comment, type Video } from './tiktok.payloads';

const videoFields = JSON.stringify(['item_id', 'create_time', 'caption', 'share_url', 'thumbnail_url']);
const mostPages = 20;

function kept(ctx: TiktokContext, externalId: string, body: object): Delivery {
  return { externalId, contentType: 'application/json', body: Buffer.from(JSON.stringify(body)), account: ctx.settings.businessId };
}

const found = (ctx: TiktokContext, comment: Comment, video: Video | undefined): Delivery =>
  kept(ctx, `comment:${comment.comment_id}:${comment.status ?? ''}`, { fetched: 'comment', comment, ...(video === undefined ? {} : { video }) });

/** A comment of which TikTok told only that it is there. */
export async function lookup(ctx: TiktokContext, ref: string): Promise<Delivery[]> {
  const told = commentUpdate.safeParse(readJson(ref)).data;
  if (told === undefined) throw new ConnectorError('rejected', 'This names nothing at TikTok', { reason: 'gone' });
  const video_id = told.video_id ?? undefined;
  const list = video_id === undefined ? undefined : await unlessGone(() => callTiktok(ctx, { path: '/business/comment/list/', query: { business_id: ctx.settings.businessId, video_id, comment_ids: JSON.stringify([told.comment_id]), status: 'ALL' }, result: comments }));
  const all = (list?.comments ?? []).flatMap((one) => withReplies(commentSchema.safeParse(one).data));
  const comment = all.find(({ comment_id }) => comment_id === told.comment_id);
  if (comment === undefined) return [kept(ctx, `unseen:${told.comment_id}`, { fetched: 'nothing', told })];
  return [found(ctx, { ...comment, video_id }, await videoOf(ctx, video_id ?? ''))];
}

async function videoOf(ctx: TiktokContext, videoId: string): Promise<Video | undefined> {
  const list = await unlessGone(() => callTiktok(ctx, { path: '/business/video/list/', query: { business_id: ctx.settings.businessId, fields: videoFields, filters: JSON.stringify({ video_ids: [videoId] }) }, result: videos }));
  return list?.videos.map((one) => videoSchema.safeParse(one).data).find((one) => one?.item_id === videoId);
}

const withReplies = (comment: Comment | undefined): Comment[] => (comment === undefined ? [] : [comment, ...(comment.reply_list ?? []).map((reply) => ({ ...reply, parent_comment_id: reply.parent_comment_id ?? comment.comment_id }))]);

async function unlessGone<T>(run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ConnectorError && (error.kind === 'rejected' || error.reason === 'permission-missing')) return undefined;
    throw error;
  }
}

/** Comments below the newest videos, newest first; with each, up to three of its answers. */
async function* newComments(ctx: TiktokContext, since: Date): AsyncGenerator<Delivery[]> {
  const { businessId: business_id, videos: wanted } = ctx.settings;
  const above: Video[] = [];
  for (let cursor: string | undefined, page = 0; above.length < wanted && page < mostPages; page += 1) {
    const list = await callTiktok(ctx, { path: '/business/video/list/', query: { business_id, fields: videoFields, max_count: '20', cursor }, result: videos });
    above.push(...list.videos.flatMap((one) => videoSchema.safeParse(one).data ?? []));
    cursor = list.cursor == null ? undefined : String(list.cursor);
    if (list.has_more !== true || cursor === undefined) break;
  }
  for (const video of above.slice(0, wanted)) {
    for (let cursor: string | undefined, page = 0; page < mostPages; page += 1) {
      const list = await callTiktok(ctx, { path: '/business/comment/list/', query: { business_id, video_id: video.item_id, include_replies: 'true', status: 'ALL', sort_field: 'create_time', sort_order: 'desc', max_count: '30', cursor }, result: comments });
      const read = list.comments.flatMap((one) => commentSchema.safeParse(one).data ?? []);
      yield read.flatMap(withReplies).filter((one) => isNew(one.create_time, since)).map((one) => found(ctx, { ...one, video_id: one.video_id ?? video.item_id }, video));
      cursor = list.cursor == null ? undefined : String(list.cursor);
      // A short page is not the last one: TikTok leaves out what it judges unfit.
      if (list.has_more !== true || cursor === undefined || read.every((one) => !isNew(one.create_time, since))) break;
    }
  }
}

const isNew = (time: number | null | undefined, since: Date): boolean => time != null && (time < 100_000_000_000 ? time * 1000 : time) >= since.getTime() - 1000;

const cursorShape = z.object({ since: z.iso.datetime() });
/** TikTok tells comments within minutes, and may be late. */
const overlapMs = 3600_000;

/** Comments that nobody told us of. */
export async function* poll(ctx: TiktokContext, cursor: Json | undefined): AsyncIterable<Page> {
  const now = ctx.now();
  const last = cursorShape.safeParse(cursor).data?.since;
  const begun = (ctx.addedAt ?? now).getTime();
  const since = new Date(Math.max(begun, last === undefined ? begun : Date.parse(last) - overlapMs));
  const next = { since: now.toISOString() };
  if (ctx.settings.comments) {
    for await (const deliveries of newComments(ctx, since)) if (deliveries.length > 0) yield { deliveries, cursor: last === undefined ? { since: since.toISOString() } : { since: last } };
  }
  yield { deliveries: [], cursor: next };
}

/** Private messages as far as TikTok keeps them (the last twenty of each conversation), and comments. */
export async function* history(ctx: TiktokContext, since: Date): AsyncIterable<Delivery[]> {
  const { businessId: business_id, messages, comments: wanted } = ctx.settings;
  if (messages) {
    for (const conversation_type of ['SINGLE', 'STRANGER']) {
      const list = await callTiktok(ctx, { path: '/business/message/conversation/list/', query: { business_id, conversation_type, limit: '100' }, result: conversations });
      for (const one of list.conversations) {
        const { data } = conversation.safeParse(one);
        if (data === undefined || !isNew(data.update_time, since)) continue;
        const told = await callTiktok(ctx, { path: '/business/message/content/list/', query: { business_id, conversation_id: data.conversation_id }, result: contents });
        const names = Object.fromEntries(told.participants.flatMap(({ id, display_name: name }) => (name == null || name === '' ? [] : [[id, name]])));
        const read = told.messages.flatMap((message) => messageSchema.safeParse(message).data ?? []);
        yield read.filter(({ timestamp }) => isNew(timestamp, since)).map((message) => kept(ctx, `message:${message.message_id}`, { fetched: 'message', message, names }));
      }
    }
  }
  if (wanted) yield* newComments(ctx, since);
}

const mediaRef = z.object({ conversation: z.string(), message: z.string(), media: z.string(), type: z.enum(['IMAGE', 'VIDEO']) });

/** A file of a message, for which TikTok gives an address that wants our access; or an address that wants none. */
export async function download(ctx: TiktokContext, ref: string): Promise<Readable> {
  const media = mediaRef.safeParse(readJson(ref)).data;
  if (media === undefined) return bytes(ctx, ref);
  const { download_url: url } = await callTiktok(ctx, {
    path: '/business/message/media/download/', json: { business_id: ctx.settings.businessId, conversation_id: media.conversation, message_id: media.message, media_id: media.media, media_type: media.type }, result: downloadable,
  });
  return bytes(ctx, url, await currentToken(ctx));
}

async function bytes(ctx: TiktokContext, address: string, token?: string): Promise<Readable> {
  const url = z.url({ protocol: ctx.allowPrivateHosts ? /^https?$/ : /^https$/ }).safeParse(address);
  if (!url.success) throw new ConnectorError('rejected', 'This is no address of a file', { reason: 'file-gone' });
  let response: AxiosResponse<Readable>;
  try {
    response = await ctx.http.get<Readable>(url.data, { responseType: 'stream', validateStatus: () => true, maxRedirects: 0, maxContentLength: 300 * 1024 * 1024, timeout: 120_000, headers: token === undefined ? {} : { 'x-user': token } });
  } catch (error) {
    const reason = isAxiosError(error) && howFarItGot(error) === 'answered' ? 'file-unavailable' : 'unreachable';
    throw new ConnectorError('unavailable', 'TikTok could not be reached', { reason, cause: withoutRequest(error) });
  }
  if (response.status === 200) return response.data;
  response.data.destroy();
  if ([400, 403, 404, 410].includes(response.status)) throw new ConnectorError('rejected', 'TikTok no longer has this file', { reason: 'file-gone' });
  throw new ConnectorError('unavailable', `TikTok does not give the file (${response.status})`, { reason: 'file-unavailable' });
}
