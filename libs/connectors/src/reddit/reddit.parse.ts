import { extname } from 'node:path';
import type { Delivery, Inbound, InboundAttachment, InboundMessage, Party, PublicPost } from '../contract';
import { content, isDeleted, isPlaceholder, isRemoved, kept, keptMeta, postNameOf, type Content, type Kept } from './reddit.payloads';
import { withWholeLinks } from './reddit.text';

/** Pure. What we don't know is ignored with its name, or shown as unsupported; never thrown. */
export function parse(delivery: Delivery): Inbound[] {
  const read = kept.safeParse(readJson(delivery.body));
  if (!read.success) return [{ kind: 'ignored', reason: 'nothing that we fetched from Reddit' }];
  const { kind } = read.data.thing;
  const { data: said } = content.safeParse(read.data.thing.data);
  if (said === undefined) return [{ kind: 'ignored', reason: `a thing of kind "${kind.replace(/[^\w.-]/g, '?').slice(0, 60)}" that is not as documented` }];
  const restored = keptMeta.safeParse(delivery.meta).success;
  if (kind === 't1' || (kind === 't4' && said.was_comment)) return publicly(said, read.data, { restored, message: commentFrom });
  if (kind === 't3') return isOurs(said, read.data) ? [{ kind: 'ignored', reason: 'a post of our own' }] : publicly(said, read.data, { restored, message: postFrom });
  if (kind === 't4') return [letterFrom(said, read.data)];
  if (said.author === undefined) return [{ kind: 'ignored', reason: `a thing of kind "${kind.replace(/[^\w.-]/g, '?').slice(0, 60)}"` }];
  return [{ kind: 'message', externalId: said.name, at: instant(said.created_utc), from: partyOf(said), visibility: 'private', thread: { key: partyOf(said).id }, text: said.body ?? '', unsupported: kind.slice(0, 60) }];
}

type Maker = (said: Content, kept: Kept) => InboundMessage | undefined;

/** A message while it can be read, and whatever became of it since. */
function publicly(said: Content, from: Kept, { restored, message: make }: { restored: boolean; message: Maker }): Inbound[] {
  const { name: externalId } = said;
  const at = instant(said.edited ?? said.created_utc);
  if (isDeleted(said)) return [{ kind: 'deletion', externalId, at }];
  if ((said.author ?? '').toLowerCase() === 'automoderator') return [{ kind: 'ignored', reason: 'written by AutoModerator' }];
  const readable = !isPlaceholder(said.body) && !isPlaceholder(said.selftext);
  const message = readable ? make(said, from) : undefined;
  if (readable && message === undefined) return [{ kind: 'ignored', reason: 'a comment whose post is not told' }];
  return [
    ...(message === undefined ? [] : [message]),
    ...(message === undefined || said.edited === undefined ? [] : [{ kind: 'edit' as const, externalId, at, text: message.text, ...(message.html === undefined ? {} : { html: message.html }) }]),
    ...(isRemoved(said) ? [{ kind: 'moderation' as const, externalId, at, hidden: true }] : restored ? [{ kind: 'moderation' as const, externalId, at, hidden: false }] : []),
  ];
}

function commentFrom(said: Content, from: Kept): InboundMessage | undefined {
  const postName = postNameOf(said);
  if (postName === undefined) return undefined;
  const { data: above } = content.safeParse((from.post as { data?: unknown } | undefined)?.data); // read as strictly as the thing itself
  const author = partyOf(said);
  const ours = isOurs(said, from);
  const { text, attachments } = wordsOf(said.body ?? '', said);
  const link = linkOf(said.permalink ?? said.context, from);
  return {
    kind: 'message', externalId: said.name, at: instant(said.created_utc), from: author, visibility: 'public',
    thread: ours ? { references: said.parent_id === undefined ? [] : [said.parent_id] } : { key: `${postName}:${author.id}` },
    ...(ours ? { echo: true } : {}),
    text, ...htmlOf(said.body_html, from), ...(attachments.length === 0 ? {} : { attachments }),
    ...(said.parent_id?.startsWith('t1_') === true ? { replyToExternalId: said.parent_id } : {}),
    post: above === undefined ? { externalId: postName, kind: 'post', ...(said.link_title === undefined ? {} : { title: said.link_title }), ...postLinkOf(said, postName, from) } : aboveOf(above, from),
    extra: { ...(link === undefined ? {} : { link }), ...(said.subreddit === undefined ? {} : { subreddit: said.subreddit }) },
  };
}

/** Somebody's post in a subreddit that is watched: a question to us as much as a comment is. */
function postFrom(said: Content, from: Kept): InboundMessage {
  const author = partyOf(said);
  const link = linkOf(said.permalink, from);
  const { text: words, attachments } = wordsOf(said.selftext ?? '', said);
  const address = isWeb(said.url) && said.url !== link && !(said.url ?? '').includes(said.permalink ?? '\n') ? said.url : undefined;
  const picture = address === undefined ? undefined : pictureAt(address);
  const all = [...attachments, ...(picture === undefined ? [] : [picture])];
  const { text: _twice, attachments: _shown, ...post } = aboveOf(said, from);
  return {
    kind: 'message', externalId: said.name, at: instant(said.created_utc), from: author, visibility: 'public', thread: { key: `${said.name}:${author.id}` },
    text: [said.title ?? '', words, picture === undefined ? (address ?? '') : ''].filter((part) => part !== '').join('\n\n'),
    ...(all.length === 0 ? {} : { attachments: all }), post,
    extra: { ...(link === undefined ? {} : { link }), ...(said.subreddit === undefined ? {} : { subreddit: said.subreddit }) },
  };
}

/** A private message: one thread for each person, since Reddit turns them into chats, which have no subjects. */
function letterFrom(said: Content, from: Kept): Inbound {
  const subject = said.subject === undefined || /^\[direct chat room\]$/i.test(said.subject) ? {} : { subject: said.subject };
  const rest = { kind: 'message' as const, externalId: said.name, at: instant(said.created_utc), visibility: 'private' as const, text: said.body ?? '', ...htmlOf(said.body_html, from), ...subject, ...(said.parent_id === undefined ? {} : { replyToExternalId: said.parent_id }) };
  if (isOurs(said, from)) {
    const to = addressee(said.dest);
    return to === undefined ? { kind: 'ignored', reason: 'a private message of ours to nobody' } : { ...rest, echo: true, from: partyOf(said), to: [to], thread: { key: to.id } };
  }
  const author = said.author === undefined && said.subreddit !== undefined ? subredditParty(said.subreddit) : partyOf(said);
  const automatic = said.distinguished !== undefined && said.distinguished !== 'moderator' ? { automatic: 'bulk' as const } : {};
  return { ...rest, ...automatic, from: author, thread: { key: author.id }, threadState: { last: said.name } };
}

const isOurs = ({ author }: Content, { me }: Kept): boolean => author !== undefined && author.toLowerCase() === me.toLowerCase();

/** Names stand for people: they can't be changed, and in some places nothing else is told. */
function partyOf({ author, author_fullname: fullname, name }: Content): Party {
  if (author === undefined || author === '[deleted]' || author === '') return { id: `deleted:${name}`, name: '[deleted]' };
  return { ...person(author), ...(fullname === undefined || !/^t2_\w+$/.test(fullname) ? {} : { aliases: [fullname] }), verified: true };
}
const person = (name: string): Party => ({ id: name.toLowerCase(), name, handle: `u/${name}` });
const subredditParty = (name: string): Party => ({ id: `r/${name.toLowerCase()}`, name: `r/${name}`, handle: `r/${name}` });
const addressee = (dest: string | undefined): Party | undefined => (dest === undefined || dest === '' ? undefined : dest.startsWith('#') ? subredditParty(dest.slice(1)) : person(dest));

function aboveOf(said: Content, from: Kept): PublicPost {
  const { text, attachments } = wordsOf(isPlaceholder(said.selftext) ? '' : (said.selftext ?? ''), said);
  const url = linkOf(said.permalink, from);
  return {
    externalId: said.name, kind: 'post', ...(url === undefined ? {} : { url }), ...(said.title === undefined ? {} : { title: said.title }), ...(text === '' ? {} : { text }),
    author: partyOf(said), at: instant(said.created_utc), ...(attachments.length === 0 ? {} : { attachments }),
  };
}

/** Pictures stand in the text by their ids; they are shown beside it. */
function wordsOf(markdown: string, { media_metadata: media }: Content): { text: string; attachments: InboundAttachment[] } {
  const attachments = Object.entries(media).flatMap(([id, { e: kind, m: type, status, s: sizes }]): InboundAttachment[] => {
    const ref = sizes?.mp4 ?? sizes?.gif ?? sizes?.u;
    if (status !== 'valid' || ref === undefined || !isWeb(ref) || kind === 'RedditVideo') return [];
    const contentType = sizes?.mp4 !== undefined ? 'video/mp4' : (type ?? 'image/jpeg').replace(/^image\/jpg$/, 'image/jpeg');
    return [{ key: id, name: `${id.replace(/[^\w-]+/g, '-').slice(0, 60)}${contentType === 'video/mp4' ? '.mp4' : `.${contentType.split('/')[1]?.replace('jpeg', 'jpg') ?? 'bin'}`}`, contentType, ref }];
  });
  const ids = new Set(attachments.map(({ key }) => key));
  const text = markdown.replace(/!\[[^\]]*\]\(([^)\s]+)(?: "[^"]*")?\)/g, (whole, id: string) => (ids.has(id) ? '' : whole)).trim();
  return { text, attachments };
}

const pictures: Readonly<Record<string, string | undefined>> = { '.jpg': 'image/jpeg', '.jpeg': 'image/jpeg', '.png': 'image/png', '.gif': 'image/gif', '.webp': 'image/webp' };

/** Only what Reddit itself keeps: a link elsewhere stays a link. */
function pictureAt(address: string): InboundAttachment | undefined {
  const { hostname, pathname } = new URL(address);
  const contentType = pictures[extname(pathname).toLowerCase()];
  return contentType === undefined || !/^(i|preview)\.redd\.it$/.test(hostname) ? undefined : { key: 'picture', name: pathname.split('/').at(-1) ?? 'picture', contentType, ref: address };
}

const htmlOf = (html: string | undefined, { site }: Kept): { html?: string } => (html === undefined ? {} : { html: withWholeLinks(html, site) });
const isWeb = (url: string | undefined): url is string => url !== undefined && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

function linkOf(path: string | undefined, { site }: Kept): string | undefined {
  const link = path === undefined ? undefined : `${site}${path.replace(/\?context=\d+$/, '')}`;
  return path?.startsWith('/') === true && isWeb(link) ? link : undefined;
}

function postLinkOf({ context, permalink }: Content, postName: string, from: Kept): { url?: string } {
  const path = /^\/r\/[\w-]+\/comments\/[a-z0-9]+\/(?:[^/]+\/)?/.exec(permalink ?? context ?? '')?.[0] ?? `/comments/${postName.slice(3)}/`;
  const url = linkOf(path, from);
  return url === undefined ? {} : { url };
}

const instant = (seconds: number): string => new Date(Math.round(Math.min(Math.max(seconds, 0), 4_102_444_800) * 1000)).toISOString();

/** Of which every string can be kept: PostgreSQL takes neither a zero byte nor half a surrogate pair. */
function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'), (_key, value: unknown) => (typeof value === 'string' ? value.replaceAll('\u0000', '\ufffd').toWellFormed() : value)) as unknown;
  } catch {
    return undefined;
  }
}
