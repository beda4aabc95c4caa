import type { DutyState, WorkHours } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { choicesOf } from './choices';
import type { Recipient } from './decide';

interface RecipientRow { id: string; active: boolean; notices: unknown; duty: DutyState; duty_until: Date | null; hours: WorkHours | null; time_zone: string }

/** Members as the decision needs them; all where none are named. */
export async function findRecipients(tx: Tx, memberIds: readonly string[]): Promise<Map<string, Recipient>> {
  const rows = await tx.query<RecipientRow>(
    `SELECT m.id, m.active, m.notices, m.duty, m.duty_until, m.hours, w.time_zone FROM memberships m JOIN workspaces w ON w.id = m.workspace_id WHERE m.id = ANY($1::uuid[])`, [memberIds]);
  return new Map(rows.map((row) => [row.id, {
    memberId: row.id, active: row.active, choices: choicesOf(row.notices), duty: { state: row.duty, until: row.duty_until }, timeZone: row.hours?.timeZone ?? row.time_zone,
  }]));
}
