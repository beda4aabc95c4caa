import type { Readable } from 'node:stream';
import { isAxiosError, type AxiosResponse } from 'axios';
import { ConnectorError, type Party } from '../contract';
import { callApi, type MastodonContext } from './mastodon.client';
import { answeredError, brokenError } from './mastodon.errors';
import { partyOf } from './mastodon.parse';
import { account as accountSchema } from './mastodon.payloads';
import { factsOf } from './mastodon.settings';

const downloadBytes = 60 * 1024 * 1024;

const mostHops = 4;

/**
 * `ref` is an address of the server's public files, or of another server's: fetched without our token. Files of others are handed on by a
 * redirect; each step goes through our client, and so past its guard of inner addresses.
 */
export async function download(ctx: MastodonContext, ref: string): Promise<Readable> {
  let address = ref;
  for (let hop = 0; hop < mostHops; hop += 1) {
    if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) throw new ConnectorError('rejected', 'The file has no address to fetch it from', { reason: 'file-gone' });
    const response = await fetchFrom(ctx, address);
    if (response.status === 200) return response.data;
    response.data.destroy();
    const next: unknown = response.headers['location'];
    if (response.status >= 300 && response.status < 400 && typeof next === 'string' && URL.canParse(next, address)) {
      address = new URL(next, address).href;
      continue;
    }
    if ([403, 404, 410].includes(response.status)) throw new ConnectorError('rejected', 'The server no longer has this file', { reason: 'file-gone' });
    throw answeredError(response.status, '', { method: 'the download' });
  }
  throw new ConnectorError('rejected', 'The file is handed on again and again', { reason: 'file-gone' });
}

async function fetchFrom(ctx: MastodonContext, url: string): Promise<AxiosResponse<Readable>> {
  try {
    return await ctx.http.request<Readable>({ method: 'GET', url, responseType: 'stream', validateStatus: () => true, maxRedirects: 0, maxContentLength: downloadBytes, timeout: 120_000 });
  } catch (error) {
    if (isAxiosError(error) && error.response) throw answeredError(error.response.status, '', { method: 'the download' });
    throw brokenError(error, { method: 'the download' });
  }
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
