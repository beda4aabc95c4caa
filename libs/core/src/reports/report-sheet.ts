import type { Locale, Report, ReportFileQuery } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { allMeasures, mayRead, measuresOf } from './all-measures';
import type { Measure } from './measure';
import { filled, sheetWords } from './report-words';
import type { Reports } from './reports.service';
import { rowNames, type RowNames } from './row-names';

/** One figure: as a whole, and put apart as was asked, as far as it can be. */
export interface SheetSection { measure: Measure; total: Report; apart: readonly Report[] }
/** Everything that a file of a report says, whatever it looks like. */
export interface ReportSheet {
  workspace: string; by: string; at: Date; locale: Locale; from: string; to: string; zone: string; compared: { from: string; to: string } | null; clock: 'calendar' | 'open';
  /** What it is narrowed to, in words; empty: nothing. */
  filter: string;
  catchingUp: boolean; name: RowNames; sections: readonly SheetSection[];
}

/** The same questions as those of the screen, so that paper and screen cannot differ. */
export async function readSheet(tx: Tx, reports: Reports, actor: MemberActor, query: ReportFileQuery, now = new Date()): Promise<ReportSheet> {
  const [workspace] = await tx.query<{ name: string; time_zone: string; catching_up: boolean }>(
    'SELECT w.name, w.time_zone, coalesce(p.backfilled_to IS NOT NULL, true) AS catching_up FROM workspaces w LEFT JOIN report_positions p ON p.workspace_id = w.id WHERE w.id = $1', [actor.workspaceId]);
  const zone = query.zone ?? workspace?.time_zone ?? 'UTC';
  const name = await rowNames(tx, actor.workspaceId, query.locale, zone);
  const measures = [...new Set(query.measure?.map((key) => allMeasures[key]) ?? measuresOf('care'))].filter((measure) => mayRead(actor, [measure]));
  const sections: SheetSection[] = [];
  for (const measure of measures) {
    const groups = [...new Set([query.by, query.apart])].filter((group) => group !== 'none' && measure.groups.includes(group));
    const apart: Report[] = [];
    for (const by of groups) apart.push(await reports.reportIn(tx, actor, measure, { ...query, by }, now));
    sections.push({ measure, total: apart[0] ?? (await reports.reportIn(tx, actor, measure, { ...query, by: 'none' }, now)), apart });
  }
  const compared = sections[0]?.total.compared ?? null;
  return {
    workspace: workspace?.name ?? '', by: actor.name, at: now, locale: query.locale, from: query.from, to: query.to, zone, compared: compared === null ? null : { from: compared.from, to: compared.to }, clock: query.clock,
    filter: filterWords(query, name), catchingUp: workspace?.catching_up ?? false, name, sections,
  };
}

function filterWords(query: ReportFileQuery, name: RowNames): string {
  const lists = [['team', query.teamId], ['channel', query.channelId], ['member', query.memberId], ['label', query.labelId], ['matter', query.matter], ['kind', query.kind], ['monitor', query.monitorId]] as const;
  return lists.flatMap(([by, keys]) => (keys === undefined ? [] : [keys.map((key) => name(by, key)).join(', ')])).join('; ');
}

export const narrowedWords = ({ locale, filter, sections }: ReportSheet): string => (filter === '' ? sheetWords[locale][sections.length > 0 && sections.every(({ measure }) => measure.heard !== undefined) ? 'allHeard' : 'everything'] : filled(sheetWords[locale].narrowed, { filter }));
