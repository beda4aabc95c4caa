/** Only what is read; each part that is broken costs itself alone. */
import { z } from 'zod';

const text = z.string().optional().catch(undefined);
const time = z.string().refine((at) => !Number.isNaN(Date.parse(at)));

export const reviewPayload = z.looseObject({
  name: text,
  reviewId: z.string().min(1),
  reviewer: z.looseObject({ displayName: text, profilePhotoUrl: text, isAnonymous: z.boolean().optional().catch(undefined) }).optional().catch(undefined),
  starRating: z.string().catch('STAR_RATING_UNSPECIFIED'),
  comment: text,
  createTime: time,
  updateTime: time.optional().catch(undefined),
  reviewReply: z.looseObject({ comment: text, updateTime: time.optional().catch(undefined), reviewReplyState: text, policyViolation: z.unknown().optional() }).optional().catch(undefined),
  reviewMediaItems: z.array(z.unknown()).optional().catch(undefined),
  reviewReplyUrl: text,
});
export type ReviewPayload = z.infer<typeof reviewPayload>;

export const reviewList = z.object({ reviews: z.array(z.unknown()).default([]), nextPageToken: z.string().optional(), totalReviewCount: z.number().optional().catch(undefined) });
export const keptReply = z.object({ comment: text });

export const push = z.object({
  message: z.object({ data: z.base64().optional(), messageId: z.string().min(1).optional(), message_id: z.string().min(1).optional(), attributes: z.record(z.string(), z.unknown()).optional() }),
  subscription: z.string().optional(),
});

export const notificationSetting = z.object({ pubsubTopic: z.string().optional(), notificationTypes: z.array(z.string()).optional() });
export const accountList = z.object({ accounts: z.array(z.looseObject({ name: z.string(), accountName: text })).default([]), nextPageToken: z.string().optional() });
export const place = z.looseObject({ name: z.string(), title: text, metadata: z.looseObject({ mapsUri: text }).optional().catch(undefined), storefrontAddress: z.looseObject({ locality: text, addressLines: z.array(z.string()).optional().catch(undefined) }).optional().catch(undefined) });
export const placeList = z.object({ locations: z.array(z.unknown()).default([]), nextPageToken: z.string().optional() });
