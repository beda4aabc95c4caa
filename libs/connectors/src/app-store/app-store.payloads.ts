/** JSON:API as App Store Connect speaks it; only what is read. */
import { z } from 'zod';

const text = z.string().nullish().catch(undefined);
const time = z.string().refine((at) => !Number.isNaN(Date.parse(at)));

export const reviewResource = z.looseObject({
  type: z.literal('customerReviews'),
  id: z.string().min(1),
  attributes: z.looseObject({ rating: z.number().min(0).max(5).optional().catch(undefined), title: text, body: text, reviewerNickname: text, createdDate: time, territory: text }),
  relationships: z.looseObject({ response: z.looseObject({ data: z.looseObject({ id: z.string() }).nullish().catch(undefined) }).optional().catch(undefined) }).optional().catch(undefined),
});
export type ReviewResource = z.infer<typeof reviewResource>;

export const responseResource = z.looseObject({
  type: z.literal('customerReviewResponses'),
  id: z.string().min(1),
  attributes: z.looseObject({ responseBody: z.string(), lastModifiedDate: time.optional().catch(undefined), state: z.string().optional().catch(undefined) }),
  relationships: z.looseObject({ review: z.looseObject({ data: z.looseObject({ id: z.string() }).nullish().catch(undefined) }).optional().catch(undefined) }).optional().catch(undefined),
});
export type ResponseResource = z.infer<typeof responseResource>;

export const page = z.object({ data: z.array(z.unknown()), included: z.array(z.unknown()).default([]), links: z.looseObject({ next: z.string().optional().catch(undefined) }).default({}) });
export const one = z.object({ data: z.unknown(), included: z.array(z.unknown()).default([]) });
export const kept = z.object({ data: z.object({ attributes: z.object({ responseBody: z.string().optional().catch(undefined) }).optional() }) });
export const app = z.object({ data: z.object({ attributes: z.looseObject({ name: z.string() }) }) });
export const failures = z.object({ errors: z.array(z.looseObject({ code: z.string().catch(''), title: text, detail: text })) });
