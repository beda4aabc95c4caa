import type { MessageInput } from '@kontuar/contract';
import { newId, type Tx } from '@kontuar/platform';
import type { Actor } from '../access/actor';
import { actorOf, record, type Happening } from '../history/history';
import type { PreparedAnswer } from '../messages/answer';
import type { Approval } from '../approvals/asked';
import type { WayOut } from '../sending/way-out';
import { refreshPlan } from './plan';

export interface HeldAnswer {
  workspaceId: string; conversationId: string; way: WayOut;
  author: { id: string; name: string };
  answer: Pick<PreparedAnswer, 'visibility' | 'replyToId' | 'text' | 'html' | 'letter' | 'template'>;
  cc: readonly string[];
  clientId: string | null;
  then: MessageInput['then'];
  sendAt: Date | null;
  timeZone: string | null;
  ifCustomerWrites: 'cancel' | 'send';
  sinceSeq: number;
  /** Undefined: nobody has to approve it. */
  approval: Approval | undefined;
  followUp?: { id: string; step: number };
}

/** Keeps an answer that does not leave yet. Callers hold the conversation. Answers its id. */
export async function holdBack(tx: Tx, actor: Actor, held: HeldAnswer, now: Date): Promise<string> {
  const id = newId();
  const { answer, approval } = held;
  const dueAt = approval === undefined ? held.sendAt : approval.clock.dueAt;
  await tx.execute(
    `INSERT INTO planned_answers (id, workspace_id, conversation_id, channel_id, author_id, author_name, client_id, state, text, html, visibility, reply_to_id, cc, template, then_state, send_at, time_zone,
       if_customer_writes, since_seq, rule_id, asked_ids, awaiting_since, follow_up_id, follow_up_step, due_at, created_at, letter, thread_id, approval_waits)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29)`,
    [
      id, held.workspaceId, held.conversationId, held.way.channelId, held.author.id, held.author.name, held.clientId, approval === undefined ? 'scheduled' : 'awaiting', answer.text, answer.html, answer.visibility, answer.replyToId,
      held.cc, answer.template === null ? null : JSON.stringify(answer.template), held.then ?? null, held.sendAt, held.timeZone, held.ifCustomerWrites, held.sinceSeq, approval?.ruleId ?? null, approval?.askedIds ?? [],
      approval === undefined ? null : now, held.followUp?.id ?? null, held.followUp?.step ?? null, dueAt, now,
      answer.letter === undefined ? null : JSON.stringify(answer.letter),
      held.way.threadId === held.conversationId ? null : held.way.threadId, approval?.clock.waits ?? null,
    ],
  );
  await keepVersion(tx, held.workspaceId, id, held.author, answer);
  const happenings: Happening[] = [{ type: 'planned.kept', actor: actorOf(actor), conversationId: held.conversationId, subjectId: id, data: { state: approval === undefined ? 'scheduled' : 'awaiting', ...(held.sendAt === null ? {} : { sendAt: held.sendAt.toISOString() }), ...(approval === undefined ? {} : { ruleId: approval.ruleId, askedIds: approval.askedIds }) } }];
  if (approval !== undefined && approval.askedIds.length > 0) happenings.push({ type: 'notification', actor: { kind: 'member', id: held.author.id }, conversationId: held.conversationId, data: { kind: 'approval-asked', memberIds: approval.askedIds } });
  await record(tx, happenings, held.workspaceId);
  await refreshPlan(tx, held.workspaceId, [held.conversationId], actor);
  return id;
}

/** Who wrote it, and who changed it to what; the same text again is no version. */
export async function keepVersion(tx: Tx, workspaceId: string, plannedId: string, by: { id: string; name: string }, said: { text: string; html: string | null }): Promise<void> {
  await tx.execute(
    `INSERT INTO planned_revisions (workspace_id, planned_id, revision, member_id, member_name, text, html)
     SELECT $1, $2, coalesce(max(revision), 0) + 1, $3, $4, $5, $6 FROM planned_revisions WHERE planned_id = $2
     HAVING NOT coalesce((SELECT text = $5 AND html IS NOT DISTINCT FROM $6 FROM planned_revisions WHERE planned_id = $2 ORDER BY revision DESC LIMIT 1), false)`,
    [workspaceId, plannedId, by.id, by.name, said.text, said.html],
  );
}
