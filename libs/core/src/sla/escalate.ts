import type { SlaEscalation } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { changeConversations, lockConversations, type Changeable } from '../conversations/change';
import { priorityRank } from '../conversations/conversation.view';

/** What a broken promise does to its conversation: it rises, or goes to others. Callers hold the conversations. */
export async function escalate(tx: Tx, workspaceId: string, acts: readonly { conversationId: string; escalation: SlaEscalation }[]): Promise<void> {
  const changes = new Map<string, SlaEscalation[]>();
  for (const { conversationId, escalation } of acts) if (escalation.act !== 'notify') changes.set(conversationId, [...(changes.get(conversationId) ?? []), escalation]);
  if (changes.size === 0) return;
  const teams = new Set((await tx.query<{ id: string }>(`SELECT id FROM teams WHERE workspace_id = $1 AND kind <> 'group'`, [workspaceId])).map(({ id }) => id));
  // Read again: lines in their threads gave them other numbers.
  const rows = await lockConversations(tx, [...changes.keys()]);
  await changeConversations(tx, { kind: 'system', workspaceId }, rows.filter(({ merged_into: gone, state }) => gone === null && state !== 'resolved'), (row) => {
    const change: Partial<Changeable> = {};
    for (const escalation of changes.get(row.id) ?? []) {
      // It never sinks by being late.
      if (escalation.act === 'priority') change.priority = Math.max(row.priority, priorityRank(escalation.priority));
      // A team that is gone by now: to the queue.
      if (escalation.act === 'assign') Object.assign(change, { assignee_id: null, team_id: escalation.teamId === null ? row.team_id : teams.has(escalation.teamId) ? escalation.teamId : null });
    }
    return change;
  }, { reason: 'sla' });
}
