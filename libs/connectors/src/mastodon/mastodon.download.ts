import type { Readable } from 'node:stream';
import { isAxiosError, type AxiosResponse } from 'axios';
import { ConnectorError, type Party } from '../contract';
import { callApi, type MastodonContext } from './mastodon.client';
import { answeredError, brokenError } from './mastodon.errors';
import { partyOf } from './mastodon.parse';
import { account as accountSchema } from './mastodon.payloads';
import { factsOf } from './mastodon.settings';

const downloadBytes = 60 * 1024 * 1024;

/** `ref` is an address of the server's public files, or of another server's: fetched without our token. */
export async function download(ctx: MastodonContext, ref: string): Promise<Readable> {
  if (!URL.canParse(ref) || !/^https?:$/.test(new URL(ref).protocol)) throw new ConnectorError('rejected', 'The file has no address to fetch it from', { reason: 'file-gone' });
  let response: AxiosResponse<Readable>;
  try {
    response = await ctx.http.request<Readable>({ method: 'GET', url: ref, responseType: 'stream', validateStatus: () => true, maxRedirects: 0, maxContentLength: downloadBytes, timeout: 120_000 });
  } catch (error) {
    if (isAxiosError(error) && error.response) throw answeredError(error.response.status, '', { method: 'the download' });
    throw brokenError(error, { method: 'the download' });
  }
  if (response.status === 200) return response.data;
  response.data.destroy();
  if ([403, 404, 410].includes(response.status)) throw new ConnectorError('rejected', 'The server no longer has this file', { reason: 'file-gone' });
  throw answeredError(response.status, '', { method: 'the download' });
}

/** Whom a private post of ours went to is named by id and handle alone. */
export async function profileOf(ctx: MastodonContext, party: Party): Promise<Party | undefined> {
  if (!/^[\w-]{1,64}$/.test(party.id)) return undefined;
  try {
    return partyOf(await callApi(ctx, 'GET', `/api/v1/accounts/${party.id}`, { result: accountSchema }), factsOf(ctx.settings).domain, party.language);
  } catch (error) {
    if (error instanceof ConnectorError && error.kind === 'rejected') return undefined;
    throw error;
  }
}
