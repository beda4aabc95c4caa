/** Only what is read; each part that is broken costs itself alone. */
import { z } from 'zod';

const text = z.string().optional().catch(undefined);
/** Numbers of 64 bits come as strings. */
const whole = z.union([z.number().int(), z.string().regex(/^-?\d{1,18}$/).transform(Number)]);
const timestamp = z.object({ seconds: whole, nanos: whole.optional().catch(undefined) }).transform(({ seconds, nanos = 0 }) => new Date(seconds * 1000 + Math.floor(nanos / 1_000_000))).refine((at) => !Number.isNaN(at.getTime()));

export const userComment = z.looseObject({
  text: z.string().catch(''), lastModified: timestamp, starRating: whole.optional().catch(undefined), reviewerLanguage: text, device: text, androidOsVersion: whole.optional().catch(undefined),
  appVersionName: text, originalText: text, deviceMetadata: z.looseObject({ productName: text }).optional().catch(undefined),
});
export const developerComment = z.looseObject({ text: z.string(), lastModified: timestamp.optional().catch(undefined) });

export const reviewPayload = z.looseObject({
  reviewId: z.string().min(1),
  authorName: text,
  comments: z.array(z.looseObject({ userComment: userComment.optional().catch(undefined), developerComment: developerComment.optional().catch(undefined) }).catch({})).catch([]),
});
export type ReviewPayload = z.infer<typeof reviewPayload>;

/** A review as it stands: the last that either said. */
export function latestOf({ comments }: ReviewPayload): { theirs: z.infer<typeof userComment> | undefined; ours: z.infer<typeof developerComment> | undefined } {
  const newest = <T extends { lastModified?: Date | undefined }>(all: (T | undefined)[]): T | undefined =>
    all.filter((one): one is T => one !== undefined).sort((one, other) => (other.lastModified?.getTime() ?? 0) - (one.lastModified?.getTime() ?? 0))[0];
  return { theirs: newest(comments.map(({ userComment: comment }) => comment)), ours: newest(comments.map(({ developerComment: comment }) => comment)) };
}

export const reviewList = z.object({ reviews: z.array(z.unknown()).default([]), tokenPagination: z.object({ nextPageToken: z.string().optional() }).optional().catch(undefined) });
export const replied = z.object({ result: z.object({ replyText: text }).optional().catch(undefined) });
