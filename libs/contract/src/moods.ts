import { z } from 'zod';
import { id } from './primitives';

export const moodLabel = z.enum(['negative', 'neutral', 'positive', 'unsure']);
export type MoodLabel = z.infer<typeof moodLabel>;

/** How the customer feels, as far as a message tells. */
export const moodView = z.object({
  label: moodLabel,
  /** -1 (furious) to 1 (delighted). */
  score: z.number(),
  /** 0 to 1; 1 when a person said so. */
  confidence: z.number(),
  /** What spoke for it, as written. */
  words: z.array(z.string()),
  correctedBy: id.nullable(),
});
export type MoodView = z.infer<typeof moodView>;

/** Of a conversation: what its customer's last messages come to. */
export const conversationMood = moodView.pick({ label: true, score: true, confidence: true });
export type ConversationMood = z.infer<typeof conversationMood>;

/** What a person says it is; later messages of the workspace that say something alike are judged by it. */
export const moodInput = z.object({ label: moodLabel.exclude(['unsure']) });
export type MoodInput = z.infer<typeof moodInput>;
