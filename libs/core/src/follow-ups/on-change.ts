import type { Tx } from '@kontuar/platform';
import type { Actor } from '../access/actor';
import { refreshPlan } from '../planned/plan';
import { followUpColumns, stopFollowUp, type FollowUpRow } from './follow-up.row';

/** Who resolved a conversation or took it over decided what becomes of it: a follow-up ends where it was told to. Callers hold the conversations. */
export async function followUpsAfter(tx: Tx, actor: Actor, workspaceId: string, { resolved, reassigned }: { resolved: readonly string[]; reassigned: readonly string[] }): Promise<void> {
  if (resolved.length + reassigned.length === 0) return;
  const running = await tx.query<FollowUpRow>(
    `SELECT ${followUpColumns} FROM follow_ups f WHERE f.state = 'active' AND ((f.conversation_id = ANY($1::uuid[]) AND coalesce((f.stop_when->>'resolved')::boolean, true)) OR (f.conversation_id = ANY($2::uuid[]) AND coalesce((f.stop_when->>'reassigned')::boolean, false))) ORDER BY f.id FOR UPDATE`,
    [resolved, reassigned],
  );
  for (const followUp of running) await stopFollowUp(tx, actor, followUp, resolved.includes(followUp.conversation_id) ? 'resolved' : 'reassigned');
  if (running.length > 0) await refreshPlan(tx, workspaceId, running.map((row) => row.conversation_id), actor);
}
