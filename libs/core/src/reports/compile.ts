import type { ReportFigure, ReportGroup, ReportQuery } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import type { Measure } from './measure';
import { momentsOf, spansOf, type Days } from './spans';

export type ReportFilter = Pick<ReportQuery, 'clock' | 'channelId' | 'teamId' | 'memberId' | 'labelId' | 'matter' | 'kind'>;
/** What is asked, with everything that narrows it. `now`: nothing stands later than that. */
export interface Asked { measure: Measure; days: Days; by: ReportGroup; filter: ReportFilter; now: Date }

export const inTime: ReadonlySet<ReportGroup> = new Set(['hour', 'day', 'week', 'month']);
const columns: Partial<Record<ReportGroup, string>> = { channel: 'f.channel_id::text', team: 'f.team_id::text', member: 'f.member_id::text', matter: 'f.matter' };

interface Compiled { from: string; where: string; key: string; figure: ReturnType<Measure['figure']>; ms: string; parameters: unknown[]; keys: string[] | undefined }

/** The rows that count, and by what they are put together. */
export function compile(actor: MemberActor, { measure, days, by, filter, now }: Asked): Compiled {
  const parameters: unknown[] = [actor.workspaceId];
  const parameter = (value: unknown): string => `$${parameters.push(value)}`;
  const { from, to } = momentsOf(days);
  const spans = spansOf(days, by);
  const [start, end] = [parameter(from), parameter(to)];
  const ms = filter.clock === 'open' && measure.hasClock ? 'coalesce(f.open_ms, f.ms)' : 'f.ms';
  const where = [`f.workspace_id = $1`];
  if (measure.where !== undefined) where.push(measure.where);

  let source = `${measure.from} f`;
  let key = 'NULL';
  if (measure.lasts !== undefined) {
    const bounds = `${parameter(boundsUntil(spans.bounds, now))}::timestamptz[]`;
    where.push(`f.at < ${end} AND f.ends_at > ${start}`);
    source = lasting(measure, source, bounds, where.splice(0).join(' AND '));
    if (inTime.has(by)) key = 'f.span::text';
  } else {
    where.push(`f.at >= ${start} AND f.at < ${end}`);
    if (inTime.has(by)) key = `width_bucket(f.at, ${parameter(spans.bounds)}::timestamptz[])::text`;
  }
  if (by === 'hour-of-day') key = `extract(hour FROM f.at AT TIME ZONE ${parameter(days.zone)})::int::text`;
  if (by === 'weekday') key = `extract(isodow FROM f.at AT TIME ZONE ${parameter(days.zone)})::int::text`;
  if (by === 'spread') key = measure.spread?.(ms) ?? 'NULL';
  if (by === 'label') {
    source += ' LEFT JOIN LATERAL unnest(f.label_ids) AS g (key) ON true';
    key = 'g.key::text';
  }
  if (by === 'kind') {
    source += ' LEFT JOIN contacts p ON p.id = f.contact_id LEFT JOIN LATERAL unnest(p.kinds) AS g (key) ON true';
    key = 'g.key';
  }
  key = columns[by] ?? key;

  const oneOf = (column: string, values: readonly string[] | undefined, type: string) => { if (values !== undefined) where.push(`${column} = ANY(${parameter(values)}::${type}[])`); };
  oneOf('f.channel_id', filter.channelId, 'uuid');
  oneOf('f.team_id', filter.teamId, 'uuid');
  oneOf('f.member_id', filter.memberId, 'uuid');
  oneOf('f.matter', filter.matter, 'text');
  if (filter.labelId !== undefined) where.push(`f.label_ids && ${parameter(filter.labelId)}::uuid[]`);
  if (filter.kind !== undefined) where.push(`f.contact_id IN (SELECT o.id FROM contacts o WHERE o.workspace_id = $1 AND o.kinds && ${parameter(filter.kind)}::text[])`);
  if (actor.channelIds !== 'all') oneOf('f.channel_id', actor.channelIds, 'uuid');
  return { from: source, where: where.length === 0 ? 'true' : where.join(' AND '), key, figure: measure.figure(ms), ms, parameters, keys: inTime.has(by) ? spans.keys : undefined };
}

/** A row for each span that something lasts into, or through the end of. `bounds[i]` and `bounds[i + 1]` are the ends of span i, from 1. */
function lasting(measure: Measure, source: string, bounds: string, where: string): string {
  const through = `SELECT f.*, s.span, extract(epoch FROM b.list[s.span + 1] - f.at) * 1000 AS age, extract(epoch FROM least(f.ends_at, b.list[s.span + 1]) - greatest(f.at, b.list[s.span])) * 1000 AS within
    FROM (SELECT ${bounds} AS list) b, ${source}`;
  const spans = measure.lasts === 'standing'
    ? `generate_series(greatest(width_bucket(f.at, b.list), 1), width_bucket(f.ends_at, b.list) - 1)`
    : `generate_series(greatest(width_bucket(f.at, b.list), 1), least(width_bucket(f.ends_at, b.list), cardinality(b.list) - 1))`;
  const kept = measure.lasts === 'standing' ? 'true' : 'w.within > 0';
  return `(SELECT * FROM (${through}, LATERAL ${spans} AS s (span) WHERE ${where}) w WHERE ${kept}) f`;
}

/** Of days that are still to come nothing can be said: the last span ends now. */
function boundsUntil(bounds: readonly Date[], now: Date): Date[] {
  const past = bounds.filter((bound) => bound < now);
  return past.length === bounds.length ? [...bounds] : past.length === 0 ? [bounds[0] ?? now] : [...past, now];
}

interface FigureRow { key: string | null; cases: string; value: string | number | null; p90: string | number | null; whole: string | null; parts: string[] | null }

/** All rows together, or by key. Spans in which nothing happened are told as such. */
export async function figures(tx: Tx, actor: MemberActor, asked: Asked): Promise<{ key: string | null; figure: ReportFigure }[]> {
  const { from, where, key, figure, parameters, keys } = compile(actor, asked);
  const rows = await tx.query<FigureRow>(
    `SELECT ${key} AS key, ${figure.cases} AS cases, ${figure.value} AS value, ${figure.p90 ?? 'NULL'} AS p90, ${figure.whole ?? 'NULL'} AS whole, ${figure.parts === undefined ? 'NULL::bigint[]' : `ARRAY[${figure.parts.join(', ')}]`} AS parts
     FROM ${from} WHERE ${where} ${asked.by === 'none' ? '' : 'GROUP BY 1'}`, parameters);
  const nothing: ReportFigure = { cases: 0, value: asked.measure.unit === 'count' || asked.measure.unit === 'sum' ? 0 : null, p90: null, whole: figure.whole === undefined ? null : 0, parts: figure.parts?.map(() => 0) ?? null };
  if (keys === undefined) {
    if (asked.by === 'none') return [{ key: null, figure: rows[0] === undefined ? nothing : toFigure(rows[0]) }];
    return rows.map((row) => ({ key: row.key, figure: toFigure(row) })).sort((one, other) => other.figure.cases - one.figure.cases || (one.key ?? '').localeCompare(other.key ?? ''));
  }
  const found = new Map(rows.map((row) => [Number(row.key), toFigure(row)]));
  const unknown: ReportFigure = { ...nothing, value: null };
  const standsUntil = asked.measure.lasts === undefined ? Infinity : asked.now.getTime();
  const { bounds } = spansOf(asked.days, asked.by);
  return keys.map((each, at) => ({ key: each, figure: found.get(at + 1) ?? ((bounds[at]?.getTime() ?? 0) >= standsUntil ? unknown : nothing) }));
}

const number = (value: string | number | null): number | null => (value === null ? null : Number(value));
const rounded = (value: number | null, unit: number): number | null => (value === null ? null : Math.round(value * unit) / unit);
function toFigure(row: FigureRow): ReportFigure {
  return { cases: Number(row.cases), value: rounded(number(row.value), 1_000_000), p90: rounded(number(row.p90), 1_000_000), whole: number(row.whole), parts: row.parts?.map(Number) ?? null };
}
