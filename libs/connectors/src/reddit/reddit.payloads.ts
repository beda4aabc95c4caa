import { z } from 'zod';

const text = z.string().nullish().catch(undefined).transform((value) => value ?? undefined);
const flag = z.boolean().nullish().catch(undefined).transform((value) => value === true);
const names = { post: /^t3_[a-z0-9]{1,20}$/, thing: /^t\d{1,2}_[a-z0-9]{1,20}$/ };
export const isThing = (name: string | undefined): name is string => name !== undefined && names.thing.test(name);
export const isPost = (name: string | undefined): name is string => name !== undefined && names.post.test(name);

const media = z.object({ e: text, m: text, status: text, s: z.object({ u: text, gif: text, mp4: text }).optional().catch(undefined) });

/** What is read of comments (t1), posts (t3) and private messages (t4); each has only some of it, and in the inbox comments have less. */
export const content = z.object({
  name: z.string().regex(names.thing),
  created_utc: z.coerce.number().min(0).max(4_102_444_800),
  author: text, author_fullname: text,
  body: text, body_html: text, title: text, selftext: text, selftext_html: text, subject: text,
  /** False, or when. */
  edited: z.union([z.boolean(), z.number()]).nullish().catch(undefined).transform((value) => (typeof value === 'number' ? value : undefined)),
  parent_id: text, link_id: text, link_title: text, context: text, permalink: text, url: text,
  subreddit: text, dest: text, was_comment: flag, distinguished: text,
  removed: flag, spam: flag, banned_by: z.unknown().optional(), removed_by_category: text,
  media_metadata: z.record(z.string(), media.catch({ e: undefined, m: undefined, status: undefined, s: undefined })).nullish().catch(undefined).transform((value) => value ?? {}),
});
export type Content = z.infer<typeof content>;

export const thing = z.object({ kind: z.string(), data: z.looseObject({}) });
export type Thing = z.infer<typeof thing>;

export const listing = z.object({ data: z.object({ children: z.array(z.unknown()), after: text }) });

/** What the poll keeps: one thing, and the post above when it is a comment. `me`: our account at that time. */
export const kept = z.object({ me: z.string(), site: z.string(), thing, post: z.unknown().optional() });
export type Kept = z.infer<typeof kept>;

export const keptMeta = z.object({ restored: z.literal(true) });

export const nameOf = (raw: Thing): string | undefined => {
  const { name } = raw.data;
  return typeof name === 'string' && names.thing.test(name) ? name : undefined;
};
/** Of a comment in the inbox only its address tells the post. */
export const postNameOf = ({ link_id: link, context, permalink }: Pick<Content, 'link_id' | 'context' | 'permalink'>): string | undefined => {
  if (isPost(link)) return link;
  const id = /\/comments\/([a-z0-9]{1,20})\//.exec(permalink ?? context ?? '')?.[1];
  return id === undefined ? undefined : `t3_${id}`;
};

/** Deleted by its author. */
export const isDeleted = ({ author, body, selftext, removed_by_category: by }: Content): boolean => (body === '[deleted]' && (author ?? '[deleted]') === '[deleted]') || (selftext === '[deleted]' && (author ?? '[deleted]') === '[deleted]') || by === 'deleted';
/** What Reddit shows in place of the words. */
export const isPlaceholder = (words: string | undefined): boolean => words !== undefined && /^\[ ?(deleted|removed|removed by reddit|unavailable) ?\]$/i.test(words.trim());
/** By moderators or by Reddit; moderators still see the words. */
export const isRemoved = ({ body, selftext, removed, spam, banned_by: by, removed_by_category: category }: Content): boolean =>
  isPlaceholder(body) || isPlaceholder(selftext) || removed || spam || (by !== undefined && by !== null && by !== false) || (category !== undefined && category !== 'deleted');
