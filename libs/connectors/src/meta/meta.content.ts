import type { InboundAttachment, Json } from '../contract';
import { isRecord, kindWord } from './meta.json';
import { formatRef } from './meta.ids';
import { fileAt, type MediaKind } from './meta.media';
import { readAttachment, type Attachment, type Message, type Referral } from './meta.payloads';

export interface Content { text: string; attachments: InboundAttachment[]; extra: Record<string, Json>; unsupported?: string }

const media = new Map<string, MediaKind>(Object.entries<MediaKind>({
  image: 'image', video: 'video', audio: 'audio', file: 'file', sticker: 'sticker',
  // Stories vanish after a day, so their picture is fetched like one of the message's own.
  story_mention: 'image', ig_story: 'image', ig_reel: 'video', reel: 'video', ig_post: 'image', share: 'image', post: 'image', fallback: 'image',
}));
const shared = new Set(['ig_reel', 'reel', 'ig_post', 'share', 'post', 'fallback']);

/** What a message of Messenger or of Instagram says, in words and files. */
export function contentOf(message: Message, mid: string): Content {
  const content: Content = { text: message.text ?? '', attachments: [], extra: {} };
  (message.attachments ?? []).forEach((one, index) => {
    const attachment = readAttachment(one);
    if (attachment) add(content, attachment, { index, mid });
    else content.unsupported ??= 'attachment';
  });
  const button = message.quick_reply?.payload ?? undefined;
  if (button !== undefined) content.extra['button'] = button;
  if (message.referral) content.extra['referral'] = referralFacts(message.referral);
  const story = message.reply_to?.story;
  if (story) {
    content.extra['story'] = { ...(story.id == null ? {} : { id: story.id }), answered: true };
    if (story.url != null && URL.canParse(story.url)) content.attachments.push({ key: 'story', ...fileAt(story.url, 'image', 'story'), ref: formatRef({ url: story.url }) });
  }
  if (message.is_unsupported === true) content.unsupported ??= 'message';
  if (content.text === '' && content.attachments.length === 0 && content.unsupported === undefined && Object.keys(content.extra).length === 0) content.unsupported = unknownKind(message);
  return content;
}

function add(content: Content, attachment: Attachment, { index, mid }: { index: number; mid: string }): void {
  const { type, payload } = attachment;
  const url = payload?.url ?? attachment.url ?? undefined;
  const title = payload?.title ?? attachment.title ?? undefined;
  if (type === 'template') {
    const lines = [payload?.text, ...(payload?.elements ?? []).flatMap((element) => [element.title, element.subtitle]), title].filter((line): line is string => typeof line === 'string' && line !== '');
    if (lines.length === 0) content.unsupported ??= 'template';
    else if (content.text === '') content.text = [...new Set(lines)].join('\n');
    return;
  }
  if (type === 'location' && payload?.coordinates) {
    const { lat, long } = payload.coordinates;
    addLine(content, `📍 ${title ?? `${lat}, ${long}`}`);
    content.extra['location'] = { latitude: lat, longitude: long, ...(title === undefined ? {} : { name: title }) };
    return;
  }
  const kind = media.get(type);
  if (url === undefined || (kind === undefined && !URL.canParse(url))) {
    // A shared link may come with its title alone.
    if (title !== undefined && shared.has(type)) addLine(content, title);
    else content.unsupported ??= kindWord(type);
    return;
  }
  if (kind === undefined) content.unsupported ??= kindWord(type);
  if (type === 'story_mention') content.extra['story'] = { mentioned: true };
  if (shared.has(type) && isPage(url)) {
    addLine(content, title === undefined || title === content.text ? undefined : title);
    if (!content.text.includes(url)) addLine(content, url);
    content.extra['shared'] = { kind: type, url, ...(title === undefined ? {} : { title }) };
    return;
  }
  if (shared.has(type)) {
    addLine(content, title);
    content.extra['shared'] = { kind: type, ...(title === undefined ? {} : { title }) };
  }
  const name = kind === 'sticker' || payload?.sticker_id != null ? 'sticker' : type.replace(/[^\w-]/g, '') || 'file';
  content.attachments.push({ key: String(index), ...fileAt(url, kind ?? 'file', `${name}-${index + 1}`), ref: formatRef({ url, mid, index }) });
}

function addLine(content: Content, line: string | undefined): void {
  if (line !== undefined && line !== '') content.text = content.text === '' ? line : `${content.text}\n${line}`;
}

/** Links to pages for people; whatever else Meta names is a file in its caches. */
function isPage(url: string): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  return /^(?:www\.|m\.|web\.|l\.)?(?:facebook|instagram)\.com$/.test(host) || !/(?:^|\.)(?:fbcdn\.net|fbsbx\.com|cdninstagram\.com)$/.test(host) && !/\.(?:jpe?g|png|gif|webp|mp4|mov)$/i.test(new URL(url, 'https://x.test').pathname);
}

export function referralFacts(referral: Referral): Json {
  const { ads_context_data: ad } = referral;
  const facts: Record<string, string | null | undefined> = {
    source: referral.source, ref: referral.ref, adId: referral.ad_id, url: referral.referer_uri, title: ad?.ad_title, picture: ad?.photo_url ?? ad?.video_url, postId: ad?.post_id,
  };
  return Object.fromEntries(Object.entries(facts).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== ''));
}

const envelope = new Set(['mid', 'text', 'attachments', 'quick_reply', 'reply_to', 'is_echo', 'is_deleted', 'is_unsupported', 'is_self', 'app_id', 'metadata', 'referral', 'seq', 'sticker_id', 'nlp', 'traits', 'tags', 'is_instagram_initiated']);

function unknownKind(message: Message): string {
  return kindWord(Object.keys(isRecord(message) ? message : {}).find((key) => !envelope.has(key)) ?? 'empty');
}
