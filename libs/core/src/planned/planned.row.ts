import type { CrisisHeld, Held, LetterChoices, PlannedState, PlannedView, Visibility } from '@kontuar/contract';
import type { Outbound } from '@kontuar/connectors/contract';
import type { Secrets, Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import type { ClockWaits } from '../approvals/clock';
import { heldNow } from '../crisis/in-force';
import { findConversationViews } from '../conversations/conversations.queries';
import { notFound } from '../errors';
import { attachmentColumns, toAttachmentView, type AttachmentRow } from '../messages/message.view';

export interface PlannedRow {
  id: string; workspace_id: string; conversation_id: string; channel_id: string; thread_id: string | null; author_id: string; author_name: string; client_id: string | null; state: PlannedState; reason: string | null;
  text: string; html: string | null; letter: LetterChoices | null; visibility: Visibility; reply_to_id: string | null; cc: string[]; template: NonNullable<Outbound['template']> | null; then_state: 'resolve' | 'pending' | null;
  send_at: Date | null; time_zone: string | null; if_customer_writes: 'cancel' | 'send'; since_seq: number; rule_id: string | null; asked_ids: string[]; fallbacks_asked: number; awaiting_since: Date | null;
  stale: boolean; note: string | null; decided_by: string | null; decided_at: Date | null; follow_up_id: string | null; follow_up_step: number | null; message_id: string | null;
  due_at: Date | null; approval_waits: ClockWaits; version: number; created_at: Date; ended_at: Date | null;
}
export const plannedColumns = `p.id, p.workspace_id, p.conversation_id, p.channel_id, p.thread_id, p.author_id, p.author_name, p.client_id, p.state, p.reason, p.text, p.html, p.letter, p.visibility, p.reply_to_id, p.cc, p.template, p.then_state,
  p.send_at, p.time_zone, p.if_customer_writes, p.since_seq, p.rule_id, p.asked_ids, p.fallbacks_asked, p.awaiting_since, p.stale, p.note, p.decided_by, p.decided_at, p.follow_up_id, p.follow_up_step, p.message_id,
  p.due_at, p.approval_waits, p.version, p.created_at, p.ended_at`;

/** Which of them a thread shows; 'cancelled' ones until somebody took the text or dropped it. */
export const shownStates = `('awaiting', 'returned', 'scheduled', 'cancelled')`;

interface RuleFacts { name: string; fallbacks: { afterMinutes: number; memberId: string }[] }
interface Facts { rule: RuleFacts | null; channel_id: string; assignee_id: string | null; team_id: string | null; held: CrisisHeld | null }

/** With the id of the row that it is read for; callers have allowed the reader to see the conversation. */
export async function plannedViews(tx: Tx, secrets: Secrets, actor: MemberActor, rows: readonly PlannedRow[]): Promise<PlannedView[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const attachments = await tx.query<AttachmentRow & { planned_id: string }>(`SELECT ${attachmentColumns}, planned_id FROM attachments WHERE planned_id = ANY($1::uuid[]) ORDER BY planned_id, position, id`, [ids]);
  const revisions = await tx.query<{ planned_id: string; member_id: string; member_name: string; text: string; at: Date }>(`SELECT planned_id, member_id, member_name, text, at FROM planned_revisions WHERE planned_id = ANY($1::uuid[]) ORDER BY planned_id, revision`, [ids]);
  const facts = await tx.query<Facts & { id: string }>(
    `SELECT p.id, c.channel_id, c.assignee_id, c.team_id, CASE WHEN p.state = 'scheduled' THEN ${heldNow({ workspace: 'p.workspace_id', kind: 'planned', item: 'p.id', channel: 'c.channel_id', team: 'c.team_id', at: 'coalesce(p.send_at, p.created_at)' })} END AS held, CASE WHEN r.id IS NOT NULL THEN jsonb_build_object('name', r.name, 'fallbacks', r.fallbacks) END AS rule
     FROM planned_answers p JOIN conversations c ON c.id = p.conversation_id LEFT JOIN approval_rules r ON r.id = p.rule_id WHERE p.id = ANY($1::uuid[])`, [ids]);
  const factsOf = new Map(facts.map((row) => [row.id, row]));
  return rows.map((row) => toPlannedView(row, {
    attachments: attachments.filter((file) => file.planned_id === row.id).map((file) => toAttachmentView(file, secrets)),
    revisions: revisions.filter((revision) => revision.planned_id === row.id).map(({ member_id: memberId, member_name: memberName, text, at }) => ({ memberId, memberName, text, at: at.toISOString() })),
    approval: approvalOf(actor, row, factsOf.get(row.id)),
    held: factsOf.get(row.id)?.held ?? null,
  }));
}

/** One of them with its conversation, as it stands now: the answer to every act on it. */
export async function heldView(tx: Tx, secrets: Secrets, actor: MemberActor, plannedId: string): Promise<Held> {
  const rows = await tx.query<PlannedRow>(`SELECT ${plannedColumns} FROM planned_answers p WHERE p.id = $1`, [plannedId]);
  const [planned] = await plannedViews(tx, secrets, actor, rows);
  const [conversation] = planned === undefined ? [] : await findConversationViews(tx, secrets, [planned.conversationId]);
  if (planned === undefined || conversation === undefined) throw notFound('planned answer');
  return { planned, conversation };
}

function approvalOf(actor: MemberActor, row: PlannedRow, facts: Facts | undefined): PlannedView['approval'] {
  if (row.awaiting_since === null || facts === undefined) return null;
  const waits = row.state === 'awaiting';
  const nextAt = waits && facts.rule?.fallbacks[row.fallbacks_asked] !== undefined ? row.due_at : null;
  // While it stands still, whoever comes to work first decides who is asked.
  const next = nextAt === null || row.approval_waits !== null ? undefined : facts.rule?.fallbacks[row.fallbacks_asked];
  return {
    ruleName: facts.rule?.name ?? null, since: row.awaiting_since.toISOString(), askedIds: row.asked_ids, nextAt: nextAt?.toISOString() ?? null, nextId: next?.memberId ?? null,
    note: row.note, decidedBy: row.decided_by, decidedAt: row.decided_at?.toISOString() ?? null,
    mayDecide: waits && can(actor, 'message.approve', { kind: 'approval', channelId: facts.channel_id, assigneeId: facts.assignee_id, teamId: facts.team_id, authorId: row.author_id, askedIds: row.asked_ids }),
  };
}

const toPlannedView = (row: PlannedRow, more: Pick<PlannedView, 'attachments' | 'revisions' | 'approval' | 'held'>): PlannedView => ({
  id: row.id, conversationId: row.conversation_id, clientId: row.client_id, state: row.state, reason: row.reason, author: { id: row.author_id, name: row.author_name },
  text: row.text, html: row.html, visibility: row.visibility, cc: row.cc, replyToId: row.reply_to_id,
  template: row.template === null ? null : { id: row.template.id, name: row.template.name, language: row.template.language },
  then: row.then_state, sendAt: row.send_at?.toISOString() ?? null, timeZone: row.time_zone, ifCustomerWrites: row.if_customer_writes, stale: row.stale,
  followUp: row.follow_up_id === null ? null : { id: row.follow_up_id, step: row.follow_up_step ?? 0 }, messageId: row.message_id,
  version: row.version, createdAt: row.created_at.toISOString(), endedAt: row.ended_at?.toISOString() ?? null, ...more,
});
