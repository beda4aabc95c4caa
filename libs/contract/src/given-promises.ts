import { z } from 'zod';
import { id, instant, page, pageQuery } from './primitives';

/** What somebody of us told a customer they would do, and by when. Not to be taken for the usual waiting times of `promises.ts`. */
export const givenPromiseState = z.enum(['open', 'kept', 'broken', 'withdrawn']);
export type GivenPromiseState = z.infer<typeof givenPromiseState>;

export const givenPromise = z.object({
  id, conversationId: id, conversationNumber: z.number().int(), contactId: id, contactName: z.string(),
  /** In the words of whoever wrote it down: "call with the price". */
  text: z.string(),
  /** The first moment that is too late. */
  dueAt: instant,
  /** When its owner is reminded; null: only when it is due. */
  remindAt: instant.nullable(),
  ownerId: id.nullable(), createdBy: id.nullable(), createdAt: instant,
  /** The answer in which it was said. */
  messageId: id.nullable(),
  state: givenPromiseState,
  /** When it was kept, taken back, or found to be broken. */
  endedAt: instant.nullable(),
  /** Kept, yet only after its time. */
  late: z.boolean(),
  /** We wrote or called since it was given: perhaps that was it. */
  answeredSince: z.boolean(),
  version: z.number().int(),
});
export type GivenPromise = z.infer<typeof givenPromise>;

const text = z.string().trim().min(1).max(300);
export const givenPromiseInput = z.object({ text, dueAt: instant, remindMinutesBefore: z.number().int().min(0).max(14 * 24 * 60).nullable().default(60), ownerId: id.optional(), messageId: id.optional() });
export type GivenPromiseInput = z.infer<typeof givenPromiseInput>;
// Without defaults: what a patch leaves out stays.
export const givenPromisePatch = z.object({ text, dueAt: instant, remindMinutesBefore: z.number().int().min(0).max(14 * 24 * 60).nullable(), ownerId: id,
  /** 'open' takes the last step back. */
  state: z.enum(['kept', 'withdrawn', 'open']), version: z.number().int() }).partial();
export type GivenPromisePatch = z.infer<typeof givenPromisePatch>;

export const givenPromises = z.object({ items: z.array(givenPromise) });
export type GivenPromises = z.infer<typeof givenPromises>;
export const givenPromisePage = page(givenPromise);
export type GivenPromisePage = z.infer<typeof givenPromisePage>;
export const givenPromiseQuery = pageQuery.extend({ owner: z.enum(['me', 'anybody']).default('me'), state: z.enum(['open', 'broken', 'kept', 'withdrawn', 'unkept', 'any']).default('unkept'), contactId: id.optional() });
export type GivenPromiseQuery = z.infer<typeof givenPromiseQuery>;
/** How a person fared with us. */
export const promisesOfPerson = z.object({ items: z.array(givenPromise), open: z.number().int(), kept: z.number().int(), late: z.number().int(), broken: z.number().int() });
export type PromisesOfPerson = z.infer<typeof promisesOfPerson>;
