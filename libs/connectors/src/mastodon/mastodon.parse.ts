import { extname } from 'node:path';
import type { Delivery, Inbound, InboundAttachment, InboundMessage, Json, Party, PublicPost } from '../contract';
import { account as accountSchema, delivered, notification as notificationSchema, status as statusSchema, type Account, type Delivered, type Notification, type Status } from './mastodon.payloads';
import { plainText } from './mastodon.text';

/** Pure. What we don't know is ignored with its name, or shown as unsupported; never thrown. */
export function parseDelivery(delivery: Delivery): Inbound[] {
  const parsed = delivered.safeParse(readJson(delivery.body));
  if (!parsed.success) return [{ kind: 'ignored', reason: 'nothing that we fetched from Mastodon' }];
  const kept = parsed.data;
  switch (kept.what) {
    case 'notification':
      return [parseNotification(kept)];
    case 'own':
      return [parseOwn(kept)];
    case 'edit':
      return parseEdit(kept);
    case 'delete':
      return [{ kind: 'deletion', externalId: kept.id, at: instant(kept.at) }];
    case 'other':
      return [{ kind: 'ignored', reason: `an event of kind "${named(kept.event)}"` }];
  }
}

function parseNotification(kept: Extract<Delivered, { what: 'notification' }>): Inbound {
  const read = notificationSchema.safeParse(kept.notification);
  if (!read.success) return { kind: 'ignored', reason: 'a notification that is not as documented' };
  const notification = read.data;
  const status = statusSchema.safeParse(notification.status);
  switch (notification.type) {
    case 'mention':
    case 'quote':
      return status.success ? messageFrom(status.data, kept) : unreadable(notification, kept);
    case 'favourite':
      if (!status.success || notification.account === undefined) return { kind: 'ignored', reason: 'a favourite of nothing' };
      return { kind: 'reaction', externalId: status.data.id, at: instant(notification.created_at), from: partyOf(notification.account, kept.domain), emojis: ['⭐'] };
    case 'update':
      return status.success ? editFrom(status.data, kept.me) : { kind: 'ignored', reason: 'an edit that is not as documented' };
    default:
      return { kind: 'ignored', reason: `a notification of kind "${named(notification.type)}"` };
  }
}

/** Somebody said something in a form that we can't read: shown as such, for whoever wrote it waits. */
function unreadable(notification: Notification, kept: { domain: string }): Inbound {
  const raw = accountSchema.safeParse(notification.account);
  if (!raw.success) return { kind: 'ignored', reason: 'a mention that is not as documented' };
  return { kind: 'message', externalId: `notification-${notification.id}`, at: instant(notification.created_at), from: partyOf(raw.data, kept.domain), visibility: 'private', thread: { key: raw.data.id }, text: '', unsupported: notification.type };
}

/** Everybody can read what is public or unlisted; what followers alone see is answered to its author alone. */
export function isPublic(status: Pick<Status, 'visibility'>): boolean {
  return status.visibility === 'public' || status.visibility === 'unlisted';
}

function messageFrom(status: Status, kept: { domain: string; root?: unknown }): InboundMessage {
  const { text, extra } = contentOf(status);
  const attachments = attachmentsOf(status);
  const root = statusSchema.safeParse(kept.root).data ?? status;
  const quoted = status.quote?.quoted_status;
  const replyTo = status.in_reply_to_id ?? quoted?.id;
  return {
    kind: 'message',
    externalId: status.id,
    at: instant(status.created_at),
    from: partyOf(status.account, kept.domain, status.language),
    visibility: isPublic(status) ? 'public' : 'private',
    thread: { key: isPublic(status) ? `${root.id}:${status.account.id}` : status.account.id },
    threadState: { acct: status.account.acct, visibility: status.visibility, warning: status.spoiler_text ?? '' },
    ...(isPublic(status) ? { post: postFrom(root, kept.domain, root.id === status.id) } : {}),
    text,
    html: status.content,
    ...(quoted?.content === undefined ? {} : { quoted: plainText(quoted.content) }),
    ...(replyTo === undefined ? {} : { replyToExternalId: replyTo }),
    ...(attachments.length === 0 ? {} : { attachments }),
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
}

/** Written by the account in another program: in private it goes to whom it mentions, in public to whoever it answers. */
function parseOwn(kept: Extract<Delivered, { what: 'own' }>): Inbound {
  const read = statusSchema.safeParse(kept.status);
  if (!read.success || read.data.account.id !== kept.me) return { kind: 'ignored', reason: 'a post of ours that is not as documented' };
  const status = read.data;
  const others = status.mentions.filter((mention) => mention.id !== kept.me);
  const { threadState: _theirs, html: _withNames, ...rest } = messageFrom(status, kept);
  const message: InboundMessage = { ...rest, text: withoutNames(rest.text, status) };
  if (!isPublic(status)) {
    const [first] = others;
    if (first === undefined) return { kind: 'ignored', reason: 'a private post of ours to nobody' };
    return { ...message, echo: true, thread: { key: first.id }, to: others.map((mention) => partyOf({ ...mention }, kept.domain)) };
  }
  if (status.in_reply_to_id === undefined) return { kind: 'ignored', reason: 'a post of ours that answers nobody' };
  return { ...message, echo: true, thread: { references: [status.in_reply_to_id] } };
}

/** The names in front are the address of a letter; our own answers stand in the thread without them. */
function withoutNames(text: string, status: Status): string {
  const names = new Set(status.mentions.flatMap(({ acct }) => [acct.toLowerCase(), acct.split('@')[0]?.toLowerCase() ?? '']));
  let rest = text;
  for (let found = /^@([\w.@:-]+)(\s+|$)/.exec(rest); found !== null && names.has((found[1] ?? '').toLowerCase()); found = /^@([\w.@:-]+)(\s+|$)/.exec(rest)) rest = rest.slice(found[0].length);
  return rest;
}

function parseEdit(kept: Extract<Delivered, { what: 'edit' }>): Inbound[] {
  const read = statusSchema.safeParse(kept.status);
  if (!read.success) return [{ kind: 'ignored', reason: 'an edit that is not as documented' }];
  const status = read.data;
  if (status.account.id !== kept.me && !status.mentions.some(({ id }) => id === kept.me)) return [{ kind: 'ignored', reason: 'an edit of a post that is not for us' }];
  return [editFrom(status, kept.me)];
}

function editFrom(status: Status, me: string): Inbound {
  const { text } = contentOf(status);
  const said = status.account.id === me ? { text: withoutNames(text, status) } : { text, html: status.content };
  return { kind: 'edit', externalId: status.id, at: instant(status.edited_at ?? status.created_at), ...said };
}

/** The warning stands before the text, and what can be chosen after it. */
function contentOf(status: Status): { text: string; extra: Record<string, Json> } {
  const warning = status.spoiler_text?.trim() ?? '';
  const options = status.poll?.options.map(({ title }) => `${status.poll?.multiple === true ? '☐' : '○'} ${title}`) ?? [];
  const parts = [warning === '' ? '' : `⚠️ ${warning}`, plainText(status.content), options.join('\n')];
  const descriptions = status.media_attachments.flatMap(({ description }) => (description === undefined || description.trim() === '' ? [] : [description]));
  return {
    text: parts.filter((part) => part !== '').join('\n\n'),
    extra: {
      ...(warning === '' ? {} : { warning }),
      ...(status.sensitive === true ? { sensitive: true } : {}),
      ...(descriptions.length === 0 ? {} : { alt: descriptions }),
      ...(status.card === undefined ? {} : { link: { url: status.card.url, ...(status.card.title === undefined ? {} : { title: status.card.title }) } }),
      ...(status.poll === undefined ? {} : { poll: { options: status.poll.options.map(({ title, votes_count: votes }) => ({ title, ...(votes === undefined ? {} : { votes }) })), ...(status.poll.expires_at === undefined ? {} : { until: status.poll.expires_at }) } }),
      ...(status.visibility === 'private' ? { followersOnly: true } : {}),
    },
  };
}

const types: Record<string, string> = {
  '.jpg': 'image/jpeg', '.jpeg': 'image/jpeg', '.png': 'image/png', '.gif': 'image/gif', '.webp': 'image/webp', '.avif': 'image/avif', '.heic': 'image/heic',
  '.mp4': 'video/mp4', '.m4v': 'video/mp4', '.webm': 'video/webm', '.mov': 'video/quicktime', '.mp3': 'audio/mpeg', '.ogg': 'audio/ogg', '.oga': 'audio/ogg', '.opus': 'audio/ogg', '.wav': 'audio/wav', '.flac': 'audio/flac', '.m4a': 'audio/mp4', '.aac': 'audio/aac',
};
const usual: Record<string, string> = { image: 'image/jpeg', gifv: 'video/mp4', video: 'video/mp4', audio: 'audio/mpeg' };

function attachmentsOf(status: Status): InboundAttachment[] {
  return status.media_attachments.flatMap((media, index) => {
    const ref = [media.url, media.remote_url].find((url) => url !== undefined && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol));
    // Still being worked on, or kept from us by our server: nothing to fetch.
    if (ref === undefined) return [];
    const ending = extname(new URL(ref).pathname).toLowerCase();
    const contentType = types[ending] ?? usual[media.type] ?? 'application/octet-stream';
    const words = (media.description ?? '').replace(/[\p{Cc}\\/:*?"<>|]+/gu, ' ').replace(/\s+/g, ' ').trim().slice(0, 60).toWellFormed().trim();
    const name = `${words === '' ? `${media.type.replace(/\W/g, '') || 'file'}-${index + 1}` : words}${ending in types ? ending : ''}`;
    return [{ key: media.id ?? `media-${index + 1}`, name, contentType, ref }];
  });
}

function postFrom(root: Status, domain: string, itself: boolean): PublicPost {
  return {
    externalId: root.id,
    kind: 'post',
    ...(root.url === undefined || !/^https?:\/\//i.test(root.url) ? {} : { url: root.url }),
    // A first post that is itself the message is shown once.
    ...(itself ? {} : { text: contentOf(root).text, attachments: attachmentsOf(root) }),
    author: partyOf(root.account, domain),
    at: instant(root.created_at),
  };
}

export function partyOf(account: Pick<Account, 'id' | 'acct'> & Partial<Account>, domain: string, language?: string): Party {
  // Pictures of custom emoji stand in names as ":words:"; they stay words.
  const name = account.display_name?.trim();
  return {
    id: account.id,
    ...(name === undefined || name === '' ? {} : { name }),
    handle: `@${account.acct}${account.acct.includes('@') || domain === '' ? '' : `@${domain}`}`,
    ...(account.avatar === undefined || !/^https?:\/\//i.test(account.avatar) ? {} : { avatarRef: account.avatar }),
    ...(language === undefined || language === '' ? {} : { language: language.slice(0, 35) }),
    ...(account.created_at === undefined || Number.isNaN(Date.parse(account.created_at)) ? {} : { accountSince: new Date(account.created_at).toISOString() }),
    verified: true,
  };
}

function instant(time: string | undefined): string {
  const at = time === undefined ? NaN : Date.parse(time);
  return new Date(Number.isNaN(at) ? 0 : Math.min(Math.max(at, 0), 4_102_444_800_000)).toISOString();
}

function named(kind: string): string {
  return kind.replace(/[^\w.-]/g, '?').slice(0, 60);
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
