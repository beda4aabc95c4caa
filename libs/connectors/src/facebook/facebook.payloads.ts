import { z } from 'zod';
import { id } from '../meta/meta.json';

const text = z.string().nullish();
const someone = z.looseObject({ id, name: text }).nullish().catch(undefined);
const time = z.union([z.number(), z.string()]).nullish();

/** `feed` and `mention`: the same facts, some of them under two names. */
export const change = z.looseObject({
  item: text,
  verb: text,
  comment_id: id.nullish(),
  post_id: id.nullish(),
  parent_id: id.nullish(),
  from: someone,
  sender_id: id.nullish().catch(undefined),
  sender_name: text,
  message: text,
  photo: text,
  video: text,
  created_time: time,
  edited_time: time,
  is_hidden: z.boolean().nullish().catch(undefined),
  reaction_type: text,
  permalink_url: text,
  post: z.looseObject({ is_published: z.boolean().nullish().catch(undefined), promotion_status: text, permalink_url: text, status_type: text }).nullish().catch(undefined),
});
export type Change = z.infer<typeof change>;

const picture = z.looseObject({ src: text });
/** A comment as the Graph API gives it. */
export const comment = z.looseObject({
  id,
  message: text,
  created_time: text,
  from: someone,
  parent: z.looseObject({ id }).nullish().catch(undefined),
  is_hidden: z.boolean().nullish().catch(undefined),
  permalink_url: text,
  attachment: z.looseObject({ type: text, title: text, url: text, media: z.looseObject({ image: picture.nullish().catch(undefined), source: text }).nullish().catch(undefined) }).nullish().catch(undefined),
});
export type Comment = z.infer<typeof comment>;
export const commentFields = 'id,message,created_time,from,parent{id},is_hidden,permalink_url,attachment{type,title,url,media}';

export const post = z.looseObject({
  id, message: text, story: text, created_time: text, permalink_url: text, full_picture: text, is_published: z.boolean().nullish().catch(undefined), status_type: text, from: someone,
});
export type Post = z.infer<typeof post>;
export const postFields = 'id,message,story,created_time,permalink_url,full_picture,is_published,status_type,from';

/** What `lookup` and `history` put into a delivery. */
export const fetchedComment = z.object({ comment, post: post.optional(), postId: id });
export type FetchedComment = z.infer<typeof fetchedComment>;

/** What a pointer names: where to look, and what is known if Meta shows nothing. */
export const pointer = z.object({ comment: id.optional(), post: id, told: change.optional(), at: z.string().optional() });
export type Pointer = z.infer<typeof pointer>;
