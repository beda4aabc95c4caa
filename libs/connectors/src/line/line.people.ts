import type { z } from 'zod';
import { ConnectorError, type Party } from '../contract';
import { callLine, type LineContext } from './line.client';
import { groupSummary, profile as profileSchema } from './line.payloads';

interface Face { name?: string | undefined; pictureUrl?: string | undefined; language?: string | undefined }

/** LINE names people by id alone. Who speaks in a group is asked of the group: they need not be the account's friend. */
export async function profile(ctx: LineContext, party: Party): Promise<Party | undefined> {
  const face = await faceOf(ctx, party.avatarRef ?? `avatar:user:${party.id}`);
  if (face?.name === undefined) return undefined;
  return { ...party, name: face.name, ...(face.language === undefined ? {} : { language: face.language }) };
}

/** Address of the picture behind an avatar reference; undefined when there is none. */
export async function pictureUrl(ctx: LineContext, ref: string): Promise<string | undefined> {
  return (await faceOf(ctx, ref))?.pictureUrl;
}

async function faceOf(ctx: LineContext, ref: string): Promise<Face | undefined> {
  const [, kind = '', first = '', second] = ref.split(':').map(encodeURIComponent);
  if (kind === 'group' && second === undefined) {
    const group = await found(ctx, `/v2/bot/group/${first}/summary`, groupSummary);
    return group && { name: group.groupName, pictureUrl: group.pictureUrl };
  }
  if (kind === 'room' && second === undefined) return undefined;
  const path = second === undefined ? `/v2/bot/profile/${first}` : `/v2/bot/${kind === 'room' ? 'room' : 'group'}/${first}/member/${second}`;
  const person = await found(ctx, path, profileSchema);
  return person && { name: person.displayName, pictureUrl: person.pictureUrl, language: person.language };
}

/** Who has blocked the account or left the group is not found any more. */
async function found<T extends z.ZodType>(ctx: LineContext, path: string, result: T): Promise<z.infer<T> | undefined> {
  try {
    return await callLine(ctx, { method: 'GET', path, result, effect: 'repeatable' });
  } catch (error) {
    if (error instanceof ConnectorError && error.kind === 'rejected') return undefined;
    throw error;
  }
}
