import type { InboundAttachment } from '../contract';
import type { Includes, Media } from './x.payloads';

/** What `download` is handed: an address, or where to ask for one. */
export type Ref = { url: string } | { post: string; media: string } | { dm: string; media: string };
export const formatRef = (ref: Ref): string => JSON.stringify(ref);

const kinds: Readonly<Record<string, { stem: string; contentType: string; ending: string }>> = {
  photo: { stem: 'photo', contentType: 'image/jpeg', ending: '.jpg' },
  video: { stem: 'video', contentType: 'video/mp4', ending: '.mp4' },
  animated_gif: { stem: 'animation', contentType: 'video/mp4', ending: '.mp4' },
};
/** The number before the underscore of a media key names its kind. */
const kindsOfKeys: Readonly<Record<string, string>> = { '3': 'photo', '5': 'photo', '7': 'video', '13': 'video', '16': 'animated_gif' };

interface Variant { url: string; content_type?: string | undefined; bit_rate?: number | undefined; bitrate?: number | undefined }

export const isWebAddress = (value: unknown): value is string => typeof value === 'string' && /^https?:\/\//i.test(value) && URL.canParse(value);

/** The best film that is one file; streams in pieces are for players. */
export function addressOf({ type, url, preview, variants }: { type: string; url?: string | undefined; preview?: string | undefined; variants: readonly Variant[] }): string | undefined {
  const films = variants.filter((one) => (one.content_type ?? '').startsWith('video/mp4') && isWebAddress(one.url)).sort((one, other) => (other.bit_rate ?? other.bitrate ?? 0) - (one.bit_rate ?? one.bitrate ?? 0));
  return [type === 'photo' ? url : films[0]?.url, url, preview].find(isWebAddress);
}

export const mediaAddress = (media: Media): string | undefined => addressOf({ type: media.type, url: media.url, preview: media.preview_image_url, variants: media.variants });

/** Files of a post or a private message, as far as the delivery says where they are; of the others it is asked later. */
export function attachmentsOf(keys: readonly string[], includes: Includes, owner: { post: string } | { dm: string }): InboundAttachment[] {
  return [...new Set(keys)].slice(0, 20).map((key, index): InboundAttachment => {
    const known = includes.media.find((one) => one.media_key === key);
    const url = known === undefined ? undefined : mediaAddress(known);
    return fileOf({ key, type: known?.type ?? kindsOfKeys[key.split('_')[0] ?? ''] ?? 'photo', index, alt: known?.alt_text, ref: url === undefined ? { ...owner, media: key } : { url } });
  });
}

export function fileOf({ key, type, index, alt, ref }: { key: string; type: string; index: number; alt?: string | undefined; ref: Ref }): InboundAttachment {
  const ending = 'url' in ref ? (/\.(png|webp|gif|jpe?g|mp4)$/i.exec(new URL(ref.url).pathname)?.[1]?.toLowerCase() ?? (/[?&]format=(png|webp|jpg)\b/i.exec(ref.url)?.[1]?.toLowerCase())) : undefined;
  const kind = kinds[type] ?? { stem: 'file', contentType: 'application/octet-stream', ending: '' };
  const words = (alt ?? '').replace(/[\p{Cc}\\/:*?"<>|]+/gu, ' ').replace(/\s+/g, ' ').trim().slice(0, 60).toWellFormed().trim();
  const contentType = ending === undefined ? kind.contentType : ending === 'mp4' ? 'video/mp4' : `image/${ending === 'jpg' ? 'jpeg' : ending}`;
  return { key, name: `${words === '' ? `${kind.stem}-${index + 1}` : words}${ending === undefined ? kind.ending : `.${ending}`}`, contentType, ref: formatRef(ref) };
}
