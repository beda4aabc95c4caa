import type { Delivery, Inbound, InboundMessage, PublicPost } from '../contract';
import { readJson } from '../json';
import { parseChat } from './bluesky.chat.parse';
import { shownBy } from './bluesky.embeds';
import { parseUri, publicThread } from './bluesky.ids';
import { instant, partyOf } from './bluesky.party';
import { delivered, notification as notificationSchema, postRecord, postView, type Delivered, type Notification, type PostRecord, type PostView, type Profile } from './bluesky.payloads';
import { readText } from './bluesky.text';

/** Pure. What we don't know is ignored with its name, or shown as unsupported; never thrown. */
export function parseDelivery(delivery: Delivery): Inbound[] {
  const parsed = delivered.safeParse(readJson(delivery.body));
  if (!parsed.success) return [{ kind: 'ignored', reason: 'nothing that we fetched from Bluesky' }];
  switch (parsed.data.what) {
    case 'notification':
      return [parseNotification(parsed.data)];
    case 'own-post':
      return [parseOwnPost(parsed.data)];
    case 'direct-message':
      return parseChat(parsed.data);
  }
}

const spoken = new Set(['mention', 'reply', 'quote']);

function parseNotification(kept: Extract<Delivered, { what: 'notification' }>): Inbound {
  const read = notificationSchema.safeParse(kept.notification);
  if (!read.success) return { kind: 'ignored', reason: 'a notification that is not as documented' };
  const notification = read.data;
  if (notification.reason === 'like') return likeFrom(notification);
  if (!spoken.has(notification.reason)) return { kind: 'ignored', reason: `a notification of kind "${notification.reason.replace(/[^\w-]/g, '?').slice(0, 60)}"` };
  const record = postRecord.safeParse(notification.record);
  if (!record.success) {
    return {
      kind: 'message', externalId: notification.uri, at: instant(undefined, notification.indexedAt), from: partyOf(notification.author, undefined), visibility: 'public',
      thread: { key: publicThread(notification.uri, notification.author.did) }, text: '', unsupported: kindOf(notification.record),
    };
  }
  const view = postView.safeParse(kept.post).data;
  return messageFrom(record.data, { uri: notification.uri, author: notification.author, indexedAt: notification.indexedAt, view, kept, quotes: notification.reason === 'quote' });
}

interface Circumstances {
  uri: string;
  author: Profile;
  indexedAt: string | undefined;
  view: PostView | undefined;
  kept: { me: string; web?: string | undefined; root?: unknown };
  quotes?: boolean;
}

function messageFrom(record: PostRecord, { uri, author, indexedAt, view, kept, quotes = false }: Circumstances): InboundMessage {
  const shown = shownBy(view?.embed, record.embed);
  const said = readText(record.text, record.facets);
  const rootUri = record.reply?.root.uri ?? uri;
  const replyTo = record.reply?.parent.uri ?? (quotes ? shown.quotedUri : undefined);
  return {
    kind: 'message',
    externalId: uri,
    at: instant(record.createdAt, indexedAt),
    from: partyOf(author, record.langs?.[0]),
    visibility: 'public',
    thread: { key: publicThread(rootUri, author.did) },
    post: postFrom(rootUri, { root: kept.root, web: kept.web, own: uri === rootUri ? author : undefined }),
    text: said.text,
    ...(said.html === undefined ? {} : { html: said.html }),
    ...(replyTo === undefined ? {} : { replyToExternalId: replyTo }),
    ...(shown.quotedText === undefined ? {} : { quoted: shown.quotedText }),
    ...(shown.attachments.length === 0 ? {} : { attachments: shown.attachments }),
    ...(shown.unknown === undefined ? {} : said.text === '' ? { unsupported: shown.unknown } : {}),
    ...(Object.keys(shown.extra).length === 0 && shown.unknown === undefined ? {} : { extra: { ...shown.extra, ...(shown.unknown === undefined ? {} : { embed: shown.unknown }) } }),
  };
}

/** The account answered in Bluesky's own app: it belongs to whoever wrote what it answers, and only there. */
function parseOwnPost(kept: Extract<Delivered, { what: 'own-post' }>): Inbound {
  const view = postView.safeParse(kept.post);
  const record = view.success ? postRecord.safeParse(view.data.record) : undefined;
  if (!view.success || record?.success !== true) return { kind: 'ignored', reason: 'a post of ours that is not as documented' };
  const parent = record.data.reply?.parent.uri;
  if (parent === undefined || view.data.author.did !== kept.me) return { kind: 'ignored', reason: 'a post of ours that answers nobody' };
  const message = messageFrom(record.data, { uri: view.data.uri, author: view.data.author, indexedAt: view.data.indexedAt, view: view.data, kept });
  return { ...message, echo: true, thread: { references: [parent] } };
}

function likeFrom(notification: Notification): Inbound {
  if (notification.reasonSubject === undefined) return { kind: 'ignored', reason: 'a like of nothing' };
  return { kind: 'reaction', externalId: notification.reasonSubject, at: instant(undefined, notification.indexedAt), from: partyOf(notification.author, undefined), emojis: ['❤️'] };
}

function postFrom(uri: string, { root, web, own }: { root: unknown; web: string | undefined; own: Profile | undefined }): PublicPost {
  const view = postView.safeParse(root).data;
  const record = postRecord.safeParse(view?.record).data;
  const author = view?.author ?? own;
  const shown = view === undefined ? undefined : shownBy(view.embed, record?.embed);
  const url = webUrl(uri, web);
  return {
    externalId: uri,
    kind: 'post',
    ...(url === undefined ? {} : { url }),
    // A first post that is itself the message is shown once.
    ...(record === undefined || own !== undefined ? {} : { text: readText(record.text, record.facets).text }),
    ...(author === undefined ? {} : { author: partyOf(author, undefined) }),
    ...(view === undefined ? {} : { at: instant(record?.createdAt, view.indexedAt) }),
    ...(shown === undefined || own !== undefined || shown.attachments.length === 0 ? {} : { attachments: shown.attachments }),
  };
}

function webUrl(uri: string, web: string | undefined): string | undefined {
  const record = parseUri(uri);
  return web === undefined || record === undefined ? undefined : `${web}/profile/${record.repo}/post/${record.rkey}`;
}

function kindOf(record: unknown): string {
  const type = typeof record === 'object' && record !== null && '$type' in record && typeof record.$type === 'string' ? record.$type : 'post';
  return type.replace(/[^\w.#-]/g, '?').slice(0, 60);
}
