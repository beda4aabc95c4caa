import type { ReportFigure, ReportGroup, ReportQuery } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import type { Measure } from './measure';
import { momentsOf, spansOf, type Days } from './spans';

export type ReportFilter = Pick<ReportQuery, 'clock' | 'channelId' | 'teamId' | 'memberId' | 'labelId' | 'matter' | 'kind' | 'monitorId'>;
/** What is asked, with everything that narrows it. `now`: nothing stands later than that. */
export interface Asked { measure: Measure; days: Days; by: ReportGroup; filter: ReportFilter; now: Date }

export const inTime: ReadonlySet<ReportGroup> = new Set(['hour', 'day', 'week', 'month']);
const columns: Partial<Record<ReportGroup, string>> = {
  channel: 'f.channel_id::text', team: 'f.team_id::text', member: 'f.member_id::text', matter: 'f.matter', monitor: 'f.monitor_id::text', platform: 'f.platform', author: 'f.author_at', mood: 'f.mood', language: 'f.language',
};
/** What rows are called that have no list of their own. */
const names: Partial<Record<ReportGroup, string>> = { monitor: 'max(f.monitor_name)', author: 'max(f.author)', topic: 'mode() WITHIN GROUP (ORDER BY f.label)', named: 'max(f.label)' };
/** Of those there may be as many as there are people: the first are told. */
const endless: ReadonlySet<ReportGroup> = new Set(['author', 'topic', 'named']);
/** What one story alone speaks of is no topic. */
const LEAST: Partial<Record<ReportGroup, number>> = { topic: 2 };
const MOST_ROWS = 200;

export interface Compiled { from: string; where: string; key: string; figure: ReturnType<Measure['figure']>; ms: string; parameters: unknown[]; keys: string[] | undefined }

/** The rows that count, and by what they are put together. `parameters`: of the statement that it becomes a part of. */
export function compile(actor: MemberActor, { measure, days, by, filter, now }: Asked, parameters: unknown[] = []): Compiled {
  const parameter = (value: unknown): string => `$${parameters.push(value)}`;
  const workspace = parameter(actor.workspaceId);
  const { from, to } = momentsOf(days);
  const spans = spansOf(days, by);
  const [start, end] = [parameter(from), parameter(to)];
  const ms = filter.clock === 'open' && measure.hasClock ? 'coalesce(f.open_ms, f.ms)' : 'f.ms';
  const where = [`f.workspace_id = ${workspace}`];
  if (measure.where !== undefined) where.push(measure.where);

  let source = `${measure.from} f`;
  let key = 'NULL';
  if (measure.lasts !== undefined) {
    const bounds = boundsUntil(spans.bounds, now);
    where.push(`f.at < ${end} AND f.ends_at > ${start}`);
    const [first, last] = bounds;
    source = bounds.length === 2 && first !== undefined && last !== undefined
      ? inOne(measure, source, { from: parameter(first), to: parameter(last), where: where.splice(0).join(' AND ') })
      : lasting(measure, source, `${parameter(bounds)}::timestamptz[]`, where.splice(0).join(' AND '));
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
  key = columns[by] ?? (by === 'topic' || by === 'named' ? 'g.key' : key);

  const oneOf = (column: string, values: readonly string[] | undefined, type: string) => { if (values !== undefined) where.push(`${column} = ANY(${parameter(values)}::${type}[])`); };
  oneOf('f.channel_id', filter.channelId, 'uuid');
  oneOf('f.team_id', filter.teamId, 'uuid');
  oneOf('f.member_id', filter.memberId, 'uuid');
  oneOf('f.matter', filter.matter, 'text');
  if (filter.labelId !== undefined) where.push(`f.label_ids && ${parameter(filter.labelId)}::uuid[]`);
  if (filter.kind !== undefined) where.push(`f.contact_id IN (SELECT o.id FROM contacts o WHERE o.workspace_id = ${workspace} AND o.kinds && ${parameter(filter.kind)}::text[])`);
  const { heard } = measure;
  if (heard !== undefined) {
    oneOf('f.monitor_id', filter.monitorId, 'uuid');
    if (filter.monitorId === undefined && by !== 'monitor' && heard.usually !== undefined) where.push(heard.usually);
    if (actor.channelIds !== 'all') where.push(`(f.channel_id IS NULL OR f.channel_id = ANY(${parameter(actor.channelIds)}::uuid[]))`);
    // What several monitors found is one thing that was said.
    source = `(SELECT DISTINCT ON (${heard.once(by)}) f.* FROM ${source} WHERE ${where.splice(0).join(' AND ')} ORDER BY ${heard.once(by)}, f.at, f.mention_id) f`;
    if (by === 'topic') source += ' JOIN LATERAL unnest(f.topics, f.topic_words) AS g (key, label) ON true';
    if (by === 'named') source += ` JOIN LATERAL (SELECT n AS key, split_part(n, ':', 2) AS label FROM unnest(f.names) n) AS g ON true`;
  } else if (actor.channelIds !== 'all') oneOf('f.channel_id', actor.channelIds, 'uuid');
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

/** The same where there is one span alone: nothing has to be looked for. */
function inOne(measure: Measure, source: string, { from, to, where }: { from: string; to: string; where: string }): string {
  const within = `least(f.ends_at, ${to}::timestamptz) - greatest(f.at, ${from}::timestamptz)`;
  const kept = measure.lasts === 'standing' ? `f.at < ${to}::timestamptz AND f.ends_at >= ${to}::timestamptz` : `${within} > '0'::interval`;
  return `(SELECT f.*, 1 AS span, extract(epoch FROM ${to}::timestamptz - f.at) * 1000 AS age, extract(epoch FROM ${within}) * 1000 AS within FROM ${source} WHERE ${where} AND ${kept}) f`;
}

/** Of days that are still to come nothing can be said: the last span ends now. */
function boundsUntil(bounds: readonly Date[], now: Date): Date[] {
  const past = bounds.filter((bound) => bound < now);
  return past.length === bounds.length ? [...bounds] : past.length === 0 ? [bounds[0] ?? now] : [...past, now];
}

interface FigureRow { key: string | null; name: string | null; is_all: boolean; cases: string; value: string | number | null; p90: string | number | null; whole: string | null; parts: string[] }

/** Put apart, a row counts once unless it has several labels or kinds, or lasts into several spans: then all together is another question. */
const together = ({ measure, by }: Asked): boolean => by !== 'none' && by !== 'label' && by !== 'kind' && by !== 'monitor' && !endless.has(by) && (measure.lasts === undefined || !inTime.has(by));

interface ReadRow { key: string | null; name?: string; figure: ReportFigure }
export interface Figures { total: ReportFigure; rows: ReadRow[] }

/** All rows together, and by key where that is asked: read once where that is possible. Spans in which nothing happened are told as such. */
export async function figures(tx: Tx, actor: MemberActor, asked: Asked): Promise<Figures> {
  const total = together(asked) ? undefined : (await read(tx, actor, { ...asked, by: 'none' }, 'all')).find(({ whole }) => whole)?.figure;
  const found = asked.by === 'none' ? [] : await read(tx, actor, asked, total === undefined ? 'both' : 'apart');
  const { nothing, keys } = emptyOf(actor, asked);
  const whole = total ?? found.find((row) => row.whole)?.figure ?? nothing;
  const rows = found.filter((row) => !row.whole).map(({ whole: _, ...row }) => row);
  if (keys === undefined) return { total: whole, rows: rows.sort((one, other) => other.figure.cases - one.figure.cases || (one.key ?? '').localeCompare(other.key ?? '')) };
  const known = new Map(rows.map(({ key, figure }) => [Number(key), figure]));
  const unknown: ReportFigure = { ...nothing, value: null };
  const standsUntil = asked.measure.lasts === undefined ? Infinity : asked.now.getTime();
  const { bounds } = spansOf(asked.days, asked.by);
  return { total: whole, rows: keys.map((each, at) => ({ key: each, figure: known.get(at + 1) ?? ((bounds[at]?.getTime() ?? 0) >= standsUntil ? unknown : nothing) })) };
}

async function read(tx: Tx, actor: MemberActor, asked: Asked, what: 'all' | 'apart' | 'both'): Promise<(ReadRow & { whole: boolean })[]> {
  const { from, where, key, figure, parameters } = compile(actor, asked);
  const values = `ARRAY[${figure.parts?.join(', ') ?? ''}]::bigint[] AS parts, ${figure.cases} AS cases, ${figure.value} AS value, ${figure.p90 ?? 'NULL'} AS p90, ${figure.whole ?? 'NULL'} AS whole`;
  const sets = what === 'both' ? '((f.apart), ())' : '((f.apart))';
  const least = LEAST[asked.by];
  const label = asked.by === 'topic' || asked.by === 'named' ? ', g.label' : '';
  const most = endless.has(asked.by) ? [...(least === undefined ? [] : [`HAVING count(*) >= ${least}`]), `ORDER BY cases DESC, key LIMIT ${MOST_ROWS}`].join(' ') : '';
  const rows = await tx.query<FigureRow>(
    what === 'all' ? `SELECT NULL AS key, NULL AS name, true AS is_all, ${values} FROM ${from} WHERE ${where}`
      : `SELECT f.apart AS key, ${names[asked.by] ?? 'NULL'} AS name, grouping(f.apart) = 1 AS is_all, ${values} FROM (SELECT f.*, ${key} AS apart${label} FROM ${from} WHERE ${where}) f GROUP BY GROUPING SETS ${sets} ${most}`, parameters);
  return rows.map((row) => ({ key: row.key, ...(row.name === null ? {} : { name: row.name }), whole: row.is_all, figure: toFigure(row) }));
}

function emptyOf(actor: MemberActor, asked: Asked): { nothing: ReportFigure; keys: string[] | undefined } {
  const { figure, keys } = compile(actor, asked);
  return { keys, nothing: { cases: 0, value: asked.measure.unit === 'count' || asked.measure.unit === 'sum' ? 0 : null, p90: null, whole: figure.whole === undefined ? null : 0, parts: figure.parts?.map(() => 0) ?? null } };
}

const number = (value: string | number | null): number | null => (value === null ? null : Number(value));
const rounded = (value: number | null, unit: number): number | null => (value === null ? null : Math.round(value * unit) / unit);
function toFigure(row: FigureRow): ReportFigure {
  return { cases: Number(row.cases), value: rounded(number(row.value), 1_000_000), p90: rounded(number(row.p90), 1_000_000), whole: number(row.whole), parts: row.parts.length === 0 ? null : row.parts.map(Number) };
}
