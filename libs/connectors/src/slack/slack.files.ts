import { isAxiosError } from 'axios';
import type { Readable } from 'node:stream';
import { ConnectorError, type OutboundAttachment } from '../contract';
import { multipart } from '../multipart';
import { callSlack, withToken, type SlackContext } from './slack.client';
import { answeredError, brokenError } from './slack.errors';
import { fileInfo, uploadPlace, type Shares } from './slack.payloads';

/** The bytes go to a place that Slack names; nobody sees them until the upload is completed. */
export async function upload(ctx: SlackContext, file: OutboundAttachment): Promise<string> {
  const { upload_url: url, file_id: id } = await callSlack(ctx, 'files.getUploadURLExternal', { args: { filename: file.name, length: file.sizeBytes }, result: uploadPlace });
  const form = multipart({}, [{ field: 'filename', file }]);
  let status: number;
  try {
    ({ status } = await ctx.http.request<unknown>({
      method: 'POST', url, data: form.body, headers: form.headers, responseType: 'text', validateStatus: () => true, maxRedirects: 0, timeout: 600_000, maxBodyLength: Infinity, maxContentLength: 100_000,
    }));
  } catch (error) {
    if (form.failure) throw form.failure;
    throw brokenError(error, 'repeatable');
  } finally {
    form.body.destroy();
  }
  if (form.failure) throw form.failure;
  if (status < 200 || status >= 300) throw answeredError(status, { effect: 'repeatable' });
  return id;
}

/** Where Slack says that a file stands in this channel; it tells so a moment after the upload. */
export async function timeOf(ctx: SlackContext, fileId: string, { channel, waits = [300, 700, 1_500] }: { channel: string; waits?: readonly number[] }): Promise<string | undefined> {
  for (let attempt = 0; ; attempt += 1) {
    const { file } = await callSlack(ctx, 'files.info', { args: { file: fileId }, result: fileInfo });
    const found = sharedAt(file.shares, channel);
    const wait = waits[attempt];
    if (found !== undefined || wait === undefined) return found;
    await new Promise((wake) => setTimeout(wake, wait));
  }
}

export function sharedAt(shares: Shares, channel: string): string | undefined {
  for (const places of Object.values(shares ?? {})) {
    const ts = places[channel]?.[0]?.ts;
    if (ts !== undefined) return ts;
  }
  return undefined;
}

/** 'file:<id>|<address>': the address as it was told, or none. 'avatar:<address>': public. */
export async function download(ctx: SlackContext, ref: string): Promise<Readable> {
  const [, kind, rest = ''] = /^(file|avatar):(.*)$/s.exec(ref) ?? [];
  if (kind === 'avatar') return fetchBytes(ctx, rest, undefined);
  const [id, told = ''] = kind === 'file' ? splitAt(rest, '|') : [];
  if (id === undefined || id === '') throw new ConnectorError('rejected', 'This reference does not name a file', { reason: 'file-gone' });
  const url = told !== '' ? told : await addressOf(ctx, id);
  return withToken(ctx, (token) => fetchBytes(ctx, url, token));
}

async function addressOf(ctx: SlackContext, id: string): Promise<string> {
  const { file } = await callSlack(ctx, 'files.info', { args: { file: id }, result: fileInfo });
  const url = file.is_external === true || file.mode === 'external' ? undefined : (file.url_private_download ?? file.url_private);
  if (url === undefined) throw new ConnectorError('rejected', 'Slack does not give this file', { reason: 'file-gone' });
  return url;
}

async function fetchBytes(ctx: SlackContext, url: string, token: string | undefined): Promise<Readable> {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw new ConnectorError('rejected', 'This reference does not name a file', { reason: 'file-gone' });
  if (token !== undefined && !isSlacks(ctx, new URL(url))) throw new ConnectorError('rejected', 'The file is not kept by Slack', { reason: 'file-gone' });
  try {
    const response = await ctx.http.request<Readable>({
      method: 'GET', url, responseType: 'stream', timeout: 60_000, maxRedirects: 0, validateStatus: () => true, headers: { accept: '*/*', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    });
    const type: unknown = response.headers['content-type'];
    if (response.status >= 200 && response.status < 300 && !(typeof type === 'string' && type.startsWith('text/html') && token !== undefined && !/\.html?$/i.test(new URL(url).pathname))) return response.data;
    response.data.destroy();
    if (response.status === 404 || response.status === 410) throw new ConnectorError('rejected', 'The file is no longer at Slack', { reason: 'file-gone' });
    // Without the permission, Slack leads to its sign-in page instead of saying so.
    if (response.status < 400 || response.status === 403) throw new ConnectorError('unauthorized', 'The app may not read files: add files:read under OAuth & Permissions and install it again', { reason: 'missing-scope' });
    const retryAfter: unknown = response.headers['retry-after'];
    throw answeredError(response.status, { effect: 'repeatable', retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined });
  } catch (error) {
    if (error instanceof ConnectorError) throw error;
    if (isAxiosError(error) && error.response) throw answeredError(error.response.status, { effect: 'repeatable' });
    throw brokenError(error, 'repeatable');
  }
}

/** The token goes to nobody else, whatever address a message carries. */
function isSlacks({ settings }: SlackContext, { protocol, hostname, origin }: URL): boolean {
  return origin === new URL(settings.apiUrl).origin || (protocol === 'https:' && (hostname === 'slack.com' || hostname.endsWith('.slack.com') || hostname.endsWith('.slack-edge.com')));
}

function splitAt(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
