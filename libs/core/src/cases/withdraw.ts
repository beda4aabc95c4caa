import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { tellAct } from '../moves/journal';
import { holdCase, refreshCases, type HeldCase } from './case.row';

/** Callers hold the case with its conversations. */
export async function withdrawCase(tx: Tx, actor: MemberActor, { row, conversations }: HeldCase): Promise<void> {
  await tx.execute('UPDATE cases SET withdrawn_at = now(), look_at = NULL, version = version + 1 WHERE id = $1', [row.id]);
  await record(tx, [{ type: 'case.withdrawn', actor: actorOf(actor), subjectId: row.id, ...(conversations[0] === undefined ? {} : { conversationId: conversations[0].id }), data: { code: row.code } }, directoryChanged(actor, 'cases', row.id)]);
  for (const { id, merged_into: gone } of conversations) if (gone === null) await tellAct(tx, actor, id, 'case-withdrawn', { caseId: row.id, code: row.code });
  await refreshCases(tx, row.workspace_id, conversations.map(({ id }) => id), actor);
}

/** The undo of an opening: only while it stands as it was opened. Callers hold the conversations. */
export async function takeOpeningBack(tx: Tx, actor: MemberActor, caseId: string): Promise<boolean> {
  if (!can(actor, 'case.edit')) return false;
  const held = await holdCase(tx, caseId);
  if (held.row.withdrawn_at !== null || held.row.state === 'closed' || (await tx.query('SELECT 1 FROM case_letters WHERE case_id = $1 AND withdrawn_at IS NULL', [caseId])).length > 0) return false;
  await withdrawCase(tx, actor, held);
  return true;
}
