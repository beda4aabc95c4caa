import { Injectable } from '@nestjs/common';
import { capabilitiesFor, type FollowUpStep } from '@kontuar/contract';
import { Queues, type Tx } from '@kontuar/platform';
import { approvalFor } from '../approvals/asked';
import { ChannelContexts } from '../channels/channel-contexts';
import { findChannel } from '../channels/channel.row';
import { changeConversations, type LockedConversation } from '../conversations/change';
import { keptBack } from '../crisis/in-force';
import { record } from '../history/history';
import { findActors } from '../members/members.service';
import { placeAnswer } from '../messages/place-answer';
import { textLength } from '../messages/text-length';
import { spokeSince } from '../planned/customer-wrote';
import { holdBack } from '../planned/hold-back';
import { refreshPlan } from '../planned/plan';
import { wakeAt } from '../planned/wake';
import { answeredThread, isRefused, usualSide, wayOf } from '../sending/answer-rules';
import { wayOut } from '../sending/way-out';
import { tellInThread } from '../conversations/tell-in-thread';
import { followUpColumns, stopFollowUp, type FollowUpRow } from './follow-up.row';
import { fillStep, stepDueAt, unfilled } from './steps';
import { stepWords } from './words';

/** Does a step when its time has come: once, in the transaction that moves the chain on to the next. */
@Injectable()
export class FollowUpSteps {
  constructor(private readonly contexts: ChannelContexts, private readonly queues: Queues) {}

  /** Callers hold the conversation. */
  async run(tx: Tx, row: LockedConversation, id: string): Promise<boolean> {
    const [followUp] = await tx.query<FollowUpRow>(`SELECT ${followUpColumns} FROM follow_ups f WHERE f.id = $1 AND f.state = 'active' AND f.due_at <= now() FOR UPDATE`, [id]);
    const step = followUp?.steps[followUp.next_step];
    if (followUp?.conversation_id !== row.id || step === undefined) return false;
    const spoke = await spokeSince(tx, row.id, followUp.since_seq);
    // A reminder is for us; what the customer would notice waits until the crisis is over.
    if (!spoke && step.act !== 'remind' && (await keptBack(tx, { workspaceId: row.workspace_id, kind: 'follow-up', id, channelId: row.channel_id, teamId: row.team_id, at: followUp.due_at ?? new Date() }))) {
      await tx.execute('UPDATE follow_ups SET due_at = NULL WHERE id = $1', [id]);
      await refreshPlan(tx, row.workspace_id, [row.id]);
      return true;
    }
    const trouble = spoke ? 'customer-wrote' : await this.act(tx, row, followUp, step);
    if (trouble === undefined) await this.moveOn(tx, followUp, step);
    else {
      await stopFollowUp(tx, undefined, followUp, trouble);
      if (trouble !== 'customer-wrote') await record(tx, [{ type: 'notification', conversationId: row.id, data: { kind: 'follow-up-stopped', memberIds: [row.assignee_id ?? followUp.author_id] } }], row.workspace_id);
    }
    await refreshPlan(tx, row.workspace_id, [row.id]);
    return true;
  }

  private async moveOn(tx: Tx, followUp: FollowUpRow, step: FollowUpStep): Promise<void> {
    const next = followUp.steps[followUp.next_step + 1];
    const dueAt = next === undefined ? null : stepDueAt(new Date(), next, { timeZone: followUp.time_zone, businessDays: followUp.business_days });
    await tx.execute(`UPDATE follow_ups SET next_step = next_step + 1, due_at = $2, state = CASE WHEN $3 THEN 'done' ELSE state END, ended_at = CASE WHEN $3 THEN now() END WHERE id = $1`, [followUp.id, dueAt, next === undefined]);
    if (dueAt !== null) wakeAt(tx, this.queues, 'follow-up', followUp.id, dueAt);
    await record(tx, [{ type: next === undefined ? 'follow-up.done' : 'follow-up.stepped', conversationId: followUp.conversation_id, subjectId: followUp.id, data: { step: followUp.next_step, act: step.act } }], followUp.workspace_id);
  }

  /** Answers why it could not be done. */
  private async act(tx: Tx, row: LockedConversation, followUp: FollowUpRow, step: FollowUpStep): Promise<string | undefined> {
    const system = { kind: 'system' as const, workspaceId: row.workspace_id };
    // What the step before wanted to say was never said: going on would leave the customer wondering.
    const unsaid = await tx.query(`SELECT 1 FROM planned_answers WHERE follow_up_id = $1 AND state IN ('awaiting', 'returned')`, [followUp.id]);
    if (unsaid.length > 0) return 'not-approved';
    switch (step.act) {
      case 'send':
        return this.send(tx, row, followUp, step);
      case 'remind': {
        const to = row.assignee_id ?? followUp.author_id;
        await changeConversations(tx, system, [row], () => ({ state: 'open' }), { reason: 'timer' });
        await tx.execute(`UPDATE conversations SET waiting_since = coalesce(waiting_since, now()) WHERE id = $1`, [row.id]);
        await tellInThread(tx, { conversation_id: row.id, workspace_id: row.workspace_id }, 'follow-up-reminded', { name: followUp.name });
        await record(tx, [{ type: 'notification', conversationId: row.id, data: { kind: 'follow-up-due', memberIds: [to] } }], row.workspace_id);
        return undefined;
      }
      case 'close':
        if (row.state !== 'resolved') await changeConversations(tx, system, [row], () => ({ state: 'resolved' }), { reason: 'follow-up' });
        return undefined;
      default:
        throw new Error(`no rule for ${step.act satisfies never}`);
    }
  }

  private async send(tx: Tx, row: LockedConversation, followUp: FollowUpRow, step: FollowUpStep): Promise<string | undefined> {
    const out = await wayOut(tx, row.id, null);
    const channel = await findChannel(tx, out.channelId);
    if (channel === undefined) return 'channel-gone';
    const [author] = await findActors(tx, [followUp.author_id]);
    if (author === undefined) return 'author-gone';
    const all = this.contexts.capabilitiesOf(channel);
    const thread = await answeredThread(tx, out.threadId);
    const side = usualSide(thread, all);
    const capabilities = capabilitiesFor(all, side);
    const text = fillStep(step.text, await stepWords(tx, row.id, author.name));
    if (capabilities.maxTextLength !== undefined && textLength(text, capabilities) > capabilities.maxTextLength) return 'text-too-long';
    if (unfilled(text)) return 'empty-placeholder';
    // Nobody writes this now, so the hours that a platform gives to people are not for it.
    const way = await wayOf(tx, thread, all, { side, replyTo: undefined, template: false, byPerson: false, messageId: null });
    if (isRefused(way)) return way.code;
    const answer = { visibility: side, replyToId: way.replyToId, privately: way.privately, text, html: null, template: null };
    const system = { kind: 'system' as const, workspaceId: row.workspace_id };
    const clientId = `follow-up:${followUp.id}:${followUp.next_step}`;
    const approval = await approvalFor(tx, author, { ...row, channel_id: out.channelId }, side);
    if (approval !== undefined) {
      await holdBack(tx, system, {
        workspaceId: row.workspace_id, conversationId: row.id, way: out, author: { id: author.memberId, name: author.name }, answer, cc: [], clientId, then: undefined, sendAt: null, timeZone: null,
        ifCustomerWrites: 'cancel', sinceSeq: row.last_seq, approval, followUp: { id: followUp.id, step: followUp.next_step },
      }, new Date());
      return undefined;
    }
    const now = new Date();
    await placeAnswer(tx, this.queues, system, row, { author: { id: author.memberId, name: author.name }, answer, way: out, cc: [], clientId, logOnly: false, sendAt: now, now });
    return undefined;
  }
}
