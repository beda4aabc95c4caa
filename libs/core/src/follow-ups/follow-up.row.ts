import type { CrisisHeld, FollowUpStep, FollowUpView } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { Actor } from '../access/actor';
import { heldNow } from '../crisis/in-force';
import { actorOf, record } from '../history/history';
import { tellInThread } from '../conversations/tell-in-thread';

export interface FollowUpRow {
  id: string; workspace_id: string; conversation_id: string; author_id: string; author_name: string; name: string; steps: FollowUpStep[]; next_step: number; business_days: boolean; time_zone: string;
  stop_when: { resolved: boolean; reassigned: boolean }; state: 'active' | 'done' | 'stopped'; reason: string | null; since_seq: number; due_at: Date | null; created_at: Date; ended_at: Date | null; held: CrisisHeld | null;
}
const ofConversation = (column: string): string => `(SELECT c.${column} FROM conversations c WHERE c.id = f.conversation_id)`;
export const followUpColumns = `f.id, f.workspace_id, f.conversation_id, f.author_id, f.author_name, f.name, f.steps, f.next_step, f.business_days, f.time_zone, f.stop_when, f.state, f.reason, f.since_seq, f.due_at, f.created_at, f.ended_at,
  CASE WHEN f.state = 'active' AND f.steps -> f.next_step ->> 'act' <> 'remind' THEN ${heldNow({ workspace: 'f.workspace_id', kind: 'follow-up', item: 'f.id', channel: ofConversation('channel_id'), team: ofConversation('team_id'), at: `coalesce(f.due_at, '-infinity')` })} END AS held`;

export const toFollowUp = (row: FollowUpRow): FollowUpView => ({
  id: row.id, conversationId: row.conversation_id, name: row.name, author: { id: row.author_id, name: row.author_name }, steps: row.steps, nextStep: row.next_step, dueAt: row.due_at?.toISOString() ?? null,
  businessDays: row.business_days, timeZone: row.time_zone, stopWhen: row.stop_when, state: row.state, reason: row.reason, held: row.held, createdAt: row.created_at.toISOString(), endedAt: row.ended_at?.toISOString() ?? null,
});

/** Says so in the thread. Callers hold the conversation and refresh its plan. */
export async function stopFollowUp(tx: Tx, actor: Actor | undefined, followUp: FollowUpRow, reason: string): Promise<void> {
  await tx.execute(`UPDATE follow_ups SET state = 'stopped', reason = $2, due_at = NULL, ended_at = now() WHERE id = $1 AND (state = 'active' OR ended_at IS NULL)`, [followUp.id, reason]);
  await tellInThread(tx, followUp, 'follow-up-stopped', { name: followUp.name, reason, ...(actor?.kind === 'member' ? { byName: actor.name } : {}) });
  await record(tx, [{ type: 'follow-up.stopped', ...(actor === undefined ? {} : { actor: actorOf(actor) }), conversationId: followUp.conversation_id, subjectId: followUp.id, data: { reason, step: followUp.next_step } }], followUp.workspace_id);
}
