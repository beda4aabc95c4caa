import { z } from 'zod';
import { countryCode, day } from './case-summary';
import { priority } from './conversations';
import { slaKind } from './due';
import { filter } from './filters';
import { conditionsOf, type Attribute, type Filter } from './filter-words';
import { id, instant } from './primitives';
import { weeklyHours } from './shifts';

const name = z.string().trim().min(1).max(80);
/** Up to a year of the clock that counts. */
const minutes = z.number().int().min(1).max(525_600);

const calendarShape = z.object({
  name, timeZone: z.string().min(1).max(60), week: z.array(weeklyHours).min(1).max(42),
  /** Whose public holidays are days off; null: none. */
  country: countryCode.nullable(), daysOff: z.array(z.object({ on: day, name: z.string().trim().max(80) })).max(200),
});
/** Hours in which a house, a branch or a team works. */
export const businessCalendar = calendarShape.extend({ id, usedBy: z.number().int(), /** This year's and the next one's. */ holidays: z.array(day) });
export type BusinessCalendar = z.infer<typeof businessCalendar>;
export const businessCalendarInput = calendarShape.extend({ country: calendarShape.shape.country.default(null), daysOff: calendarShape.shape.daysOff.default([]) });
export type BusinessCalendarInput = z.infer<typeof businessCalendarInput>;
export const businessCalendarPatch = calendarShape.partial();
export type BusinessCalendarPatch = z.infer<typeof businessCalendarPatch>;

/** In which states a clock stands: while the customer has to answer (resolution alone), while it is snoozed, while it is set to wait. */
export const slaPause = z.enum(['customer', 'snoozed', 'pending']);
export type SlaPause = z.infer<typeof slaPause>;
export const slaAudience = z.enum(['owner', 'supervisors']);
export type SlaAudience = z.infer<typeof slaAudience>;
export const slaWarning = z.object({ before: minutes, to: slaAudience });
/** What happens so many minutes after it broke; 0: in that moment. Without a team, 'assign' gives it back to the queue. */
export const slaEscalation = z.discriminatedUnion('act', [
  z.object({ after: z.number().int().min(0).max(525_600), act: z.literal('notify'), to: slaAudience }),
  z.object({ after: z.number().int().min(0).max(525_600), act: z.literal('priority'), priority }),
  z.object({ after: z.number().int().min(0).max(525_600), act: z.literal('assign'), teamId: id.nullable() }),
]);
export type SlaEscalation = z.infer<typeof slaEscalation>;

/** What of a conversation chooses its policy: all that is said of it, nothing of who looks or when. */
export const slaAttributes = ['channelKind', 'connector', 'channel', 'contactKind', 'contactLanguage', 'language', 'priority', 'matter', 'team', 'visibility', 'labels', 'rating', 'case', 'attribute', 'contactAttribute'] as const satisfies readonly Attribute[];
const fits = (value: Filter): boolean => conditionsOf(value).every((condition) => (slaAttributes as readonly string[]).includes(condition.by) && !('at' in condition) && !('of' in condition && (condition.of as string[]).some((each) => each === 'mine' || each === 'late')));
export const policyFilter = filter.refine(fits, { message: 'Policies ask for what a conversation is: kind of channel, of customer, priority, matter, team, labels, fields.' });

const policyShape = z.object({
  name, filter: policyFilter,
  firstReply: minutes.nullable(), nextReply: minutes.nullable(), resolution: minutes.nullable(),
  /** Null: round the clock. */
  calendarId: id.nullable(),
  pauses: z.array(slaPause).max(3),
  warnings: z.array(slaWarning).max(4), escalations: z.array(slaEscalation).max(6),
  active: z.boolean(),
});
export const slaPolicy = policyShape.extend({ id, filter, position: z.number().int() });
export type SlaPolicy = z.infer<typeof slaPolicy>;
export const slaPolicyInput = policyShape.extend({
  firstReply: minutes.nullable().default(null), nextReply: minutes.nullable().default(null), resolution: minutes.nullable().default(null), calendarId: id.nullable().default(null),
  pauses: z.array(slaPause).max(3).default(['customer']), warnings: policyShape.shape.warnings.default([]), escalations: policyShape.shape.escalations.default([]), active: z.boolean().default(true),
}).refine((input) => input.firstReply !== null || input.nextReply !== null || input.resolution !== null, { path: ['firstReply'], message: 'Promise at least one of the three.' });
export type SlaPolicyInput = z.infer<typeof slaPolicyInput>;
export const slaPolicyPatch = policyShape.partial();
export type SlaPolicyPatch = z.infer<typeof slaPolicyPatch>;
/** The first that fits holds; those left out follow. */
export const slaPolicyOrder = z.object({ ids: z.array(id).max(200) });

export const slaSettings = z.object({ items: z.array(slaPolicy), calendars: z.array(businessCalendar), /** Of the workspace. */ timeZone: z.string(), /** Open conversations that are still looked through after a change. */ working: z.boolean() });
export type SlaSettings = z.infer<typeof slaSettings>;

/** What a policy would have come to: nothing is changed. `policyId`: in the place of that one, else before all others. */
export const slaTrialInput = z.object({ policyId: id.optional(), filter: policyFilter, firstReply: minutes.nullable(), nextReply: minutes.nullable(), resolution: minutes.nullable(), calendarId: id.nullable(), pauses: z.array(slaPause).max(3) });
export type SlaTrialInput = z.infer<typeof slaTrialInput>;
const tally = z.object({ kept: z.number().int(), late: z.number().int(), open: z.number().int() });
/** Of the conversations that began within `days`; `counted` of `matching` were looked at, the newest. */
export const slaTrial = z.object({ days: z.number().int(), matching: z.number().int(), counted: z.number().int(), firstReply: tally.nullable(), nextReply: tally.nullable(), resolution: tally.nullable() });
export type SlaTrial = z.infer<typeof slaTrial>;

export const slaOutcome = z.enum(['kept', 'late', 'dropped']);
/** One promise of a conversation, with its clock. */
export const slaPromise = z.object({
  id, kind: slaKind, policyId: id.nullable(), policyName: z.string(), minutes: z.number().int(), /** The calendar's name; null: round the clock. */ calendar: z.string().nullable(),
  startedAt: instant, sinceMessageId: id, dueAt: instant.nullable(), paused: slaPause.nullable(), /** Of a clock that stands: how much is left. */ leftMinutes: z.number().int().nullable(),
  brokenAt: instant.nullable(), metAt: instant.nullable(), endedAt: instant.nullable(), outcome: slaOutcome.nullable(),
});
export type SlaPromise = z.infer<typeof slaPromise>;
/** Newest first. */
export const slaPromises = z.object({ items: z.array(slaPromise) });
export type SlaPromises = z.infer<typeof slaPromises>;
