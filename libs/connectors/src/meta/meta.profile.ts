import type { Readable } from 'node:stream';
import { z } from 'zod';
import { ConnectorError } from '../contract';
import { downloadFile } from './meta.download';
import type { Meaning } from './meta.errors';
import { callGraph, segment, type MetaContext } from './meta.graph';
import { fetchBytes } from './meta.media';

const prefix = 'avatar:';
const pictured = z.looseObject({ profile_pic: z.string().nullish() });

/** What `downloadPicture` understands; nothing when the person shows none. */
export const avatarOf = (person: string, { profile_pic: picture }: z.infer<typeof pictured>): { avatarRef?: string } => (picture == null ? {} : { avatarRef: `${prefix}${person}` });

/** The picture of a person, or a file of a message. Links to pictures run out, so a picture is asked for when it is wanted. */
export async function downloadPicture(ctx: MetaContext, ref: string, meanings: readonly Meaning[]): Promise<Readable> {
  if (!ref.startsWith(prefix)) return downloadFile(ctx, ref, meanings);
  const { profile_pic: picture } = await callGraph(ctx, { path: segment(ref.slice(prefix.length)), query: { fields: 'profile_pic' }, result: pictured, meanings });
  if (picture == null) throw new ConnectorError('rejected', 'The customer shows no picture', { reason: 'no-avatar' });
  return fetchBytes(ctx, picture);
}

/** What Meta does not show to this app, or has no longer, is left out; any other failure is one. */
export async function unlessHidden<T>(run: () => Promise<T>): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ConnectorError && (error.kind === 'rejected' || error.reason === 'permission-missing')) return undefined;
    throw error;
  }
}

/** What a look-up is to find, as it was written down. */
export function readRef(ref: string): unknown {
  try {
    return JSON.parse(ref);
  } catch {
    return undefined;
  }
}
