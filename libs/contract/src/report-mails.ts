import { z } from 'zod';
import { id, instant } from './primitives';
import { reportFileQuery } from './reports';

const scheduleShape = z.object({
  name: z.string().trim().min(1).max(80),
  every: z.enum(['day', 'week', 'month']),
  /** 1 is Monday. */
  weekday: z.number().int().min(1).max(7),
  /** A day that a month does not have is its last. */
  monthDay: z.number().int().min(1).max(31),
  /** On the clock of `timeZone`. */
  at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/), timeZone: z.string().min(1).max(64),
  /** What is asked: all figures where none is named. The days follow from when it is sent: the day, the seven days or the month before. */
  asked: reportFileQuery.pick({ measure: true, apart: true, compare: true, clock: true, channelId: true, teamId: true, memberId: true, labelId: true, matter: true, kind: true, monitorId: true }),
  formats: z.array(z.enum(['pdf', 'csv'])).min(1).max(2), receiverIds: z.array(id).min(1).max(50), active: z.boolean(),
});
export const reportScheduleInput = scheduleShape.extend({
  weekday: scheduleShape.shape.weekday.default(1), monthDay: scheduleShape.shape.monthDay.default(1), asked: scheduleShape.shape.asked.prefault({}), formats: scheduleShape.shape.formats.default(['pdf']), active: z.boolean().default(true),
});
export type ReportScheduleInput = z.infer<typeof reportScheduleInput>;
export const reportSchedulePatch = scheduleShape.partial();
export type ReportSchedulePatch = z.infer<typeof reportSchedulePatch>;
export const reportSchedule = scheduleShape.extend({
  id, receiverIds: z.array(id), nextAt: instant.nullable(), /** 'no-mailbox': nothing leaves until one is chosen in the workspace's settings. */ trouble: z.enum(['no-mailbox']).nullable(),
  /** The last one: when it was due, to how many it left, and how many could not have it. */
  last: z.object({ at: instant, sent: z.number().int(), failed: z.number().int(), waiting: z.number().int() }).nullable(),
});
export type ReportSchedule = z.infer<typeof reportSchedule>;
export const reportSchedules = z.object({ items: z.array(reportSchedule), /** Whether a mailbox is chosen from which mails of the house leave. */ hasMailbox: z.boolean(), timeZone: z.string() });
export type ReportSchedules = z.infer<typeof reportSchedules>;
