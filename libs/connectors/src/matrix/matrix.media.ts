import type { Readable } from 'node:stream';
import { z } from 'zod';
import { ConnectorError, type OutboundAttachment } from '../contract';
import { call, path, request, withAccess, type MatrixContext } from './matrix.client';
import { answeredError } from './matrix.errors';
import { failure, uploaded } from './matrix.payloads';

const downloadBytes = 200 * 1024 * 1024;

export async function upload(ctx: MatrixContext, file: OutboundAttachment): Promise<string> {
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(file.contentType) ? file.contentType : 'application/octet-stream';
  const open = (): Promise<Readable> => file.open().catch((cause: unknown) => {
    throw new ConnectorError('unavailable', `"${file.name}" could not be read from our own storage`, { reason: 'file-unreadable', cause });
  });
  try {
    const { content_uri: uri } = await call(ctx, { method: 'POST', path: '/_matrix/media/v3/upload', query: { filename: file.name }, result: uploaded, upload: { open, type, length: file.sizeBytes }, timeoutMs: 300_000 });
    return uri;
  } catch (error) {
    if (error instanceof ConnectorError && (error.reason === 'text-too-long' || error.reason === 'too-big')) throw new ConnectorError('rejected', `"${file.name}" is too big for the homeserver`, { reason: 'attachment-too-big' });
    throw error;
  }
}

/** In bytes; undefined when the homeserver does not say. */
export async function uploadLimit(ctx: MatrixContext): Promise<number | undefined> {
  const limits = z.object({ 'm.upload.size': z.number().optional() });
  const told = await call(ctx, { path: '/_matrix/client/v1/media/config', result: limits, unless: (status) => (status === 404 || status === 400 ? {} : undefined) });
  return told['m.upload.size'];
}

/** `ref` is an address of Matrix: mxc://server/id. */
export async function download(ctx: MatrixContext, ref: string): Promise<Readable> {
  const [, server, id] = /^mxc:\/\/([^/]+)\/([\w.~-]+)$/.exec(ref) ?? [];
  if (server === undefined || id === undefined) throw new ConnectorError('rejected', 'The file has no address', { reason: 'file-gone' });
  return withAccess(ctx, async (token) => {
    const found = await fetched(ctx, path`/_matrix/client/v1/media/download/${server}/${id}`, token);
    // Homeservers from before Matrix 1.11 (2024) give files to anybody, elsewhere.
    const answer = found.unknown ? await fetched(ctx, path`/_matrix/media/v3/download/${server}/${id}`, token) : found;
    if (answer.stream !== undefined) return answer.stream;
    if (answer.gone) throw new ConnectorError('rejected', 'The homeserver no longer has this file', { reason: 'file-gone' });
    throw answer.error;
  });
}

interface Fetched { stream?: Readable; gone: boolean; unknown: boolean; error: ConnectorError }

async function fetched(ctx: MatrixContext, at: string, token: string): Promise<Fetched> {
  const { status, data, headers } = await request(ctx, { method: 'GET', url: `${ctx.settings.homeserver}${at}`, headers: { authorization: `Bearer ${token}`, accept: '*/*' }, responseType: 'stream', maxContentLength: downloadBytes, timeout: 120_000, maxRedirects: 3 }, 'repeatable');
  const stream = data as Readable; // what responseType says
  if (status === 200) return { stream, gone: false, unknown: false, error: answeredError(200, undefined, { effect: 'repeatable' }) };
  const told = failure.safeParse(await readJson(stream)).data;
  const retryAfter: unknown = headers['retry-after'];
  const unknown = told?.errcode === 'M_UNRECOGNIZED' || (status === 404 && told === undefined);
  return { gone: status === 404 && told?.errcode === 'M_NOT_FOUND', unknown, error: answeredError(status, told, { effect: 'repeatable', retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined }) };
}

async function readJson(stream: Readable): Promise<unknown> {
  let text = '';
  try {
    for await (const chunk of stream) {
      text += String(chunk);
      if (text.length > 100_000) return undefined;
    }
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
