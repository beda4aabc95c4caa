import { isAxiosError } from 'axios';
import type { Readable } from 'node:stream';
import { ConnectorError, type Party } from '../contract';
import { callDiscord, type DiscordContext } from './discord.client';
import { answeredError, brokenError } from './discord.errors';
import { message as messageSchema, user } from './discord.payloads';
import { partyOf } from './discord.parse';

/** Reactions and typing name people by their id alone. */
export async function profile(ctx: DiscordContext, party: Party): Promise<Party | undefined> {
  if (!/^\d+$/.test(party.id)) return undefined;
  try {
    return partyOf(await callDiscord(ctx, 'GET', `/users/${party.id}`, { result: user }));
  } catch (error) {
    if (error instanceof ConnectorError && error.reason === 'unknown-recipient') return undefined;
    throw error;
  }
}

/** 'file:<channel>:<message>:<attachment>|<address>', 'sticker:<id>:<png|gif>', 'avatar:<person>:<hash>'. None needs the token. */
export async function download(ctx: DiscordContext, ref: string): Promise<Readable> {
  const { cdnUrl, mediaUrl } = ctx.settings;
  const [, sticker, type] = /^sticker:(\d+):(png|gif)$/.exec(ref) ?? [];
  if (sticker !== undefined) return fetchBytes(ctx, `${type === 'gif' ? mediaUrl : cdnUrl}/stickers/${sticker}.${type ?? 'png'}`);
  const [, person, hash] = /^avatar:(\d+):(\w+)$/.exec(ref) ?? [];
  if (person !== undefined) return fetchBytes(ctx, `${cdnUrl}/avatars/${person}/${hash ?? ''}.png?size=128`);
  const [, channel, message, id, url] = /^file:(\d+):(\d+):(\d+)\|(.*)$/s.exec(ref) ?? [];
  if (channel === undefined || message === undefined || id === undefined) throw new ConnectorError('rejected', 'This reference does not name a file', { reason: 'file-gone' });
  try {
    if (url !== undefined && url !== '') return await fetchBytes(ctx, url);
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.reason !== 'file-gone') throw error;
  }
  return fetchBytes(ctx, await signedAnew(ctx, { channel, message, id }));
}

/** Addresses end after a day; those of a message that is asked for are new. */
async function signedAnew(ctx: DiscordContext, { channel, message, id }: { channel: string; message: string; id: string }): Promise<string> {
  const read = await callDiscord(ctx, 'GET', `/channels/${channel}/messages/${message}`, { result: messageSchema });
  const file = [...read.attachments, ...read.message_snapshots.flatMap((one) => one.message.attachments)].find((one) => one.id === id);
  if (file?.url === undefined) throw new ConnectorError('rejected', 'The file is no longer at Discord', { reason: 'file-gone' });
  return file.url;
}

async function fetchBytes(ctx: DiscordContext, url: string): Promise<Readable> {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw new ConnectorError('rejected', 'This reference does not name a file', { reason: 'file-gone' });
  try {
    const response = await ctx.http.request<Readable>({ method: 'GET', url, responseType: 'stream', timeout: 60_000, maxRedirects: 0, validateStatus: () => true, headers: { accept: '*/*' } });
    if (response.status >= 200 && response.status < 300) return response.data;
    response.data.destroy();
    if (response.status === 404 || response.status === 403 || response.status === 410) throw new ConnectorError('rejected', 'The file is no longer at Discord', { reason: 'file-gone' });
    throw answeredError(response.status, undefined);
  } catch (error) {
    if (error instanceof ConnectorError) throw error;
    if (isAxiosError(error) && error.response) throw answeredError(error.response.status, undefined);
    throw brokenError(error);
  }
}
