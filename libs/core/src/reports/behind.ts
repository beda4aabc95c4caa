import { reportBehindQuery, reportMeasure, type ReportGroup } from '@kontuar/contract';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { invalid } from '../errors';
import { allMeasures } from './all-measures';
import { compile, inTime, type Asked } from './compile';
import type { Measure } from './measure';
import { readDays, spansOf } from './spans';

/** The rows that stand behind a figure, or behind one row of a report: those of `from` that fit `where`, with how long each took in `ms`. */
export function behindSql(actor: MemberActor, asked: Asked, key: string | undefined, parameters: unknown[] = []): { from: string; where: string; ms: string; parameters: unknown[] } {
  const compiled = compile(actor, asked, parameters);
  const where = [compiled.where, asked.measure.behind ?? 'true'];
  if (key !== undefined && asked.by !== 'none') where.push(key === 'none' ? `${compiled.key} IS NULL` : `${compiled.key} = $${parameters.push(keyIn(asked, key))}`);
  return { from: compiled.from, where: where.join(' AND '), ms: compiled.ms, parameters };
}

/**
 * The same as a condition of a filter over `conversations c`, for whoever may read reports; nobody else learns by it what stands behind which figure. `words`: a measure, and
 * what its list is asked with. @throws DomainError where they make no sense
 */
export function behindCondition(words: string, { actor, now, timeZone }: { actor: MemberActor; now: Date; timeZone: string }, parameters: unknown[]): string {
  const given = [...new URLSearchParams(words)];
  const several = (name: string) => given.filter(([key]) => key === name).map(([, value]) => value);
  const { measure: key, ...fields } = Object.fromEntries(given.map(([name, value]) => [name, several(name).length > 1 ? several(name) : value]));
  const [measure, query] = [reportMeasure.safeParse(key), reportBehindQuery.safeParse(fields)];
  if (!measure.success || !query.success) throw invalid('bad-figure', 'The reports have no such figure.');
  if (!can(actor, 'report.read')) return 'false';
  const asked: Asked = { measure: allMeasures[measure.data], days: readDays({ from: query.data.from, to: query.data.to, zone: query.data.zone ?? timeZone }, query.data.by), by: query.data.by, filter: query.data, now };
  refuseGroup(asked.measure, asked.by);
  const { from, where } = behindSql(actor, asked, query.data.key, parameters);
  return `c.id IN (SELECT f.conversation_id FROM ${from} WHERE ${where})`;
}

export function refuseGroup(measure: Measure, by: ReportGroup): void {
  if (!measure.groups.includes(by)) throw invalid('bad-group', `“${measure.key}” can not be put together by ${by}.`, { groups: measure.groups });
}

/** Spans are known to the database by their number. */
function keyIn({ days, by }: Asked, key: string): string {
  if (!inTime.has(by)) return key;
  const at = spansOf(days, by).keys.indexOf(key);
  if (at < 0) throw invalid('bad-key', 'The report has no such row.');
  return String(at + 1);
}
