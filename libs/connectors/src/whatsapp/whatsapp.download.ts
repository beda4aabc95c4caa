import type { Readable } from 'node:stream';
import { z } from 'zod';
import { ConnectorError } from '../contract';
import { callGraph, segment } from '../meta/meta.graph';
import { fetchBytes, LinkExpired } from '../meta/meta.media';
import { meanings } from './whatsapp.errors';
import type { WhatsAppContext } from './whatsapp.send';

const medium = z.looseObject({ url: z.string().min(1) });

/** WhatsApp names a file by an id; the link behind it lives for minutes and wants the token. */
export async function download(ctx: WhatsAppContext, ref: string): Promise<Readable> {
  if (!ref.startsWith('media:')) throw new ConnectorError('rejected', 'This is no file of WhatsApp', { reason: 'file-gone' });
  const path = segment(ref.slice('media:'.length));
  for (let attempt = 1; ; attempt += 1) {
    const { url } = await callGraph(ctx, { path, query: { phone_number_id: ctx.settings.phoneNumberId }, result: medium, what: 'the look at the file', meanings }).catch((error: unknown) => {
      throw error instanceof ConnectorError && error.kind === 'rejected' ? new ConnectorError('rejected', 'WhatsApp no longer has this file', { reason: 'file-gone', cause: error }) : error;
    });
    try {
      return await fetchBytes(ctx, url, { bearer: ctx.settings.accessToken });
    } catch (error) {
      // It ran out between the two calls.
      if (!(error instanceof LinkExpired) || attempt > 1) throw error;
    }
  }
}
