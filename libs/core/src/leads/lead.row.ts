import type { LeadState } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { lockConversations, type LockedConversation } from '../conversations/change';
import { conflict, notFound } from '../errors';

export interface LeadRecord {
  id: string; workspace_id: string; number: number; code: string; wants: string; worth_amount: string | null; worth_currency: string | null; stage: string; state: LeadState; reason: string;
  owner_id: string | null; team_id: string | null; next_step: string; next_at: Date | null; look_at: Date | null; campaign_id: string | null; closed_at: Date | null; withdrawn_at: Date | null; version: number; created_at: Date;
}

export const leadColumns = `l.id, l.workspace_id, l.number, l.code, l.wants, l.worth_amount, l.worth_currency, l.stage, l.state, l.reason, l.owner_id, l.team_id, l.next_step, l.next_at, l.look_at, l.campaign_id, l.closed_at, l.withdrawn_at, l.version, l.created_at`;

export interface HeldLead { row: LeadRecord; conversations: LockedConversation[] }

const linked = async (tx: Tx, leadId: string): Promise<string[]> => (await tx.query<{ conversation_id: string }>('SELECT conversation_id FROM lead_conversations WHERE lead_id = $1 ORDER BY conversation_id', [leadId])).map((row) => row.conversation_id);

/** Holds a lead with all its conversations, and with those named beside them: conversations first, in the order of their ids, then the lead. As with cases. */
export async function holdLead(tx: Tx, leadId: string, beside: readonly string[] = []): Promise<HeldLead> {
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const ids = await linked(tx, leadId);
    const conversations = await lockConversations(tx, [...new Set([...ids, ...beside])]);
    const [row] = await tx.query<LeadRecord>(`SELECT ${leadColumns} FROM leads l WHERE l.id = $1 FOR UPDATE`, [leadId]);
    if (row === undefined) throw notFound('lead');
    if ((await linked(tx, leadId)).join() === ids.join()) return { row, conversations };
  }
  throw conflict('lead-moved', 'Somebody is changing this lead this very moment.');
}

/** Where people are told of it: the first of its conversations that still goes on. */
export async function mainConversation(tx: Tx, leadId: string): Promise<string | undefined> {
  return (await tx.query<{ id: string }>('SELECT c.id FROM lead_conversations lc JOIN conversations c ON c.id = lc.conversation_id WHERE lc.lead_id = $1 AND c.merged_into IS NULL ORDER BY lc.added_at, c.id LIMIT 1', [leadId]))[0]?.id;
}
