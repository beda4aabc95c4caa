import type { Readable } from 'node:stream';
import { isAxiosError, type AxiosRequestConfig, type AxiosResponse } from 'axios';
import { ConnectorError } from '../contract';
import { accountUrl, answeredError, brokenError, type TwilioContext } from './twilio.client';

const largestBytes = 110 * 1024 * 1024;

/** `media:<message>/<media>` with our sign-in, then where Twilio points to without it; `external:<url>` without it from the start. */
export async function download(ctx: TwilioContext, ref: string): Promise<Readable> {
  if (ref.startsWith('external:')) return take(await ask(ctx, ref.slice('external:'.length)));
  const own = /^media:(\w{10,64})\/(\w{10,64})$/.exec(ref);
  if (!own) throw gone();
  const { accountSid: username, authToken: password } = ctx.settings;
  const response = await ask(ctx, accountUrl(ctx, `/Messages/${own[1]}/Media/${own[2]}`), { auth: { username, password } });
  const location: unknown = response.headers['location'];
  if (response.status < 300 || response.status >= 400 || typeof location !== 'string') return take(response);
  response.data.destroy();
  return take(await ask(ctx, new URL(location, ctx.settings.apiUrl).href));
}

async function ask(ctx: TwilioContext, url: string, more: AxiosRequestConfig = {}): Promise<AxiosResponse<Readable>> {
  try {
    return await ctx.http.request<Readable>({ method: 'GET', url, responseType: 'stream', validateStatus: () => true, maxRedirects: 0, maxContentLength: largestBytes, timeout: 120_000, ...more });
  } catch (error) {
    if (isAxiosError(error) && error.response) throw answeredError(error.response.status, {}, { effect: 'repeatable' });
    throw brokenError(error, 'repeatable');
  }
}

function take(response: AxiosResponse<Readable>): Readable {
  if (response.status === 200) return response.data;
  response.data.destroy();
  if (response.status === 404 || response.status === 410) throw gone();
  throw answeredError(response.status, {}, { effect: 'repeatable' });
}

function gone(): ConnectorError {
  return new ConnectorError('rejected', 'Twilio no longer has this file', { reason: 'file-gone' });
}
