import type { LeadRow, LeadView } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { visibleConversations } from '../access/can';
import { notFound } from '../errors';
import { leadColumns, type LeadRecord } from './lead.row';

/** With the customer: whoever speaks in the first of its conversations, so that it follows when two contacts become one, and when they part again. */
export const rowColumns = `${leadColumns}, (SELECT jsonb_build_object('id', p.id, 'name', p.name) FROM lead_conversations lc JOIN conversations c ON c.id = lc.conversation_id JOIN contacts p ON p.id = c.contact_id
  WHERE lc.lead_id = l.id ORDER BY lc.added_at, c.id LIMIT 1) AS contact, (SELECT jsonb_build_object('id', g.id, 'name', g.name) FROM outreach_campaigns g WHERE g.id = l.campaign_id) AS campaign`;
export type ListedLead = LeadRecord & { contact: { id: string; name: string } | null; campaign: { id: string; name: string } | null };

export const toLeadRow = (row: ListedLead): LeadRow => ({
  id: row.id, number: row.number, code: row.code, contact: row.contact, wants: row.wants, worth: row.worth_amount === null || row.worth_currency === null ? null : { amount: row.worth_amount, currency: row.worth_currency },
  stage: row.stage, state: row.state, reason: row.reason, ownerId: row.owner_id, teamId: row.team_id, nextStep: row.next_step, nextAt: row.next_at?.toISOString() ?? null, campaign: row.campaign,
  createdAt: row.created_at.toISOString(), closedAt: row.closed_at?.toISOString() ?? null, version: row.version,
});

interface LinkedRow { id: string; number: number; channel_id: string; connector_id: string; subject: string | null; contact_name: string; preview_text: string; last_message_at: Date; state: string; visible: boolean }

/** A lead as somebody may see it. Callers asked whether they may. */
export async function findLeadView(tx: Tx, actor: MemberActor, leadId: string): Promise<LeadView> {
  const [row] = await tx.query<ListedLead>(`SELECT ${rowColumns} FROM leads l WHERE l.id = $1`, [leadId]);
  if (row === undefined) throw notFound('lead');
  const parameters: unknown[] = [leadId];
  const visible = visibleConversations(actor, parameters);
  const linked = await tx.query<LinkedRow>(
    `SELECT c.id, c.number, c.channel_id, ch.connector_id, c.subject, p.name AS contact_name, c.preview_text, c.last_message_at, c.state, coalesce(${visible}, false) AS visible
     FROM lead_conversations lc JOIN conversations c ON c.id = lc.conversation_id AND c.merged_into IS NULL JOIN channels ch ON ch.id = c.channel_id JOIN contacts p ON p.id = c.contact_id
     WHERE lc.lead_id = $1 ORDER BY lc.added_at, c.id`, parameters);
  const seen = linked.filter((each) => each.visible);
  return {
    ...toLeadRow(row),
    conversations: seen.map((each) => ({ id: each.id, number: each.number, channelId: each.channel_id, connectorId: each.connector_id, subject: each.subject, contactName: each.contact_name, preview: each.preview_text, lastMessageAt: each.last_message_at.toISOString(), state: each.state })),
    hiddenConversations: linked.length - seen.length,
  };
}
