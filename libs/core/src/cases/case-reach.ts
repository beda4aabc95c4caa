import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { visibleConversations } from '../access/can';

/**
 * Who may see a case `k`: who sees one of its conversations, and who owns it, alone or with a team. For WHERE clauses; parameters are appended.
 */
export function visibleCases(actor: MemberActor, parameters: unknown[]): string {
  if (actor.channelIds === 'all') return 'k.withdrawn_at IS NULL';
  const conversations = visibleConversations(actor, parameters);
  parameters.push(actor.memberId, actor.teamIds);
  const n = parameters.length;
  return `k.withdrawn_at IS NULL AND (k.owner_id = $${n - 1}::uuid OR k.team_id = ANY($${n}::uuid[]) OR EXISTS (SELECT 1 FROM case_conversations cc JOIN conversations c ON c.id = cc.conversation_id WHERE cc.case_id = k.id AND ${conversations}))`;
}

export async function mayReadCase(tx: Tx, actor: MemberActor, caseId: string): Promise<boolean> {
  const parameters: unknown[] = [caseId];
  const visible = visibleCases(actor, parameters);
  return (await tx.query(`SELECT 1 FROM cases k WHERE k.id = $1 AND ${visible}`, parameters)).length > 0;
}
