import { z } from 'zod';
import { instant } from './primitives';

/** What customers are promised: how soon somebody answers, answers again, and is done. */
export const slaKind = z.enum(['first_reply', 'next_reply', 'resolution']);
export type SlaKind = z.infer<typeof slaKind>;

/** The promise of a conversation that breaks first, as the row shows it: when, which, and since when it was given. In the past: broken. */
export const conversationDue = z.object({ at: instant, kind: slaKind, since: instant });
export type ConversationDue = z.infer<typeof conversationDue>;
