/** Only what is read; each part that is broken costs itself alone. */
import { z } from 'zod';

const text = z.string().nullish().catch(undefined);
const time = z.string().refine((at) => !Number.isNaN(Date.parse(at)));
const id = z.string().min(1).max(100);

export const reviewPayload = z.looseObject({
  id,
  stars: z.number().optional().catch(undefined),
  title: text,
  text,
  language: text,
  createdAt: time,
  updatedAt: time.nullish().catch(undefined),
  isVerified: z.boolean().nullish().catch(undefined),
  referenceId: text,
  referralEmail: text,
  status: text,
  consumer: z.looseObject({ id: id.optional().catch(undefined), displayName: text, name: text }).nullish().catch(undefined),
  businessUnit: z.looseObject({ displayName: text, identifyingName: text }).nullish().catch(undefined),
  companyReply: z.looseObject({ text: z.string(), createdAt: time.nullish().catch(undefined), updatedAt: time.nullish().catch(undefined) }).nullish().catch(undefined),
});
export type ReviewPayload = z.infer<typeof reviewPayload>;

export const reviewList = z.object({ reviews: z.array(z.unknown()) });
export const businessUnit = z.looseObject({ displayName: text, name: z.looseObject({ identifying: text }).optional().catch(undefined) });
export const granted = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number().positive().catch(3600) });
export const replied = z.looseObject({ reply: z.looseObject({ message: text, text }).nullish().catch(undefined) });
export const failure = z.looseObject({ message: text, errorCode: z.union([z.string(), z.number()]).optional().catch(undefined), fault: z.looseObject({ faultstring: text }).optional().catch(undefined) });

export const webhookBody = z.object({ events: z.array(z.looseObject({ eventName: z.string().min(1).max(100), eventData: z.unknown().optional() })).min(1).max(200) });
export const webhookEvent = z.looseObject({
  eventName: z.string(),
  eventData: z.looseObject({ id: id.optional().catch(undefined), deletedAt: time.optional().catch(undefined), updatedAt: time.nullish().catch(undefined), createdAt: time.optional().catch(undefined) }).catch({}),
});
