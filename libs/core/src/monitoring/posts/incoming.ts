import type { PushedPost } from '@kontuar/contract';
import { foldWord, wordsOf, stemOfForms } from '../query/words';
import { ReadPost } from '../query/evaluate';

/** A post as a source tells of it. */
export interface IncomingPost {
  platform: string; externalId: string; author: string; authorName: string; url: string | null; title: string; text: string; language: string | null; country: string | null;
  reach: number | null; engagement: number; publishedAt: Date; editedAt: Date | null; isDeleted: boolean; repostOf: string | null; picture: string | null;
  sourceId: string | null; channelId: string | null; conversationId: string | null; messageId: string | null;
}

const DAY_MS = 86_400_000;
/** More than anything was ever seen: who says more means less, and sums of it stay numbers. */
const MOST_PEOPLE = 100_000_000_000;
const believed = <T extends number | null>(said: T): T => said !== null && said > MOST_PEOPLE ? (MOST_PEOPLE as T) : said; // a number stays one

/** Clocks of others go wrong: nothing is from the future. */
export function incomingOf(post: PushedPost, sourceId: string, receivedAt: Date): IncomingPost {
  const said = post.publishedAt === undefined ? receivedAt : new Date(post.publishedAt);
  return {
    platform: post.platform, externalId: sound(post.id), author: clean(post.author.handle.replace(/^@/, '')), authorName: clean(post.author.name), url: soundOrNull(post.url), title: clean(post.title), text: clean(post.text),
    language: post.language ?? null, country: post.country?.toUpperCase() ?? null, reach: believed(post.reach ?? post.author.followers ?? null), engagement: believed(post.likes + post.shares + post.replies),
    publishedAt: said.getTime() > receivedAt.getTime() + DAY_MS / 24 ? receivedAt : said, editedAt: post.editedAt == null ? null : new Date(post.editedAt), isDeleted: post.deleted, repostOf: soundOrNull(post.repostOf), picture: soundOrNull(post.picture),
    sourceId, channelId: null, conversationId: null, messageId: null,
  };
}

/** PostgreSQL keeps no zero character, and nobody half a letter. */
export const sound = (text: string): string => text.replaceAll('\0', '').toWellFormed();
const soundOrNull = (text: string | null | undefined): string | null => text == null ? null : sound(text);
export const clean = (text: string): string => sound(text).trim();

export const saidIn = ({ title, text }: { title: string; text: string }): string => title === '' || text.startsWith(title) ? text : `${title}\n${text}`;

export interface Readable { platform: string; author: string; author_name: string; url: string | null; title: string; text: string; language: string | null; country: string | null; reach: number | null }

export const readPost = (post: Readable): ReadPost => new ReadPost({ text: saidIn(post), author: post.author, authorName: post.author_name, source: post.platform, language: post.language, country: post.country, url: post.url, reach: post.reach });

const MOST_TERMS = 4_000;

/** What previews look for; see `tsqueryOf`. */
export function termsOf(read: ReadPost): string[] {
  const words = [...read.distinct()].slice(0, MOST_TERMS);
  return [...new Set([...words, ...words.map((word) => `~${stemOfForms(word)}`), ...read.authors.filter((author) => author !== '').map((author) => `author:${author}`), ...(read.facts.source == null ? [] : [`source:${read.facts.source}`]), ...[...read.domains()].map((domain) => `domain:${domain}`)])];
}

const MOST_TAGS = 20;
export const tagsOf = (text: string): string[] => [...new Set(wordsOf(text).flatMap(({ sign, word }) => sign === '#' ? [word] : []))].slice(0, MOST_TAGS);
export const authorKeyOf = (author: string): string => foldWord(author);
