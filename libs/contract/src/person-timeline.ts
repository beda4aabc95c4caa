import { z } from 'zod';
import { purchase } from './context-cards';
import { conversationView } from './conversations';
import { messageView } from './messages';
import { id, instant } from './primitives';

/** What was said by and to one person on whatever channel, in the order of time. */
export const personTimeline = z.object({
  /** Oldest first; messages and notes, no lines about acts. */
  items: z.array(messageView),
  /** Those that the items belong to, and the one in `answerIn`. */
  conversations: z.array(conversationView),
  /** Conversations on channels that the reader may not read: when each began, and nothing else. */
  closed: z.array(z.object({ at: instant })),
  /** What they bought between the first and the last of the page. */
  purchases: z.array(purchase),
  /** Ask with these for what came before and after; null: nothing more. */
  before: z.string().nullable(), after: z.string().nullable(),
  /** Where the person wrote last, among what the reader may read: an answer goes there. Null: they never wrote. */
  answerIn: id.nullable(),
});
export type PersonTimeline = z.infer<typeof personTimeline>;
export const personTimelineQuery = z.object({ before: z.string().max(500).optional(), after: z.string().max(500).optional(), limit: z.coerce.number().int().min(1).max(100).default(40) });
export type PersonTimelineQuery = z.infer<typeof personTimelineQuery>;
