import type { Readable } from 'node:stream';
import { isAxiosError, type AxiosResponse } from 'axios';
import { ConnectorError, type Context, type InboundAttachment } from '../contract';
import { answeredError, brokenError } from './meta.errors';

const downloadBytes = 110 * 1024 * 1024;
const hops = 4;

/** The link has run out, as they all do: the platform can be asked for a new one. */
export class LinkExpired extends ConnectorError {
  constructor() {
    super('rejected', 'Meta no longer has this file under this link', { reason: 'file-gone' });
  }
}

type FetchContext = Pick<Context<unknown>, 'http' | 'allowPrivateHosts'>;

/** Bytes from Meta's network of caches. Redirects are followed by hand, so that each hop passes the address guard and none carries a token to a stranger. */
export async function fetchBytes(ctx: FetchContext, address: string, { bearer }: { bearer?: string } = {}): Promise<Readable> {
  let at = checked(ctx, address);
  const home = at.origin;
  for (let hop = 0; hop < hops; hop += 1) {
    const response = await ask(ctx, at, bearer !== undefined && at.origin === home ? { authorization: `Bearer ${bearer}` } : {});
    if (response.status === 200) return response.data;
    response.data.destroy();
    const location: unknown = response.headers['location'];
    if (response.status >= 300 && response.status < 400 && typeof location === 'string' && URL.canParse(location, at.href)) {
      at = checked(ctx, new URL(location, at).href);
      continue;
    }
    if ([400, 401, 403, 404, 410].includes(response.status)) throw new LinkExpired();
    throw answeredError(response.status, undefined, { what: 'the download', effect: 'repeatable', meanings: [] });
  }
  throw new ConnectorError('unavailable', 'The file moves from place to place', { reason: 'no-answer' });
}

function checked({ allowPrivateHosts }: FetchContext, address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || (url.protocol !== 'https:' && !(url.protocol === 'http:' && allowPrivateHosts))) {
    throw new ConnectorError('rejected', 'This is no address of a file', { reason: 'file-gone' });
  }
  return url;
}

async function ask(ctx: FetchContext, url: URL, headers: Record<string, string>): Promise<AxiosResponse<Readable>> {
  try {
    return await ctx.http.request<Readable>({
      method: 'GET', url: url.href, headers, responseType: 'stream', validateStatus: () => true, maxRedirects: 0, maxContentLength: downloadBytes, timeout: 120_000,
    });
  } catch (error) {
    if (isAxiosError(error) && error.response) throw answeredError(error.response.status, undefined, { what: 'the download', effect: 'repeatable', meanings: [] });
    throw brokenError(error, { what: 'the download', effect: 'repeatable' });
  }
}

const types: Record<string, string> = {
  jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', gif: 'image/gif', webp: 'image/webp', mp4: 'video/mp4', mov: 'video/quicktime', '3gp': 'video/3gpp', webm: 'video/webm',
  mp3: 'audio/mpeg', m4a: 'audio/mp4', aac: 'audio/aac', ogg: 'audio/ogg', opus: 'audio/ogg', amr: 'audio/amr', wav: 'audio/wav', pdf: 'application/pdf', txt: 'text/plain', csv: 'text/csv',
  doc: 'application/msword', docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', ppt: 'application/vnd.ms-powerpoint',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation', zip: 'application/zip',
};

export type MediaKind = 'image' | 'video' | 'audio' | 'file' | 'sticker';
const usual: Record<MediaKind, { ending: string; type: string }> = {
  image: { ending: 'jpg', type: 'image/jpeg' },
  video: { ending: 'mp4', type: 'video/mp4' },
  audio: { ending: 'mp4', type: 'audio/mp4' },
  file: { ending: 'bin', type: 'application/octet-stream' },
  sticker: { ending: 'png', type: 'image/png' },
};

/** The name and type of a file of which only its link is told: from the end of the path, as far as that makes sense. */
export function fileAt(url: string, kind: MediaKind, stem: string): Pick<InboundAttachment, 'name' | 'contentType'> {
  const last = URL.canParse(url) ? decoded(new URL(url).pathname.split('/').at(-1) ?? '') : '';
  const ending = /\.([a-z0-9]{2,5})$/i.exec(last)?.[1]?.toLowerCase() ?? '';
  const known = Object.hasOwn(types, ending) ? types[ending] : undefined;
  const fits = known !== undefined && (kind === 'file' || kind === 'sticker' || known.startsWith(`${kind}/`));
  // Voice messages come as audio in a video's clothes.
  const contentType = kind === 'audio' && ending === 'mp4' ? 'audio/mp4' : fits ? known : usual[kind].type;
  const name = kind === 'file' && ending !== '' ? safeName(last) : undefined;
  return { name: name ?? `${stem}.${fits ? ending : usual[kind].ending}`, contentType };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A file name is what the sender says it is: no path, no control or direction characters. */
export function safeName(name: string | undefined): string | undefined {
  const clean = (name ?? '').split(/[/\\]/).at(-1)?.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '').trim().slice(0, 200);
  return clean === undefined || clean === '' || /^\.+$/.test(clean) ? undefined : clean;
}

/** A declared type, when it has the form of one. */
export function typeOf(declared: string | undefined): string | undefined {
  const type = declared?.split(';')[0]?.trim().toLowerCase();
  return type !== undefined && /^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : undefined;
}
