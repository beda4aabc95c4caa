import type { Readable } from 'node:stream';
import { ConnectorError } from '../contract';
import type { Meaning } from './meta.errors';
import type { MetaContext } from './meta.graph';
import { parseRef } from './meta.ids';
import { fetchBytes, LinkExpired } from './meta.media';
import { freshLink } from './meta.stored';

/** The file of a message; when its link has run out meanwhile, the message is asked for a new one. */
export async function downloadFile(ctx: MetaContext, ref: string, meanings: readonly Meaning[]): Promise<Readable> {
  const link = parseRef(ref);
  if (!link) throw new ConnectorError('rejected', 'This is no file of Meta', { reason: 'file-gone' });
  try {
    return await fetchBytes(ctx, link.url);
  } catch (error) {
    if (!(error instanceof LinkExpired) || link.mid === undefined || link.index === undefined) throw error;
    const fresh = await freshLink(ctx, { mid: link.mid, index: link.index }, meanings).catch((failure: unknown) => {
      throw failure instanceof ConnectorError && failure.kind === 'rejected' ? error : failure;
    });
    if (fresh === undefined || fresh === link.url) throw error;
    return fetchBytes(ctx, fresh);
  }
}
