/** Only what is read; each part that is broken costs itself alone. */
import { z } from 'zod';

const text = z.string().optional().catch(undefined);
const time = z.string().refine((at) => !Number.isNaN(Date.parse(at)));

export const comment = z.looseObject({
  id: z.string().min(1).max(200),
  snippet: z.looseObject({
    videoId: text, postId: text, channelId: text, textDisplay: text, textOriginal: text, parentId: text, authorDisplayName: text, authorProfileImageUrl: text, authorChannelUrl: text,
    authorChannelId: z.looseObject({ value: z.string().min(1) }).optional().catch(undefined), moderationStatus: text, publishedAt: time, updatedAt: time.optional().catch(undefined),
  }),
});
export type Comment = z.infer<typeof comment>;

export const thread = z.looseObject({
  id: z.string().min(1),
  snippet: z.looseObject({ videoId: text, postId: text, channelId: text, topLevelComment: z.unknown().optional(), totalReplyCount: z.number().catch(0).default(0) }),
  replies: z.looseObject({ comments: z.array(z.unknown()).catch([]).default([]) }).optional().catch(undefined),
});
export const list = z.object({ items: z.array(z.unknown()).default([]), nextPageToken: z.string().optional() });

const picture = z.looseObject({ url: z.string() }).optional().catch(undefined);
export const video = z.looseObject({
  id: z.string(),
  snippet: z.looseObject({ title: text, description: text, publishedAt: time.optional().catch(undefined), channelId: text, channelTitle: text, thumbnails: z.looseObject({ default: picture, medium: picture, high: picture }).optional().catch(undefined) }),
});
export type Video = z.infer<typeof video>;

export const channel = z.looseObject({ id: z.string(), snippet: z.looseObject({ title: text, customUrl: text }).optional().catch(undefined) });

/** A comment as we keep it: with the thread that it stands in and the video above, as far as known. */
export const kept = z.looseObject({ comment, on: z.looseObject({ videoId: text, postId: text }).optional().catch(undefined), video: video.optional().catch(undefined) });
