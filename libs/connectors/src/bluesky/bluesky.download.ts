import type { Readable } from 'node:stream';
import { isAxiosError, type AxiosResponse } from 'axios';
import { z } from 'zod';
import { ConnectorError, type Party } from '../contract';
import { callAs, type BlueskyContext } from './bluesky.client';
import { answeredError, brokenError } from './bluesky.errors';
import { partyOf } from './bluesky.party';
import { profile as profileSchema } from './bluesky.payloads';

const downloadBytes = 20 * 1024 * 1024;

/** `ref` is an address of the public picture service: fetched without our token. */
export async function download(ctx: BlueskyContext, ref: string): Promise<Readable> {
  if (!URL.canParse(ref) || !/^https?:$/.test(new URL(ref).protocol)) throw new ConnectorError('rejected', 'The picture has no address to fetch it from', { reason: 'file-gone' });
  let response: AxiosResponse<Readable>;
  try {
    response = await ctx.http.request<Readable>({ method: 'GET', url: ref, responseType: 'stream', validateStatus: () => true, maxRedirects: 0, maxContentLength: downloadBytes, timeout: 60_000 });
  } catch (error) {
    if (isAxiosError(error) && error.response) throw answeredError(error.response.status, undefined, { method: 'the download', effect: 'repeatable' });
    throw brokenError(error, { method: 'the download', effect: 'repeatable' });
  }
  if (response.status === 200) return response.data;
  response.data.destroy();
  if (response.status === 404 || response.status === 400 || response.status === 410) throw new ConnectorError('rejected', 'Bluesky no longer has this picture', { reason: 'file-gone' });
  throw answeredError(response.status, undefined, { method: 'the download', effect: 'repeatable' });
}

/** Who wrote a direct message, when the conversation did not say. */
export async function profileOf(ctx: BlueskyContext, party: Party): Promise<Party | undefined> {
  if (!party.id.startsWith('did:')) return undefined;
  try {
    return partyOf(await callAs(ctx, 'app.bsky.actor.getProfile', { query: { actor: party.id }, result: profileSchema.extend({ description: z.unknown().optional() }), effect: 'repeatable' }), party.language);
  } catch (error) {
    if (error instanceof ConnectorError && error.kind === 'rejected') return undefined;
    throw error;
  }
}
