import { z } from 'zod';
import { id } from '../meta/meta.json';

const text = z.string().nullish().catch(undefined);
const ids = id.nullish().catch(undefined);
const someone = z.looseObject({ id: ids, username: text }).nullish().catch(undefined);

/** `comments` and `live_comments`, in either product's shape: the id stands under one of two names. */
export const change = z.looseObject({
  id: ids, comment_id: ids, parent_id: ids, from: someone, text,
  media: z.looseObject({ id: ids, media_product_type: text, ad_id: ids, ad_title: text, original_media_id: ids }).nullish().catch(undefined),
});
export type Change = z.infer<typeof change>;

export const mention = z.looseObject({ media_id: id, comment_id: ids });

export const medium = z.looseObject({ id, caption: text, permalink: text, timestamp: text, media_type: text, media_product_type: text, media_url: text, thumbnail_url: text, username: text, owner: someone });
export type Medium = z.infer<typeof medium>;
export const mediumFields = 'id,caption,permalink,timestamp,media_type,media_product_type,media_url,thumbnail_url,username';

export const comment = z.looseObject({ id, text, timestamp: text, username: text, from: someone, parent_id: ids, hidden: z.boolean().nullish().catch(undefined) });
export type Comment = z.infer<typeof comment>;
export const commentFields = 'id,text,timestamp,username,from,parent_id,hidden';

export const fetchedComment = z.object({ comment, media: medium.optional(), mediaId: id, told: change.optional() });
export const fetchedMention = z.object({ media: medium.optional(), comment: comment.optional(), mediaId: id, commentId: id.optional(), at: z.string() });

/** What a pointer names. `told`: what the webhook said, for when Instagram shows no more than that. */
export const pointer = z.object({ media: id, comment: id.optional(), mention: z.boolean().optional(), told: change.optional(), at: z.string() });
export type Pointer = z.infer<typeof pointer>;

/** Kept on the thread of a mention, for its answer goes to another place. */
export const mentionState = z.object({ mention: z.object({ media: id, comment: id.optional() }) });
