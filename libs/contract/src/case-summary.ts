import { z } from 'zod';
import { id, instant } from './primitives';

/** A day of the calendar, without a time. */
export const day = z.iso.date();
export const countryCode = z.string().regex(/^[A-Z]{2}$/);

export const caseDemand = z.enum(['repair', 'replacement', 'price-reduction', 'refund', 'other']);
export type CaseDemand = z.infer<typeof caseDemand>;
export const caseDecision = z.enum(['accepted', 'partly', 'refused']);
export type CaseDecision = z.infer<typeof caseDecision>;
export const caseState = z.enum(['open', 'closed']);
export const caseClock = z.enum(['none', 'running', 'stopped']);
/**
 * How far the answer is. 'written': on its way, or waiting for its time or an approval. 'failed': it came back or was refused. 'chat': it left over a channel
 * that is no durable medium, which stops no clock. 'delivered': the recipient's side took it, and nothing came back.
 */
export const caseAnswer = z.enum(['none', 'prepared', 'written', 'failed', 'unknown', 'chat', 'delivered']);
export type CaseAnswer = z.infer<typeof caseAnswer>;

/** Of the case that a conversation shows: stands on the row, so that lists need no second query. Days are counted on the clock of `timeZone`. */
export const caseSummary = z.object({
  id, code: z.string(), matter: z.string(), subject: z.string(), state: caseState, clock: caseClock,
  receivedOn: day, dueOn: day.nullable(), dueAt: instant.nullable(), timeZone: z.string(),
  answer: caseAnswer, decision: caseDecision.nullable(),
  /** Conversations about it, on all channels. */
  conversations: z.number().int(), version: z.number().int(),
});
export type CaseSummary = z.infer<typeof caseSummary>;
