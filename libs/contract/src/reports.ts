import { z } from 'zod';
import { conversationView } from './conversations';
import { id, locale, pageQuery } from './primitives';

/** Of what is said in public: told by `GET /listening/insight`. */
export const insightMeasure = z.enum(['mentions', 'mention-mood', 'mention-reach', 'share-of-voice', 'mention-answered', 'mention-reply', 'brand-health']);
export type InsightMeasure = z.infer<typeof insightMeasure>;
/** What can be counted; what each means is told by `GET /reports`. */
export const reportMeasure = z.enum([
  'conversations', 'received', 'sent', 'first-reply', 'next-reply', 'resolved', 'resolution', 'reopened', 'backlog', 'backlog-age', 'handling', 'satisfaction', 'promises', 'quality', 'claims', 'lessons', ...insightMeasure.options,
]);
export type ReportMeasure = z.infer<typeof reportMeasure>;

/** count: how many. duration: a median, in milliseconds. sum: milliseconds together. share: a part of a whole, 0 to 1 (of a difference -1 to 1). score: a mean of 1 to 5. index: points of 100. */
export const reportUnit = z.enum(['count', 'duration', 'sum', 'share', 'score', 'index']);
export type ReportUnit = z.infer<typeof reportUnit>;

/** spread: by how long it took. hour-of-day (0–23) and weekday (1 is Monday) put all days together. From monitor on: of what is said in public. */
export const reportGroup = z.enum(['none', 'hour', 'day', 'week', 'month', 'hour-of-day', 'weekday', 'channel', 'team', 'member', 'matter', 'label', 'kind', 'spread', 'monitor', 'platform', 'author', 'mood', 'language', 'topic', 'named']);
export type ReportGroup = z.infer<typeof reportGroup>;

export const REPORT_DAYS = 732;
export const REPORT_HOURS_DAYS = 31;

/** By whose hours business time is counted: of the house, and of teams that have their own. */
export const reportHours = z.object({ calendarId: id.nullable(), teams: z.array(z.object({ teamId: id, calendarId: id })).max(200) })
  .refine(({ teams }) => new Set(teams.map(({ teamId }) => teamId)).size === teams.length, { path: ['teams'], message: 'Each team once.' });
export type ReportHours = z.infer<typeof reportHours>;

const words = z.object({ en: z.string(), pl: z.string() });
export const reportDefinition = z.object({
  key: reportMeasure, unit: reportUnit,
  /** Which way is good; null where neither is. */
  better: z.enum(['less', 'more']).nullable(),
  name: words,
  /** How it is counted, in a sentence or two. */
  counted: words,
  groups: z.array(reportGroup),
  /** There are two of it: in calendar time and in opening hours. */
  hasClock: z.boolean(),
});
export type ReportDefinition = z.infer<typeof reportDefinition>;
export const reportDefinitions = z.object({
  items: z.array(reportDefinition), timeZone: z.string(),
  /** How many conversations are still to be gone through before the past is whole; 0 usually. */
  catchingUp: z.boolean(),
});
export type ReportDefinitions = z.infer<typeof reportDefinitions>;

const one = <T extends z.ZodType>(item: T) => z.union([z.array(item), item.transform((value) => [value])]).optional();
const filters = {
  /** Days on the clock of `zone`, both included. */
  from: z.iso.date(), to: z.iso.date(),
  /** An IANA name; the workspace's own where left out. */
  zone: z.string().max(64).optional(),
  clock: z.enum(['calendar', 'open']).default('calendar'),
  channelId: one(id), teamId: one(id), memberId: one(id), labelId: one(id), matter: one(z.string().max(60)), kind: one(z.string().max(60)),
  /** Of what is said in public. Without one, competitors are left out of everything but the share of voice. */
  monitorId: one(id),
};
export const reportQuery = z.object({ ...filters, by: reportGroup.default('none'), compare: z.enum(['none', 'previous', 'year']).default('none') });
export type ReportQuery = z.infer<typeof reportQuery>;

export const reportFigure = z.object({
  /** How many cases stand behind it. */
  cases: z.number().int(),
  value: z.number().nullable(),
  /** Of a duration: nine in ten took no longer. */
  p90: z.number().nullable(),
  /** Of a share or a score: of how many. */
  whole: z.number().int().nullable(),
  /**
   * Of a score: how many said 1–2, 3, 4–5. Of promised times: broken ones. Of claims: answered in time, answered late, open, open and late. Of the mood of mentions: displeased, neither, pleased, unsure.
   * Of the health of a brand: displeased, neither, pleased, answered, asking for an answer, ours, competitors'.
   */
  parts: z.array(z.number().int()).nullable(),
});
export type ReportFigure = z.infer<typeof reportFigure>;
export const reportRow = z.object({
  /** A day (the first of a week or month), an ISO moment of an hour, an hour, a weekday, an id, or the name of a matter or kind; null for what has none. */
  key: z.string().nullable(),
  /** What it is called, where no list of the workspace says so. */
  name: z.string().optional(),
  figure: reportFigure, compared: reportFigure.nullable(),
});
export type ReportRow = z.infer<typeof reportRow>;
export const report = z.object({
  measure: reportMeasure, unit: reportUnit, from: z.iso.date(), to: z.iso.date(), zone: z.string(), by: reportGroup,
  total: reportFigure,
  compared: z.object({ from: z.iso.date(), to: z.iso.date(), total: reportFigure }).nullable(),
  rows: z.array(reportRow),
});
export type Report = z.infer<typeof report>;

/** The same as a file: all figures where none is named, over time (`by`) and put apart (`apart`) as far as each can be. */
export const reportFileQuery = reportQuery.extend({ format: z.enum(['csv', 'pdf']), locale: locale.default('en'), measure: one(reportMeasure), apart: reportGroup.default('none') });
export type ReportFileQuery = z.infer<typeof reportFileQuery>;
/** Of what is said in public. */
export const insightFileQuery = reportFileQuery.extend({ measure: one(insightMeasure) });
export type InsightFileQuery = z.infer<typeof insightFileQuery>;

/** `key`: one row of the report; 'none' for what has none of it. */
export const reportBehindQuery = pageQuery.extend({ ...filters, by: reportGroup.default('none'), key: z.string().max(100).optional() });
export type ReportBehindQuery = z.infer<typeof reportBehindQuery>;
export const reportBehind = z.object({
  items: z.array(z.object({
    conversation: conversationView,
    at: z.iso.datetime(),
    /** What it counts with: milliseconds, or points of a score. */
    value: z.number().nullable(),
  })),
  nextCursor: z.string().nullable(),
});
export type ReportBehind = z.infer<typeof reportBehind>;
