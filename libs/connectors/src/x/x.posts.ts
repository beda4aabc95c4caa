import type { Inbound, InboundMessage, Json, Party, PublicPost } from '../contract';
import { attachmentsOf, isWebAddress } from './x.media-files';
import type { Includes, Post, User } from './x.payloads';
import type { XSettings } from './x.settings';
import { unescaped } from './x.text';

/** By what its author turned to us; 'no': by nothing that X counts. */
export type Summons = 'mention' | 'reply' | 'quote' | 'no';

/** The id that stays when a post is edited: X gives each version one of its own. */
export const firstId = (post: Post): string => post.edit_history_tweet_ids?.[0] ?? post.id;

const referenced = (post: Post, type: string): string | undefined => post.referenced_tweets.find((one) => one.type === type)?.id;
export const parentOf = (post: Post): string | undefined => post.in_reply_to_tweet_id ?? referenced(post, 'replied_to');
export const isRepost = (post: Post): boolean => referenced(post, 'retweeted') !== undefined;

/** What somebody said in public: to us, of us, or we ourselves. */
export function inboundOfPost(post: Post, includes: Includes, settings: XSettings): Inbound[] {
  if (isRepost(post)) return [{ kind: 'ignored', reason: 'a repost says nothing' }];
  const author = post.author_id;
  if (author === undefined) return [{ kind: 'ignored', reason: 'a post without an author' }];
  if (author === settings.userId) return ownPost(post, includes, settings);
  const id = firstId(post);
  const root = post.conversation_id ?? id;
  const at = instant(post.created_at);
  const quoted = includes.tweets.find((one) => one.id === referenced(post, 'quoted'));
  const { text, poll } = wordsOf(post, includes);
  const parent = parentOf(post);
  const from = partyOf(includes.users.find((user) => user.id === author) ?? { id: author }, post.lang);
  const message: InboundMessage = {
    kind: 'message', externalId: id, at, from, thread: { key: `${root}:${author}` }, visibility: 'public', text,
    post: postAbove({ root, quotedId: referenced(post, 'quoted'), itself: root === id || root === post.id, post }, includes, settings),
    ...(parent === undefined ? {} : { replyToExternalId: parent }),
    ...(quoted === undefined ? {} : { quoted: wordsOf(quoted, includes).text }),
    ...filesOf(post, includes),
    extra: { link: linkTo(post.id, from.handle), summoned: summonsOf(post, includes, settings), ...(poll === undefined ? {} : { poll }) },
  };
  return post.id === id ? [message] : [message, { kind: 'edit', externalId: id, at, text }];
}

function ownPost(post: Post, includes: Includes, settings: XSettings): Inbound[] {
  const parent = parentOf(post);
  if (parent === undefined) return [{ kind: 'ignored', reason: 'a post of our own, to nobody in particular' }];
  const { text } = wordsOf(post, includes);
  const id = firstId(post);
  const at = instant(post.created_at);
  const message: InboundMessage = {
    kind: 'message', externalId: id, at, echo: true, visibility: 'public', text, from: brandOf(settings), thread: { references: [parent] }, replyToExternalId: parent,
    ...(post.in_reply_to_user_id === undefined ? {} : { to: [partyOf(includes.users.find((user) => user.id === post.in_reply_to_user_id) ?? { id: post.in_reply_to_user_id })] }),
    ...filesOf(post, includes),
  };
  return post.id === id ? [message] : [message, { kind: 'edit', externalId: id, at, text }];
}

function filesOf(post: Post, includes: Includes): Pick<InboundMessage, 'attachments'> {
  const keys = post.attachments?.media_keys ?? [];
  return keys.length === 0 ? {} : { attachments: attachmentsOf(keys, includes, { post: post.id }) };
}

/**
 * A reply carries the names of those in the thread in front, whether its author wants that or not. X has not said whether that counts as a
 * summons, so it is a kind of its own, and the settings decide.
 */
function summonsOf(post: Post, includes: Includes, settings: XSettings): Summons {
  const quoted = includes.tweets.find((one) => one.id === referenced(post, 'quoted'));
  const name = settings.username.toLowerCase();
  const quotesUs = quoted?.author_id === settings.userId || (post.entities?.urls ?? []).some((link) => name !== '' && new RegExp(`^https?://(x|twitter)\\.com/${name}/status/`, 'i').test(link.expanded_url ?? ''));
  if (quotesUs) return 'quote';
  const names = new RegExp(`@${name}(?!\\w)`, 'i');
  const written = post.note_tweet?.text ?? post.text;
  if (name !== '' && names.test(written.slice(Math.max(0, cutOf(post))))) return 'mention';
  const named = post.entities?.mentions.some((one) => one.id === settings.userId || (name !== '' && one.username?.toLowerCase() === name)) ?? false;
  if (named && parentOf(post) === undefined) return 'mention';
  return named || post.in_reply_to_user_id === settings.userId ? 'reply' : 'no';
}

/** Where what the author wrote begins; before it stand only names, so that any way of counting letters agrees. */
function cutOf(post: Post): number {
  const begin = post.display_text_range?.[0] ?? 0;
  return parentOf(post) !== undefined && /^(@\w{1,30}\s*)+$/.test(post.text.slice(0, begin)) ? begin : 0;
}

/** What it says, with addresses as they are meant and without those that only stand for what is shown beside. */
export function wordsOf(post: Post, includes: Includes): { text: string; poll?: string[] } {
  const long = post.note_tweet;
  const raw = (long?.text ?? post.text).slice(long === undefined || long.text.startsWith(post.text.slice(0, cutOf(post))) ? cutOf(post) : 0);
  const quoted = referenced(post, 'quoted');
  const text = unescaped(spelledOut(raw, long?.entities?.urls ?? post.entities?.urls ?? [], (link) => link.media_key !== undefined || /\/status\/\d+\/(photo|video)\/\d+$/.test(link.expanded_url ?? '') || (quoted !== undefined && (link.expanded_url ?? '').includes(`/status/${quoted}`))));
  const options = includes.polls.find((one) => one.id === post.attachments?.poll_ids?.[0])?.options.map(({ label }) => label) ?? [];
  return options.length === 0 ? { text } : { text: `${text}\n\n${options.map((label) => `• ${label}`).join('\n')}`, poll: options };
}

interface Link { url: string; expanded_url?: string | undefined; media_key?: string | undefined }

export function spelledOut(text: string, links: readonly Link[], isShownBeside: (link: Link) => boolean): string {
  let told = text;
  for (const link of links) {
    if (!/^https?:\/\/\S+$/.test(link.url)) continue;
    const meant = isShownBeside(link) ? '' : isWebAddress(link.expanded_url) ? link.expanded_url : link.url;
    told = told.split(link.url).join(meant);
  }
  return told.replace(/[ \t]+$/gm, '').trim();
}

function postAbove({ root, quotedId, itself, post }: { root: string; quotedId: string | undefined; itself: boolean; post: Post }, includes: Includes, settings: XSettings): PublicPost {
  // Who quotes a post comments on it, beside the thread of its replies.
  const above = itself && quotedId !== undefined ? quotedId : root;
  const known = includes.tweets.find((one) => one.id === above || firstId(one) === above);
  if (known === undefined || (itself && above === root)) {
    return { externalId: above, kind: 'post', url: linkTo(above), ...(itself && above === root ? { at: instant(post.created_at) } : {}) };
  }
  const author = known.author_id === undefined ? undefined : known.author_id === settings.userId ? brandOf(settings) : partyOf(includes.users.find((user) => user.id === known.author_id) ?? { id: known.author_id });
  const files = known.attachments?.media_keys ?? [];
  return {
    externalId: above, kind: 'post', url: linkTo(above, author?.handle), text: wordsOf(known, includes).text, at: instant(known.created_at),
    ...(author === undefined ? {} : { author }), ...(files.length === 0 ? {} : { attachments: attachmentsOf(files, includes, { post: known.id }) }),
  };
}

export const linkTo = (postId: string, handle?: string): string => `https://x.com/${handle === undefined ? 'i' : handle.replace(/^@/, '')}/status/${postId}`;

export const brandOf = ({ userId, username }: Pick<XSettings, 'userId' | 'username'>): Party => ({ id: userId === '' ? 'us' : userId, ...(username === '' ? {} : { handle: `@${username}` }) });

export function partyOf(user: Pick<User, 'id'> & Partial<User>, language?: string): Party {
  const name = user.name?.trim();
  return {
    id: user.id, verified: true,
    ...(name === undefined || name === '' ? {} : { name }),
    ...(user.username === undefined || user.username === '' ? {} : { handle: `@${user.username}` }),
    ...(isWebAddress(user.profile_image_url) ? { avatarRef: JSON.stringify({ url: user.profile_image_url.replace(/_normal(\.\w+)$/, '_400x400$1') }) } : {}),
    // Codes that begin with a q are X's own, for pictures and hashtags without words.
    ...(language === undefined || !/^[a-z]{2,3}(-\w+)*$/i.test(language) || /^(q|und$|zxx$|art$)/.test(language) ? {} : { language: language === 'in' ? 'id' : language === 'iw' ? 'he' : language }),
  };
}

export function instant(time: string | number | undefined): string {
  const at = time === undefined ? NaN : typeof time === 'number' || /^\d{10,16}$/.test(time) ? Number(time) : Date.parse(time);
  return new Date(Number.isNaN(at) ? 0 : Math.min(Math.max(at, 0), 4_102_444_800_000)).toISOString();
}

export const jsonOf = (raw: unknown): Json => (raw === undefined ? null : (raw as Json)); // it came as JSON
