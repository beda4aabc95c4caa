import { z } from 'zod';
import { id, instant } from './primitives';

/** What is answered with one statement: what an alert told of, or what a crisis concerns. */
export const statementAbout = z.object({ alertId: id.optional(), crisisId: id.optional() }).refine(({ alertId, crisisId }) => (alertId === undefined) !== (crisisId === undefined), { message: 'Say which alert or which crisis this is about.' });
export type StatementAbout = z.infer<typeof statementAbout>;

/** The last public word of somebody who waits for an answer. */
export const openComment = z.object({ conversationId: id, messageId: id, authorName: z.string(), text: z.string(), at: instant, channelId: id, post: z.string().nullable(), mood: z.enum(['positive', 'neutral', 'negative', 'unsure']).nullable() });
export type OpenComment = z.infer<typeof openComment>;

export const statementRound = z.object({
  id, text: z.string(), by: z.object({ id, name: z.string() }), everySeconds: z.number().int(), at: instant, stoppedAt: instant.nullable(),
  /** waiting: not left yet, for its time or somebody's approval. dropped: taken back, overtaken by its customer, or refused in its turn. */
  counts: z.object({ left: z.number().int(), waiting: z.number().int(), dropped: z.number().int() }),
  /** When the last of those that wait leaves. */
  endsAt: instant.nullable(),
});
export type StatementRound = z.infer<typeof statementRound>;

/** Oldest first, at most 200 of `total`. */
export const statementDesk = z.object({ items: z.array(openComment), total: z.number().int(), rounds: z.array(statementRound) });
export type StatementDesk = z.infer<typeof statementDesk>;

export const statementInput = z.object({
  /** Made by the client; the same id again goes on with what was begun. */
  clientId: z.string().min(1).max(64), alertId: id.nullable().default(null), crisisId: id.nullable().default(null),
  /** `{name}`: whom it answers. */
  text: z.string().trim().min(1).max(4_000),
  /** So far apart they leave, the first after as long as it may be thought over. */
  everySeconds: z.number().int().min(2).max(600),
  items: z.array(z.object({ conversationId: id, messageId: id })).min(1).max(200),
}).refine(({ alertId, crisisId }) => (alertId === null) !== (crisisId === null), { message: 'Say which alert or which crisis this is about.', path: ['alertId'] });
export type StatementInput = z.infer<typeof statementInput>;
/** `refused`: in words that people read. */
export const statementMade = z.object({ round: statementRound, refused: z.array(z.object({ conversationId: id, reason: z.string() })) });
export type StatementMade = z.infer<typeof statementMade>;
