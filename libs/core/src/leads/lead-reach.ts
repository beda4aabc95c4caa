import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { visibleConversations } from '../access/can';

/** Who may see a lead `l`: who sees one of its conversations, and who owns it, alone or with a team. For WHERE clauses; parameters are appended. */
export function visibleLeads(actor: MemberActor, parameters: unknown[]): string {
  if (actor.channelIds === 'all') return 'l.withdrawn_at IS NULL';
  const conversations = visibleConversations(actor, parameters);
  parameters.push(actor.memberId, actor.teamIds);
  const n = parameters.length;
  return `l.withdrawn_at IS NULL AND (l.owner_id = $${n - 1}::uuid OR l.team_id = ANY($${n}::uuid[]) OR EXISTS (SELECT 1 FROM lead_conversations lc JOIN conversations c ON c.id = lc.conversation_id WHERE lc.lead_id = l.id AND ${conversations}))`;
}

export async function mayReadLead(tx: Tx, actor: MemberActor, leadId: string): Promise<boolean> {
  const parameters: unknown[] = [leadId];
  const visible = visibleLeads(actor, parameters);
  return (await tx.query(`SELECT 1 FROM leads l WHERE l.id = $1 AND ${visible}`, parameters)).length > 0;
}
