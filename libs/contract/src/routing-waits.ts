import { z } from 'zod';
import { instant } from './primitives';

export const routingWaits = z.enum(['closed', 'skill', 'full', 'nobody']);
/**
 * Why it is still in the queue. closed: until the hours begin. skill: nobody at work knows what it asks for. full: whoever may have it has no room. nobody: nobody who
 * may have it is at work. `until`: when that is looked at again by itself; `then`: with which level of the skill, 0: with none.
 */
export const conversationRouting = z.object({ waits: routingWaits, until: instant.nullable(), skill: z.string().nullable(), level: z.number().int().nullable(), then: z.number().int().nullable() });
export type ConversationRouting = z.infer<typeof conversationRouting>;
