/** The parts of TikTok's webhooks and of its Business API that we read. Long numbers are text by then. */
import { z } from 'zod';

const text = z.string().nullish().catch(undefined);
const flag = z.boolean().nullish().catch(undefined);
export const id = z.union([z.string().min(1).max(500), z.number().int().nonnegative().transform(String)]);
const maybeId = id.nullish().catch(undefined);
const time = z.union([z.number(), z.string().regex(/^\d{1,16}$/).transform(Number)]).nullish().catch(undefined);

export const envelope = z.looseObject({ event: z.string().min(1).max(200), user_openid: maybeId, create_time: time, content: z.union([z.string(), z.looseObject({})]) });

const user = z.looseObject({ id, role: text }).nullish().catch(undefined);
const link = z.looseObject({ url: text }).nullish().catch(undefined);
const media = z.looseObject({ media_id: maybeId }).nullish().catch(undefined);
export const message = z.looseObject({
  message_id: id, conversation_id: id, timestamp: time, type: text, message_type: text, from: text, to: text, from_user: user, to_user: user, unique_identifier: maybeId,
  text: z.looseObject({ body: text }).nullish().catch(undefined), image: media, video: media, sticker: link, emoji: link,
  share_post: z.looseObject({ embed_url: text, item_id: maybeId }).nullish().catch(undefined), template: z.looseObject({ title: text }).nullish().catch(undefined),
  referenced_message_info: z.looseObject({ referenced_message_id: maybeId }).nullish().catch(undefined), auto_message_type: text,
});
export type Message = z.infer<typeof message>;

export const read = z.looseObject({ conversation_id: id, read: z.looseObject({ last_read_timestamp: time }), from_user: user });

export const commentUpdate = z.looseObject({ comment_id: id, video_id: maybeId, parent_comment_id: maybeId, comment_action: z.string(), unique_identifier: maybeId, timestamp: time, text });
export type CommentUpdate = z.infer<typeof commentUpdate>;

const oneComment = {
  comment_id: id, video_id: maybeId, parent_comment_id: maybeId, create_time: time, text, status: text, owner: flag, liked: flag, username: text, display_name: text, profile_image: text,
  unique_identifier: maybeId, user_id: maybeId, image_url: text,
};
export const comment = z.looseObject({ ...oneComment, reply_list: z.array(z.looseObject(oneComment)).nullish().catch(undefined) });
export type Comment = z.infer<typeof comment>;
export const video = z.looseObject({ item_id: id, create_time: time, caption: text, share_url: text, thumbnail_url: text });
export type Video = z.infer<typeof video>;

const page = { has_more: flag, cursor: z.union([z.number(), z.string()]).nullish().catch(undefined) };
export const comments = z.looseObject({ comments: z.array(z.unknown()).nullish().transform((list) => list ?? []), ...page });
export const videos = z.looseObject({ videos: z.array(z.unknown()).nullish().transform((list) => list ?? []), ...page });
export const conversations = z.looseObject({ conversations: z.array(z.unknown()).nullish().transform((list) => list ?? []), ...page });
export const conversation = z.looseObject({ conversation_id: id, update_time: time });
const participant = z.looseObject({ id, role: text, display_name: text });
export const contents = z.looseObject({ messages: z.array(z.unknown()).nullish().transform((list) => list ?? []), participants: z.array(z.unknown()).nullish().transform((list) => (list ?? []).flatMap((one) => participant.safeParse(one).data ?? [])) });

/** What was fetched reads like what was told. */
export const fetchedComment = z.object({ fetched: z.literal('comment'), comment, video: video.nullish() });
export const fetchedMessage = z.object({ fetched: z.literal('message'), message, names: z.record(z.string(), z.string()) });
export const unseen = z.object({ fetched: z.literal('nothing'), told: commentUpdate });

export const sent = z.looseObject({ message: z.looseObject({ message_id: maybeId, conversation_id: maybeId }) });
export const uploaded = z.looseObject({ media_id: id });
export const downloadable = z.looseObject({ download_url: z.string().min(1) });
export const commented = z.looseObject({ comment_id: id });
export const account = z.looseObject({ username: text, display_name: text });
export const webhook = z.looseObject({ callback_url: text });
export const tokenInfo = z.looseObject({ scope: text });
export const tokens = z.looseObject({ access_token: z.string().min(1), expires_in: time, refresh_token: text, refresh_token_expires_in: time, open_id: maybeId });
export const answer = z.looseObject({ code: z.union([z.number(), z.string().regex(/^\d+$/).transform(Number)]), message: z.string().catch(''), data: z.unknown().optional() });
