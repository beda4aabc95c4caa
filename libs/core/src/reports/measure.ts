import type { ReportGroup, ReportMeasure, ReportUnit } from '@kontuar/contract';

interface Words { en: string; pl: string }

/** SQL over the rows `f` of a group. `ms` is the column of the clock that was asked for. */
export interface FigureSql { cases: string; value: string; p90?: string; whole?: string; parts?: readonly string[] }

/**
 * One thing that is counted: what it is called, how it is counted, and the rows behind it. A file each; the list is `all-measures.ts`.
 *
 * `from` is a table or a subselect named `f` with the columns workspace_id, conversation_id, at, channel_id, team_id, member_id, matter, label_ids and contact_id, and what
 * `figure` reads.
 */
export interface Measure {
  key: ReportMeasure; unit: ReportUnit; better: 'less' | 'more' | null;
  name: Words; counted: Words;
  groups: readonly ReportGroup[];
  hasClock?: true;
  from: string;
  where?: string;
  figure(ms: string): FigureSql;
  /** standing: what there is at the end of each span, `f.age` is how old it was then. during: what lasts is cut at the spans, `f.within` is the piece inside. */
  lasts?: 'standing' | 'during';
  /** Of 'spread': SQL of the key. */
  spread?: (ms: string) => string;
  /** What a row of the list behind it counts with, and what comes first there; the newest where left out. */
  worst?: (ms: string) => string;
  /** Which of the rows stand behind the figure; all where left out. */
  behind?: string;
  /** Of what is said in public: for whoever may read that, behind it are mentions, and a row without a channel is for all. */
  heard?: Heard;
}

/** `once`: of the rows that have the same there, the first counts. `usually`: which rows count while no monitor is named. */
export interface Heard { once: (by: ReportGroup) => string; usually?: string }

export const timeGroups = ['hour', 'day', 'week', 'month', 'hour-of-day', 'weekday'] as const satisfies readonly ReportGroup[];
export const otherGroups = ['channel', 'team', 'member', 'matter', 'label', 'kind'] as const satisfies readonly ReportGroup[];
export const everyGroup: readonly ReportGroup[] = ['none', ...timeGroups, ...otherGroups];

/** Upper ends of the spans into which durations are sorted, in milliseconds; the last span has none. */
export const SPANS_MS = [60_000, 300_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 28_800_000, 86_400_000, 259_200_000] as const;
export const spanOf = (ms: string): string => `width_bucket(${ms}, ARRAY[${SPANS_MS.join(', ')}]::bigint[])::text`;

export const howMany: Measure['figure'] = () => ({ cases: 'count(*)', value: 'count(*)' });
export const howLong: Measure['figure'] = (ms) => ({
  cases: `count(${ms})`, value: `percentile_cont(0.5) WITHIN GROUP (ORDER BY ${ms})`, p90: `percentile_cont(0.9) WITHIN GROUP (ORDER BY ${ms})`,
});
