import type { CrisisEntry, CrisisEntryKind, CrisisView, HoldingStatement } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { notFound } from '../errors';

export interface CrisisRow {
  id: string; workspace_id: string; reason: string; channel_ids: string[]; team_ids: string[]; statement: HoldingStatement; alert_id: string | null; began_at: Date; began_by: string; began_by_name: string;
  ended_at: Date | null; ended_by: string | null; ended_by_name: string | null; version: number;
}
export const crisisColumns = 'k.id, k.workspace_id, k.reason, k.channel_ids, k.team_ids, k.statement, k.alert_id, k.began_at, k.began_by, k.began_by_name, k.ended_at, k.ended_by, k.ended_by_name, k.version';

export const toCrisis = (row: CrisisRow): CrisisView => ({
  id: row.id, reason: row.reason, channelIds: row.channel_ids, teamIds: row.team_ids, statement: row.statement, alertId: row.alert_id, beganAt: row.began_at.toISOString(), beganBy: { id: row.began_by, name: row.began_by_name },
  endedAt: row.ended_at?.toISOString() ?? null, endedBy: row.ended_by === null ? null : { id: row.ended_by, name: row.ended_by_name ?? '' }, version: row.version,
});

/** @throws not-found */
export async function findCrisis(tx: Tx, id: string, lock: '' | 'FOR UPDATE' = ''): Promise<CrisisRow> {
  const [row] = await tx.query<CrisisRow>(`SELECT ${crisisColumns} FROM crises k WHERE k.id = $1 ${lock}`, [id]);
  if (row === undefined) throw notFound('crisis');
  return row;
}

interface EntryRow { id: string; at: Date; kind: CrisisEntryKind; author_id: string | null; author_name: string | null; text: string; mention_ids: string[]; assignee_id: string | null; done_at: Date | null; done_by: string | null; data: Partial<Pick<CrisisEntry, 'alert' | 'held'>> }

/** Oldest first. */
export async function entriesOf(tx: Tx, crisisId: string): Promise<CrisisEntry[]> {
  const rows = await tx.query<EntryRow>('SELECT id, at, kind, author_id, author_name, text, mention_ids, assignee_id, done_at, done_by, data FROM crisis_entries WHERE crisis_id = $1 ORDER BY at, id LIMIT 2000', [crisisId]);
  return rows.map((row) => ({
    id: row.id, at: row.at.toISOString(), kind: row.kind, by: row.author_id === null ? null : { id: row.author_id, name: row.author_name ?? '' }, text: row.text, mentionIds: row.mention_ids,
    task: row.kind === 'task' ? { assigneeId: row.assignee_id, doneAt: row.done_at?.toISOString() ?? null, doneBy: row.done_by } : null, alert: row.data.alert ?? null, held: row.data.held ?? null,
  }));
}
