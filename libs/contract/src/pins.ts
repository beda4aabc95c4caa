import { z } from 'zod';
import { id, instant } from './primitives';

/** Something to keep in mind about a person, or about one conversation. */
export const pinView = z.object({
  id, contactId: id.nullable(), conversationId: id.nullable(), text: z.string(),
  /** The note that it was taken from, where the reader may see it. */
  source: z.object({ conversationId: id, messageId: id, seq: z.number().int() }).nullable(),
  position: z.number().int(),
  /** Gone from the screens then. */
  expiresAt: instant.nullable(),
  createdBy: id.nullable(), createdAt: instant, changedBy: id.nullable(), changedAt: instant.nullable(),
});
export type PinView = z.infer<typeof pinView>;
export const pinList = z.object({ items: z.array(pinView) });
export type PinList = z.infer<typeof pinList>;

const text = z.string().trim().min(1).max(1000);
/** On the person of a conversation, or on the conversation. Its words, or those of a note. */
export const pinInput = z.object({ about: z.enum(['contact', 'conversation']), text: text.optional(), messageId: id.optional(), expiresAt: instant.nullable().default(null) })
  .refine((input) => (input.text === undefined) !== (input.messageId === undefined), { message: 'Write something, or name a note', path: ['text'] });
export type PinInput = z.infer<typeof pinInput>;
// Without defaults: what a patch leaves out stays.
export const pinPatch = z.object({ text, expiresAt: instant.nullable(), /** Brings back what was removed within a day. */ removed: z.literal(false) }).partial();
export type PinPatch = z.infer<typeof pinPatch>;
/** All that the panel shows of one subject, in the order wanted. */
export const pinOrder = z.object({ ids: z.array(id).min(1).max(50) });
export type PinOrder = z.infer<typeof pinOrder>;
