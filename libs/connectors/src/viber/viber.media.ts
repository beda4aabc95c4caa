import type { Readable } from 'node:stream';
import { isAxiosError, type AxiosResponse } from 'axios';
import { ConnectorError } from '../contract';
import { brokenError, type ViberContext } from './viber.client';

const largestBytes = 210 * 1024 * 1024;

/** `media:<address>`: files and pictures stand open at Viber for about an hour, so no sign-in goes with it. */
export async function download(ctx: ViberContext, ref: string): Promise<Readable> {
  const url = ref.startsWith('media:') ? ref.slice('media:'.length) : '';
  if (!/^https?:\/\//.test(url)) throw gone();
  let response: AxiosResponse<Readable>;
  try {
    response = await ctx.http.request<Readable>({ method: 'GET', url, responseType: 'stream', validateStatus: () => true, maxRedirects: 0, maxContentLength: largestBytes, timeout: 120_000 });
  } catch (error) {
    throw brokenError(isAxiosError(error) ? error : new Error('no answer'), 'repeatable');
  }
  if (response.status === 200) return response.data;
  response.data.destroy();
  if (response.status === 429 || response.status >= 500) throw new ConnectorError('unavailable', `Viber could not give the file (${response.status})`, { reason: 'no-answer' });
  throw gone();
}

function gone(): ConnectorError {
  return new ConnectorError('rejected', 'Viber no longer has this file', { reason: 'file-gone' });
}
