import { z } from 'zod';
import { conversationView } from './conversations';
import { id, instant } from './primitives';

/**
 * Why work does not move on. 'ageing': nothing happened for days. 'ping-pong': handed over again and again while the customer waits. 'absent': whoever has it
 * is not there, and nobody stands in. 'asleep': put off, and nothing wakes it. 'aside': somebody beside the conversation has not answered. 'promise': what an agent
 * promised is past its day. 'silent': ours was the last word, it said what we will do, and nothing came of it for a working day: no promise was written down, nothing is planned.
 */
export const stuckKind = z.enum(['ageing', 'ping-pong', 'absent', 'asleep', 'aside', 'promise', 'silent']);
export type StuckKind = z.infer<typeof stuckKind>;
/** `count`: hand-overs. `words`: what was said. */
export const stuckReason = z.object({ kind: stuckKind, since: instant, count: z.number().int().nullable(), words: z.string().nullable() });
export type StuckReason = z.infer<typeof stuckReason>;
export const stuckItem = z.object({ conversation: conversationView, reasons: z.array(stuckReason) });
export type StuckItem = z.infer<typeof stuckItem>;
/** The longest stuck first. `more`: of that reason there is more than is shown. */
export const stuckList = z.object({ items: z.array(stuckItem), counts: z.record(stuckKind, z.object({ count: z.number().int(), more: z.boolean() })) });
export type StuckList = z.infer<typeof stuckList>;

/** `calendarId`: whose working days are counted; null: Monday to Friday. */
export const stuckSettings = z.object({
  ageingDays: z.number().int().min(1).max(60), handovers: z.number().int().min(2).max(20), absentHours: z.number().int().min(1).max(240), asideDays: z.number().int().min(1).max(60), calendarId: id.nullable(),
});
export type StuckSettings = z.infer<typeof stuckSettings>;
export const stuckSettingsPatch = stuckSettings.partial();
export type StuckSettingsPatch = z.infer<typeof stuckSettingsPatch>;
