import { z } from 'zod';
import { id, instant } from './primitives';

/** A hint to a colleague while they talk with a customer. It is no message: nothing that leaves the house knows it. */
export const whisper = z.object({ id, conversationId: id, fromId: id, toId: id, text: z.string(), at: instant, seenAt: instant.nullable() });
export type Whisper = z.infer<typeof whisper>;
export const whisperInput = z.object({ text: z.string().trim().min(1).max(1000),
  /** Left out: whoever leads the conversation. */
  toId: id.optional() });
export type WhisperInput = z.infer<typeof whisperInput>;

/** What an agent is writing, to who listens. */
export const heardDraft = z.object({ memberId: id, text: z.string(), at: instant });
export type HeardDraft = z.infer<typeof heardDraft>;

/** Who leads from beside a conversation, as far as its reader may know. */
export const supervision = z.object({
  /** Oneself always; others as the workspace wants it. */
  listeners: z.array(z.object({ memberId: id, since: instant })),
  /** To oneself, unseen; and one's own of the last hours. */
  whispers: z.array(whisper),
  /** Who took it out of somebody's hands; ends when it is handed back, resolved, or given to somebody else. */
  takenOver: z.object({ byId: id, fromId: id, at: instant }).nullable(),
  /** To who listens, where the workspace allows it. */
  drafts: z.array(heardDraft),
  /** Whether one listens oneself, and whether drafts are to be heard at all. */
  listening: z.boolean(), draftsHeard: z.boolean(),
});
export type Supervision = z.infer<typeof supervision>;
export const takeOverInput = z.object({ version: z.number().int().optional() });
export type TakeOverInput = z.infer<typeof takeOverInput>;

/** Not in the feed: to those whom it concerns, now. */
export interface Supervised { conversationId: string; draft?: HeardDraft }
