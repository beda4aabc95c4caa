import { Injectable } from '@nestjs/common';
import { capabilitiesFor, type ApprovalQueue, type ApproveInput, type Held, type PostedOrHeld } from '@kontuar/contract';
import { Database, Queues, Secrets, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can, visibleConversations } from '../access/can';
import { ChannelContexts } from '../channels/channel-contexts';
import { findChannel } from '../channels/channel.row';
import { lockConversations, type LockedConversation } from '../conversations/change';
import { findConversationViews } from '../conversations/conversations.queries';
import { Conversations } from '../conversations/conversations.service';
import { conflict, forbidden, invalid, notFound } from '../errors';
import { actorOf, record } from '../history/history';
import { fitting } from '../messages/answer';
import { findMessageViews } from '../messages/message.view';
import { undoSecondsOf } from '../messages/undo-window';
import { keepVersion } from '../planned/hold-back';
import { refreshPlan } from '../planned/plan';
import { heldView, plannedColumns, plannedViews, type PlannedRow } from '../planned/planned.row';
import { release } from '../planned/release';
import { wakeAt } from '../planned/wake';
import { waitingFor } from './asked';
import { atItsTime, clockFrom } from './clock';
import type { RuleRow } from './rule';

const QUEUE_MAX = 200;

/** A second pair of eyes before an answer leaves. */
@Injectable()
export class Approvals {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly queues: Queues,
    private readonly conversations: Conversations,
    private readonly contexts: ChannelContexts,
  ) {}

  /** What this member may decide, longest waiting first. */
  async queue(actor: MemberActor): Promise<ApprovalQueue> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const parameters: unknown[] = [actor.workspaceId, actor.memberId, actor.channelIds === 'all'];
      const visible = visibleConversations(actor, parameters);
      const rows = await tx.query<PlannedRow>(
        `SELECT ${plannedColumns} FROM planned_answers p JOIN conversations c ON c.id = p.conversation_id
         WHERE p.workspace_id = $1 AND p.state = 'awaiting' AND p.author_id <> $2 AND ($3 OR $2 = ANY(p.asked_ids)) AND ${visible} ORDER BY p.awaiting_since, p.id LIMIT ${QUEUE_MAX}`,
        parameters,
      );
      const views = (await plannedViews(tx, this.secrets, actor, rows)).filter((view) => view.approval?.mayDecide === true);
      const conversations = new Map((await findConversationViews(tx, this.secrets, [...new Set(views.map((view) => view.conversationId))])).map((view) => [view.id, view]));
      return { items: views.flatMap((planned) => { const conversation = conversations.get(planned.conversationId); return conversation === undefined ? [] : [{ planned, conversation }]; }), total: views.length };
    });
  }

  /** With changes of one's own, if any: it leaves in the name of its author, and both versions are kept. */
  async approve(actor: MemberActor, plannedId: string, input: ApproveInput): Promise<PostedOrHeld> {
    return this.conversations.unit(actor, async (tx) => {
      const { planned, row } = await this.decidable(tx, actor, plannedId);
      if (input.version !== undefined && input.version !== planned.version) throw conflict('planned-moved', 'Somebody changed this a moment ago.', { planned: (await plannedViews(tx, this.secrets, actor, [planned]))[0] });
      if (planned.stale && input.stale !== true) throw conflict('planned-stale', 'The customer wrote after this was written. Read that first.');
      const channel = await findChannel(tx, row.channel_id);
      if (channel === undefined) throw conflict('channel-gone', 'This channel was removed; nothing can be sent over it.');
      const all = this.contexts.capabilitiesOf(channel);
      const capabilities = capabilitiesFor(all, planned.visibility);
      const edited = (input.html != null && input.html !== planned.html) || (input.text !== undefined && input.text !== planned.text);
      if (edited && planned.template !== null) throw invalid('template-fixed', 'The platform approved these words; they cannot be changed.');
      const said = edited ? fitting(capabilities, { text: input.text ?? planned.text, html: input.html, attachmentIds: [] }) : { text: planned.text, html: planned.html };
      if (edited) {
        await keepVersion(tx, actor.workspaceId, plannedId, { id: actor.memberId, name: actor.name }, said);
      }
      const later = planned.send_at !== null && planned.send_at.getTime() > Date.now();
      await tx.execute(
        `UPDATE planned_answers SET text = $2, html = $3, decided_by = $4, decided_at = now(), stale = false, since_seq = $5, state = 'scheduled', due_at = $6, version = version + 1 WHERE id = $1`,
        [plannedId, said.text, said.html, actor.memberId, row.last_seq, later ? planned.send_at : null],
      );
      await record(tx, [{ type: 'approval.approved', actor: actorOf(actor), conversationId: row.id, subjectId: plannedId, data: { authorId: planned.author_id, edited } }]);
      const [approved] = await tx.query<PlannedRow>(`SELECT ${plannedColumns} FROM planned_answers p WHERE p.id = $1`, [plannedId]);
      if (approved === undefined) throw notFound('planned answer');
      if (later && planned.send_at !== null) {
        wakeAt(tx, this.queues, 'planned', plannedId, planned.send_at);
        return this.held(tx, actor, plannedId, row.id);
      }
      const undoSeconds = await undoSecondsOf(tx, actor, capabilities.undoSendSeconds);
      const messageId = await release(tx, this.queues, actor, row, approved, { capabilities: all, undoSeconds });
      const [message] = await findMessageViews(tx, this.secrets, [messageId as string]);
      if (message === undefined) throw notFound('message');
      return { message, conversation: await this.conversations.view(tx, row.id) };
    });
  }

  /** Back to its author, who changes it and asks again, or drops it. */
  async giveBack(actor: MemberActor, plannedId: string, note: string): Promise<Held> {
    return this.conversations.unit(actor, async (tx) => {
      const { planned, row } = await this.decidable(tx, actor, plannedId);
      await tx.execute(`UPDATE planned_answers SET state = 'returned', note = $2, decided_by = $3, decided_at = now(), due_at = NULL, version = version + 1 WHERE id = $1`, [plannedId, note, actor.memberId]);
      await record(tx, [
        { type: 'approval.returned', actor: actorOf(actor), conversationId: row.id, subjectId: plannedId, data: { authorId: planned.author_id } },
        { type: 'notification', actor: actorOf(actor), conversationId: row.id, data: { kind: 'approval-returned', memberIds: [planned.author_id] } },
      ]);
      return this.held(tx, actor, plannedId, row.id);
    });
  }

  private async decidable(tx: Tx, actor: MemberActor, plannedId: string): Promise<{ planned: PlannedRow; row: LockedConversation }> {
    const [found] = await tx.query<{ conversation_id: string }>(`SELECT conversation_id FROM planned_answers WHERE id = $1`, [plannedId]);
    if (found === undefined) throw notFound('planned answer');
    const row = await this.conversations.locked(tx, actor, found.conversation_id, 'conversation.read');
    const [planned] = await tx.query<PlannedRow>(`SELECT ${plannedColumns} FROM planned_answers p WHERE p.id = $1 FOR UPDATE`, [plannedId]);
    if (planned === undefined) throw notFound('planned answer');
    if (!can(actor, 'message.approve', { kind: 'approval', channelId: row.channel_id, assigneeId: row.assignee_id, teamId: row.team_id, authorId: planned.author_id, askedIds: planned.asked_ids })) {
      throw forbidden(planned.author_id === actor.memberId ? 'Nobody approves their own answer.' : 'Others were asked to look at this.');
    }
    if (planned.state !== 'awaiting') throw conflict('not-awaiting', 'Somebody has decided on this already.', { state: planned.state });
    return { planned, row };
  }

  private async held(tx: Tx, actor: MemberActor, plannedId: string, conversationId: string): Promise<Held> {
    await refreshPlan(tx, actor.workspaceId, [conversationId], actor);
    return heldView(tx, this.secrets, actor, plannedId);
  }
}

/** Nobody looked in time, or none of those asked is at work: the next person of the rule who is there is asked as well. Callers hold the conversation and the row. */
export async function askNext(tx: Tx, queues: Queues, planned: PlannedRow): Promise<void> {
  const [conversation] = await lockConversations(tx, [planned.conversation_id]);
  const [rule] = planned.rule_id === null ? [] : await tx.query<Pick<RuleRow, 'fallbacks'>>(`SELECT fallbacks FROM approval_rules WHERE id = $1`, [planned.rule_id]);
  if (conversation === undefined) return;
  const now = new Date();
  const waitingWith = (askedIds: readonly string[]) => waitingFor(tx, rule ?? { fallbacks: [] }, { askedIds, authorId: planned.author_id }, conversation, now);
  const waiting = await waitingWith(planned.asked_ids);
  const turn = atItsTime(waiting, planned.approval_waits, now);
  const askedId = 'ask' in turn ? turn.ask.memberId : null;
  const after = askedId === null ? waiting : await waitingWith([...planned.asked_ids, askedId]);
  const clock = 'clock' in turn ? turn.clock : clockFrom(after, now);
  // Whoever was not there when it was their turn is the next once more.
  const index = after.next[0]?.index ?? rule?.fallbacks.length ?? 0;
  await tx.execute(`UPDATE planned_answers SET asked_ids = asked_ids || $2::uuid[], fallbacks_asked = $3, due_at = $4, approval_waits = $5, version = version + 1 WHERE id = $1`, [planned.id, askedId === null ? [] : [askedId], index, clock.dueAt, clock.waits]);
  if (clock.dueAt !== null) wakeAt(tx, queues, 'planned', planned.id, clock.dueAt);
  if (askedId !== null || clock.dueAt === null) await record(tx, [{ type: 'approval.escalated', conversationId: planned.conversation_id, subjectId: planned.id, data: { to: askedId, step: index } }], planned.workspace_id);
  if (askedId !== null) await record(tx, [{ type: 'notification', actor: { kind: 'member', id: planned.author_id }, conversationId: planned.conversation_id, data: { kind: 'approval-asked', memberIds: [askedId] } }], planned.workspace_id);
  await refreshPlan(tx, planned.workspace_id, [planned.conversation_id]);
}
