import { Readable } from 'node:stream';
import { z } from 'zod';
import { ConnectorError, type OutboundAttachment } from '../contract';
import { multipart } from '../multipart';
import { withoutRequest } from '../transport';
import { callX, type XContext } from './x.client';
import { filesOfDm, filesOfPost } from './x.fetch';
import { mediaAddress } from './x.media-files';
import { includes as includesSchema } from './x.payloads';
import { accessToken } from './x.token';

const megabyte = 1024 * 1024;
const pieceBytes = 4 * megabyte;
/** A film is worked on before a post may carry it. */
const processingMs = 90_000;
/** Where X keeps files of private messages, for who shows a token. */
const privateHosts = new Set(['ton.twitter.com', 'ton.x.com']);

const kinds = [
  { match: /^image\/gif$/i, category: 'gif', maxBytes: 15 * megabyte },
  { match: /^image\/(jpeg|png|webp)$/i, category: 'image', maxBytes: 5 * megabyte },
  { match: /^video\/(mp4|quicktime)$/i, category: 'video', maxBytes: 512 * megabyte },
] as const;
export const mediaTypes = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'video/mp4', 'video/quicktime'];
export const mostBytes = 512 * megabyte;

const kindOf = (file: OutboundAttachment) => kinds.find(({ match }) => match.test(file.contentType.split(';')[0]?.trim() ?? ''));

/** Before anything is opened: each kind has a limit of its own, and films and animations go alone. */
export function refuseFiles(files: OutboundAttachment[]): void {
  for (const file of files) {
    const kind = kindOf(file);
    if (kind === undefined) throw new ConnectorError('rejected', `"${file.name}" is of a type that X does not take (${file.contentType})`, { reason: 'attachment-type' });
    if (file.sizeBytes === 0) throw new ConnectorError('rejected', `"${file.name}" is empty`, { reason: 'attachment-empty' });
    if (file.sizeBytes > kind.maxBytes) throw new ConnectorError('rejected', `"${file.name}" is too big for X: ${(file.sizeBytes / megabyte).toFixed(1)} MB of at most ${kind.maxBytes / megabyte} MB`, { reason: 'attachment-too-big' });
  }
  if (files.length > 1 && files.some((file) => kindOf(file)?.category !== 'image')) throw new ConnectorError('rejected', 'X takes one video or animation in a post, and nothing beside it', { reason: 'too-many-attachments' });
}

const processing = z.looseObject({ state: z.string(), check_after_secs: z.number().optional().catch(undefined) });
const uploaded = z.object({ data: z.looseObject({ id: z.string().regex(/^\d{1,25}$/), processing_info: processing.optional().catch(undefined) }) });

/** In pieces. What stays behind of a failed upload nobody sees, so that all of it may be done again. */
export async function uploadFile(ctx: XContext, file: OutboundAttachment, where: 'tweet' | 'dm'): Promise<string> {
  const kind = kindOf(file);
  if (kind === undefined) throw new ConnectorError('rejected', `"${file.name}" is of a type that X does not take`, { reason: 'attachment-type' });
  const begun = await callX(ctx, {
    method: 'POST', path: '/2/media/upload/initialize', result: uploaded,
    json: { media_type: file.contentType.split(';')[0]?.trim(), total_bytes: file.sizeBytes, media_category: `${where}_${kind.category}` },
  });
  const { id } = begun.data;
  let index = 0;
  for await (const piece of piecesOf(file)) {
    const segment = index;
    const part: OutboundAttachment = { name: 'piece', contentType: 'application/octet-stream', sizeBytes: piece.length, open: () => Promise.resolve(Readable.from([piece])) };
    await callX(ctx, { method: 'POST', path: `/2/media/upload/${id}/append`, upload: () => multipart({ segment_index: String(segment) }, [{ field: 'media', file: part }]), result: z.unknown() });
    index += 1;
  }
  const done = await callX(ctx, { method: 'POST', path: `/2/media/upload/${id}/finalize`, result: uploaded });
  await processed(ctx, id, done.data.processing_info);
  return id;
}

async function processed(ctx: XContext, id: string, first: z.infer<typeof processing> | undefined): Promise<void> {
  const until = Date.now() + processingMs;
  for (let info = first; info !== undefined && info.state !== 'succeeded';) {
    if (info.state === 'failed') throw new ConnectorError('rejected', 'X could not read the video', { reason: 'media-refused' });
    if (Date.now() > until) throw new ConnectorError('unavailable', 'X is still working on the film', { reason: 'still-preparing', retryAfterMs: 30_000 });
    const seconds = Math.min(Math.max(info.check_after_secs ?? 1, 0), 15);
    await new Promise((wait) => setTimeout(wait, seconds * 1000));
    info = (await callX(ctx, { path: '/2/media/upload', query: { command: 'STATUS', media_id: id }, result: uploaded })).data.processing_info;
  }
}

async function* piecesOf(file: OutboundAttachment): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let size = 0;
  let read = 0;
  const stream = await file.open().catch((cause: unknown) => { throw unreadable(file, cause); });
  try {
    for await (const chunk of stream) {
      let bytes = Buffer.from(chunk as Uint8Array | string); // a byte stream yields nothing else
      read += bytes.length;
      while (size + bytes.length >= pieceBytes) {
        const rest = pieceBytes - size;
        yield Buffer.concat([...waiting, bytes.subarray(0, rest)]);
        bytes = bytes.subarray(rest);
        waiting = [];
        size = 0;
      }
      if (bytes.length > 0) waiting.push(bytes);
      size += bytes.length;
    }
  } catch (cause) {
    throw cause instanceof ConnectorError ? cause : unreadable(file, cause);
  }
  if (read !== file.sizeBytes) throw new ConnectorError('rejected', `"${file.name}" is not as long as it was when it was attached`, { reason: 'file-changed' });
  if (size > 0) yield Buffer.concat(waiting);
}

const unreadable = (file: OutboundAttachment, cause: unknown): ConnectorError => new ConnectorError('unavailable', `"${file.name}" could not be read from our own storage`, { reason: 'file-unreadable', cause });

const refSchema = z.union([z.object({ url: z.url({ protocol: /^https?$/ }) }), z.object({ post: z.string().regex(/^\d+$/), media: z.string() }), z.object({ dm: z.string().regex(/^\d+$/), media: z.string() })]);

/** Files stand open on the web, but for those of private messages: only there does the token go along. */
export async function download(ctx: XContext, ref: string): Promise<Readable> {
  const { data } = refSchema.safeParse(readJson(ref));
  if (data === undefined) throw new ConnectorError('rejected', 'This is no file of X', { reason: 'file-gone' });
  const url = 'url' in data ? data.url : await addressIn(ctx, data);
  const { origin, hostname, protocol } = new URL(url);
  const needsToken = origin === new URL(ctx.settings.apiUrl).origin || (protocol === 'https:' && privateHosts.has(hostname));
  try {
    const response = await ctx.http.get<Readable>(url, { responseType: 'stream', maxRedirects: 0, headers: needsToken ? { accept: '*/*', authorization: `Bearer ${await accessToken(ctx)}` } : { accept: '*/*' } });
    return response.data;
  } catch (error) {
    if (error instanceof ConnectorError) throw error;
    const status = z.object({ response: z.object({ status: z.number() }) }).safeParse(error).data?.response.status;
    if (status === 404 || status === 410) throw new ConnectorError('rejected', 'The file is not there any more at X', { reason: 'file-gone' });
    throw new ConnectorError('unavailable', 'The file could not be fetched from X', { reason: 'file-unavailable', cause: withoutRequest(error) });
  }
}

async function addressIn(ctx: XContext, ref: { post: string; media: string } | { dm: string; media: string }): Promise<string> {
  const answer = 'post' in ref ? await filesOfPost(ctx, ref.post) : await filesOfDm(ctx, ref.dm);
  const files = includesSchema.parse(answer.includes ?? {}).media;
  const found = files.find(({ media_key }) => media_key === ref.media || media_key.endsWith(`_${ref.media}`));
  const url = found === undefined ? undefined : mediaAddress(found);
  if (url === undefined) throw new ConnectorError('rejected', 'The file is not there any more at X', { reason: 'file-gone' });
  return url;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
