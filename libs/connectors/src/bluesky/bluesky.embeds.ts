import type { InboundAttachment, Json } from '../contract';
import { embedView, externalCard, quotedRecord, recordImages, viewImages, viewVideo } from './bluesky.payloads';

export interface Shown {
  attachments: InboundAttachment[];
  /** The post that is quoted. */
  quotedUri?: string;
  quotedText?: string;
  extra: Record<string, Json>;
  /** A kind that we don't know. */
  unknown?: string;
}

/** What hangs on a post: as the AppView shows it, with addresses to fetch; without a view, what the record alone says. */
export function shownBy(view: unknown, record: unknown): Shown {
  const shown: Shown = { attachments: [], extra: {} };
  const read = embedView.safeParse(view);
  if (read.success) readView(shown, read.data);
  else {
    const raw = embedView.safeParse(record);
    if (raw.success) readRecord(shown, raw.data);
  }
  return shown;
}

function readView(shown: Shown, view: { $type: string; [key: string]: unknown }): void {
  switch (view.$type) {
    case 'app.bsky.embed.images#view': {
      const { data } = viewImages.safeParse(view);
      data?.images.forEach(({ fullsize, alt }, index) => {
        if (!/^https?:\/\//i.test(fullsize)) return;
        const type = typeOf(fullsize);
        shown.attachments.push({ key: `image-${index + 1}`, name: nameOf(alt, `image-${index + 1}`, type), contentType: type, ref: fullsize });
      });
      const alts = data?.images.flatMap(({ alt }) => (alt === undefined || alt.trim() === '' ? [] : [alt])) ?? [];
      if (alts.length > 0) shown.extra['alt'] = alts;
      return;
    }
    case 'app.bsky.embed.video#view': {
      const { data } = viewVideo.safeParse(view);
      if (data?.thumbnail !== undefined && /^https?:\/\//i.test(data.thumbnail)) {
        const type = typeOf(data.thumbnail);
        shown.attachments.push({ key: 'video-still', name: nameOf(data.alt, 'video-still', type), contentType: type, ref: data.thumbnail });
      }
      // The film itself is a list of pieces for a player, nothing to download.
      shown.extra['video'] = { ...(data?.playlist === undefined ? {} : { url: data.playlist }), ...(data?.alt === undefined ? {} : { alt: data.alt }) };
      return;
    }
    case 'app.bsky.embed.external#view': {
      const { data } = externalCard.safeParse(view);
      if (data) shown.extra['link'] = linkOf(data.external);
      return;
    }
    case 'app.bsky.embed.record#view':
      readQuote(shown, view['record']);
      return;
    case 'app.bsky.embed.recordWithMedia#view': {
      const media = embedView.safeParse(view['media']);
      if (media.success) readView(shown, media.data);
      const inner = view['record'];
      readQuote(shown, typeof inner === 'object' && inner !== null && 'record' in inner ? inner.record : undefined);
      return;
    }
    default:
      shown.unknown = kindOf(view.$type);
  }
}

function readRecord(shown: Shown, embed: { $type: string; [key: string]: unknown }): void {
  switch (embed.$type) {
    case 'app.bsky.embed.images': {
      // Without the AppView's view nobody says where the bytes are; what the pictures show is told.
      const alts = recordImages.safeParse(embed).data?.images.flatMap(({ alt }) => (alt === undefined || alt.trim() === '' ? [] : [alt])) ?? [];
      shown.extra['images'] = recordImages.safeParse(embed).data?.images.length ?? 0;
      if (alts.length > 0) shown.extra['alt'] = alts;
      return;
    }
    case 'app.bsky.embed.external': {
      const { data } = externalCard.safeParse(embed);
      if (data) shown.extra['link'] = linkOf(data.external);
      return;
    }
    case 'app.bsky.embed.record':
      readQuote(shown, embed['record']);
      return;
    case 'app.bsky.embed.recordWithMedia': {
      const media = embedView.safeParse(embed['media']);
      if (media.success) readRecord(shown, media.data);
      const inner = embed['record'];
      readQuote(shown, typeof inner === 'object' && inner !== null && 'record' in inner ? inner.record : undefined);
      return;
    }
    case 'app.bsky.embed.video':
      shown.extra['video'] = {};
      return;
    default:
      shown.unknown = kindOf(embed.$type);
  }
}

function readQuote(shown: Shown, record: unknown): void {
  const { data } = quotedRecord.safeParse(record);
  if (!data) return;
  shown.quotedUri = data.uri;
  if (data.value !== undefined) shown.quotedText = data.value.text;
}

function linkOf({ uri, title, description }: { uri: string; title?: string | undefined; description?: string | undefined }): Json {
  return { url: uri, ...(title === undefined ? {} : { title }), ...(description === undefined ? {} : { description: description.slice(0, 1_000) }) };
}

/** Addresses of the picture service ended in `@jpeg`; newer ones carry no ending and bring WebP. */
function typeOf(url: string): string {
  const ending = /[@.](jpe?g|png|webp|gif)$/i.exec(url.split(/[?#]/)[0] ?? '')?.[1]?.toLowerCase();
  return ending?.startsWith('jp') === true ? 'image/jpeg' : `image/${ending ?? 'webp'}`;
}

function nameOf(alt: string | undefined, fallback: string, type: string): string {
  const words = (alt ?? '').replace(/[\p{Cc}\\/:*?"<>|]+/gu, ' ').replace(/\s+/g, ' ').trim().slice(0, 60).toWellFormed().trim();
  return `${words === '' ? fallback : words}.${type === 'image/jpeg' ? 'jpg' : type.slice('image/'.length)}`;
}

function kindOf(type: string): string {
  return type.replace(/^app\.bsky\.embed\./, '').replace(/[^\w.#-]/g, '?').slice(0, 60);
}
