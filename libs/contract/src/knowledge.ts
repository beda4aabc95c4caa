import { z } from 'zod';
import { attachmentView } from './attachments';
import { id, instant, locale, pageQuery } from './primitives';

/** Internal ones are for the house, public ones for everybody. */
export const articleAudience = z.enum(['internal', 'public']);
export type ArticleAudience = z.infer<typeof articleAudience>;
/** Of one language: 'live' is read as it stands here, 'review' waits for somebody who may publish, 'draft' is being written. */
export const articleState = z.enum(['draft', 'review', 'live']);
export type ArticleState = z.infer<typeof articleState>;

const slug = z.string().trim().toLowerCase().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/).max(80);
const words = z.string().trim().max(200);
const bothNames = z.object({ en: words.max(80), pl: words.max(80) });

/** One language of an article, as lists tell of it. */
export const articleTextSummary = z.object({
  locale, title: z.string(), state: articleState,
  /** Readers find it; what they find may be older than what is being written. */
  isLive: z.boolean(),
  /** Where readers find it; null: nowhere, or not yet. */
  path: z.string().nullable(),
  reviewerId: id.nullable(), changedBy: id.nullable(), changedAt: instant,
  useful: z.number().int(), useless: z.number().int(),
});
export type ArticleTextSummary = z.infer<typeof articleTextSummary>;
export const articleText = articleTextSummary.extend({
  summary: z.string(), html: z.string(), keywords: z.array(z.string()), slug: z.string().nullable(),
  /** Goes up with every change; who saves names the one that they began with. */
  version: z.number().int(),
  revision: z.number().int(), liveRevision: z.number().int().nullable(), publishedAt: instant.nullable(),
  submittedBy: id.nullable(), reviewNote: z.string(),
});
export type ArticleText = z.infer<typeof articleText>;

const shared = { id, audience: articleAudience, categoryId: id.nullable(), createdBy: id.nullable(), createdAt: instant, archivedAt: instant.nullable() };
export const articleSummary = z.object({ ...shared, texts: z.array(articleTextSummary) });
export type ArticleSummary = z.infer<typeof articleSummary>;
export const article = z.object({ ...shared, texts: z.array(articleText), pictures: z.array(attachmentView) });
export type Article = z.infer<typeof article>;

export const articleQuery = pageQuery.extend({
  q: words.optional(), locale: locale.optional(), audience: articleAudience.optional(), state: articleState.optional(), categoryId: id.optional(),
  archived: z.enum(['true', 'false']).transform((value) => value === 'true').optional(),
});
export type ArticleQuery = z.infer<typeof articleQuery>;
export const articleInput = z.object({ audience: articleAudience, categoryId: id.nullable().default(null) });
export type ArticleInput = z.infer<typeof articleInput>;
export const articlePatch = z.object({ audience: articleAudience, categoryId: id.nullable(), archived: z.boolean() }).partial();
export type ArticlePatch = z.infer<typeof articlePatch>;

/** `version` 0 begins a language. */
const begun = { version: z.number().int().min(0) };
export const articleTextInput = z.object({
  ...begun, title: z.string().trim().min(1).max(200), html: z.string().max(400_000), summary: z.string().trim().max(300).default(''),
  keywords: z.array(words.min(1).max(60)).max(20).default([]),
  /** Null: made from the title. */
  slug: slug.nullable().default(null),
});
export type ArticleTextInput = z.infer<typeof articleTextInput>;
export const articleSubmitInput = z.object({ ...begun, reviewerId: id.nullable().default(null) });
export type ArticleSubmitInput = z.infer<typeof articleSubmitInput>;
export const articleReturnInput = z.object({ ...begun, note: z.string().trim().max(1000).default('') });
export type ArticleReturnInput = z.infer<typeof articleReturnInput>;
export const articleVersionInput = z.object(begun);
export type ArticleVersionInput = z.infer<typeof articleVersionInput>;
export const articleRestoreInput = z.object({ ...begun, revision: z.number().int().min(1) });
export type ArticleRestoreInput = z.infer<typeof articleRestoreInput>;

export const articleRevision = z.object({ number: z.number().int(), title: z.string(), madeBy: id.nullable(), madeAt: instant, publishedAt: instant.nullable(), restoredFrom: z.number().int().nullable() });
export type ArticleRevision = z.infer<typeof articleRevision>;
export const articleRevisionText = articleRevision.extend({ summary: z.string(), html: z.string(), keywords: z.array(z.string()) });
export type ArticleRevisionText = z.infer<typeof articleRevisionText>;
export const articlePreview = z.object({ url: z.string(), until: instant });
export type ArticlePreview = z.infer<typeof articlePreview>;

/** Two levels: a category may stand in one that stands at the top. */
export const articleCategory = z.object({ id, parentId: id.nullable(), position: z.number().int(), name: bothNames, articles: z.number().int() });
export type ArticleCategory = z.infer<typeof articleCategory>;
const named = bothNames.refine(({ en, pl }) => en !== '' || pl !== '', { message: 'Write a name' });
export const articleCategoryInput = z.object({ name: named, parentId: id.nullable().default(null) });
export type ArticleCategoryInput = z.infer<typeof articleCategoryInput>;
export const articleCategoryPatch = z.object({ name: named, parentId: id.nullable(), position: z.number().int().min(0).max(1000) }).partial();
export type ArticleCategoryPatch = z.infer<typeof articleCategoryPatch>;

/** The public pages of a workspace. */
export const helpSite = z.object({
  open: z.boolean(), slug: z.string(), title: bothNames, accent: z.string(), locale, path: z.string(),
});
export type HelpSite = z.infer<typeof helpSite>;
export const helpSitePatch = z.object({
  open: z.boolean(), slug: slug.min(2).max(60), title: bothNames, accent: z.string().regex(/^#[0-9a-fA-F]{6}$/), locale,
}).partial();
export type HelpSitePatch = z.infer<typeof helpSitePatch>;

/** An article that was found: for reading on, for a link, for its words. */
export const articleHit = z.object({ id, locale, audience: articleAudience, title: z.string(), summary: z.string(), path: z.string().nullable() });
export type ArticleHit = z.infer<typeof articleHit>;
export const articleSearchQuery = z.object({ q: z.string().trim().min(1).max(200), locale });
export type ArticleSearchQuery = z.infer<typeof articleSearchQuery>;
export const articleRead = articleHit.extend({ html: z.string(), text: z.string(), pictures: z.array(attachmentView) });
export type ArticleRead = z.infer<typeof articleRead>;

/** What readers made of it, and what they looked for in vain. */
export const knowledgeNumbers = z.object({
  articles: z.array(z.object({ id, locale, title: z.string(), useful: z.number().int(), useless: z.number().int() })),
  misses: z.array(z.object({ locale, words: z.string(), times: z.number().int(), /** Of these by members, and by visitors of the chat; the others on the public pages. */ byMembers: z.number().int(), byVisitors: z.number().int(), lastAt: instant })),
});
export type KnowledgeNumbers = z.infer<typeof knowledgeNumbers>;

/** What a visitor of the website chat sees. */
export const visitorHelpQuery = z.object({ channel: z.string().max(60), q: z.string().trim().max(200).default(''), locale });
export type VisitorHelpQuery = z.infer<typeof visitorHelpQuery>;
export const visitorArticle = z.object({ id, title: z.string(), summary: z.string(), path: z.string() });
export type VisitorArticle = z.infer<typeof visitorArticle>;
export const visitorArticles = z.object({ items: z.array(visitorArticle) });
export type VisitorArticles = z.infer<typeof visitorArticles>;
/** What a visitor is writing, before it is sent: what may answer it already. */
export const visitorSuggestInput = z.object({ channel: z.string().max(60), locale, text: z.string().trim().min(1).max(2000) });
export type VisitorSuggestInput = z.infer<typeof visitorSuggestInput>;
/** Somebody looked for these words, and stopped typing with nothing found. */
export const visitorMissInput = z.object({ channel: z.string().max(60), locale, q: z.string().trim().min(1).max(200) });
export type VisitorMissInput = z.infer<typeof visitorMissInput>;
export const visitorReadQuery = z.object({ channel: z.string().max(60), locale });
export type VisitorReadQuery = z.infer<typeof visitorReadQuery>;
/** For reading in the chat itself; `html` consists of what articles may consist of, its pictures are those of the public page. */
export const visitorArticleRead = visitorArticle.extend({ html: z.string(), changedAt: instant });
export type VisitorArticleRead = z.infer<typeof visitorArticleRead>;
export const visitorVoteInput = z.object({ channel: z.string().max(60), locale, useful: z.boolean() });
export type VisitorVoteInput = z.infer<typeof visitorVoteInput>;
/** Counts what a member looked for in vain. */
export const articleMissInput = z.object({ q: z.string().trim().min(1).max(200), locale });
export type ArticleMissInput = z.infer<typeof articleMissInput>;
/** A form without a script. */
export const helpVoteForm = z.object({ useful: z.enum(['yes', 'no']) });
export type HelpVoteForm = z.infer<typeof helpVoteForm>;
