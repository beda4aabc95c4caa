import type { Readable } from 'node:stream';
import { isAxiosError, type AxiosResponse } from 'axios';
import { ConnectorError } from '../contract';
import { bearer, callLine, type LineContext } from './line.client';
import { answeredError, brokenError } from './line.errors';
import { transcoding } from './line.payloads';
import { pictureUrl } from './line.people';

const largestBytes = 300 * 1024 * 1024;
const waitMs = 5_000;

/** `content:<id>`, `converted:<id>` (LINE prepares it first), `external:<url>`, `sticker:<id>`, `avatar:…`. */
export async function download(ctx: LineContext, ref: string): Promise<Readable> {
  const colon = ref.indexOf(':');
  const kind = ref.slice(0, colon);
  const rest = ref.slice(colon + 1);
  switch (kind) {
    case 'converted':
      await ready(ctx, rest);
      return content(ctx, rest);
    case 'content':
      return content(ctx, rest);
    case 'sticker':
      return bytes(ctx, ctx.settings.stickerUrl.replaceAll('{id}', encodeURIComponent(rest)));
    case 'external':
      return bytes(ctx, rest);
    case 'avatar': {
      const url = await pictureUrl(ctx, ref);
      if (url === undefined) throw new ConnectorError('rejected', 'The customer shows no picture', { reason: 'no-avatar' });
      return bytes(ctx, url);
    }
    default:
      throw new ConnectorError('rejected', 'This is no file of LINE', { reason: 'file-gone' });
  }
}

async function ready(ctx: LineContext, id: string): Promise<void> {
  const path = `/v2/bot/message/${encodeURIComponent(id)}/content/transcoding`;
  const { status } = await callLine(ctx, { method: 'GET', path, host: 'data', result: transcoding, effect: 'repeatable' });
  if (status === 'processing') throw new ConnectorError('unavailable', 'LINE is still preparing this recording', { reason: 'still-preparing', retryAfterMs: waitMs });
  if (status === 'failed') throw new ConnectorError('rejected', 'LINE could not prepare this recording', { reason: 'file-gone' });
}

async function content(ctx: LineContext, id: string): Promise<Readable> {
  return bytes(ctx, `${ctx.settings.dataUrl}/v2/bot/message/${encodeURIComponent(id)}/content`, await bearer(ctx));
}

async function bytes(ctx: LineContext, url: string, token?: string): Promise<Readable> {
  let response: AxiosResponse<Readable>;
  try {
    response = await ctx.http.request<Readable>({
      method: 'GET', url, responseType: 'stream', validateStatus: () => true, maxRedirects: 0, maxContentLength: largestBytes, timeout: 120_000,
      ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
    });
  } catch (error) {
    if (isAxiosError(error) && error.response) throw answeredError(error.response.status, {}, { effect: 'repeatable' });
    throw brokenError(error, 'repeatable');
  }
  if (response.status === 200) return response.data;
  response.data.destroy();
  if (response.status === 202) throw new ConnectorError('unavailable', 'LINE is still preparing this file', { reason: 'still-preparing', retryAfterMs: waitMs });
  // LINE keeps files for a while only, and deletes what was taken back.
  if (response.status === 404 || response.status === 410) throw new ConnectorError('rejected', 'LINE no longer has this file', { reason: 'file-gone' });
  throw answeredError(response.status, {}, { effect: 'repeatable' });
}
