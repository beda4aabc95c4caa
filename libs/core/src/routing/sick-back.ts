import type { Absence } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { refreshPlan } from '../planned/plan';
import { plannedColumns, type PlannedRow } from '../planned/planned.row';
import { endPlanned } from '../planned/release';

/** What was done for somebody who fell sick, beside the moves: kept with the act, so that its undo takes the same back. */
export interface SickAct {
  memberId: string;
  /** What was said of them before. */
  absence: Absence | null; said: Absence;
  /** What customers will be told, while it has not left. */
  toldIds: string[];
  /** Promises whose conversation did not move with them. */
  promises: { id: string; to: string }[];
}

/** What stands as the act left it goes back; what has left has left. Callers hold the conversations. */
export async function takeSickBack(tx: Tx, actor: MemberActor, { memberId, absence, said, toldIds, promises }: SickAct): Promise<void> {
  // Whoever looks at shifts next sees that their moment has come.
  await tx.execute('UPDATE memberships SET absence = $2, duty_until = now() WHERE id = $1 AND absence = $3::jsonb', [memberId, absence === null ? null : JSON.stringify(absence), JSON.stringify(said)]);
  const planned = await tx.query<PlannedRow>(`SELECT ${plannedColumns} FROM planned_answers p WHERE p.id = ANY($1::uuid[]) AND p.state IN ('scheduled', 'awaiting') FOR UPDATE`, [toldIds]);
  for (const row of planned) await endPlanned(tx, actor, row, 'withdrawn', 'undo');
  if (planned.length > 0) await refreshPlan(tx, actor.workspaceId, [...new Set(planned.map((row) => row.conversation_id))], actor);
  await handPromises(tx, actor, promises.map(({ id, to }) => ({ id, from: to, to: memberId })));
}

/** Open promises, to whoever keeps them from now on. */
export async function handPromises(tx: Tx, actor: MemberActor, handed: readonly { id: string; from: string; to: string }[]): Promise<void> {
  if (handed.length === 0) return;
  const moved = await tx.query<{ id: string; conversation_id: string; owner_id: string }>(
    `UPDATE given_promises g SET owner_id = r.to_id, version = g.version + 1 FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, from_id uuid, to_id uuid)
     WHERE g.id = r.id AND g.owner_id = r.from_id AND g.state = 'open' RETURNING g.id, g.conversation_id, g.owner_id`, [JSON.stringify(handed.map(({ id, from, to }) => ({ id, from_id: from, to_id: to })))]);
  await record(tx, moved.flatMap((row) => [
    { type: 'promise.handed-over', actor: actorOf(actor), conversationId: row.conversation_id, subjectId: row.id, data: { ownerId: row.owner_id } }, directoryChanged(actor, 'promises', row.conversation_id)]), actor.workspaceId);
}
