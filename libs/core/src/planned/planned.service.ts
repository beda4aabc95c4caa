import { Injectable } from '@nestjs/common';
import { capabilitiesFor, type CustomerZone, type Held, type PlannedList, type PlannedPatch, type PlannedView, type PostedOrHeld } from '@kontuar/contract';
import { Database, Queues, Secrets, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { askAgain } from '../approvals/ask';
import { approvalFor } from '../approvals/asked';
import { ChannelContexts } from '../channels/channel-contexts';
import { letGoByHand } from '../crisis/by-hand';
import { bringBack } from '../drafts/use-up';
import { findChannel } from '../channels/channel.row';
import { findContact } from '../contacts/find-contact';
import type { LockedConversation } from '../conversations/change';
import { Conversations } from '../conversations/conversations.service';
import { conflict, forbidden, invalid, notFound } from '../errors';
import { followUpColumns, toFollowUp, type FollowUpRow } from '../follow-ups/follow-up.row';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { fitting, sideRefused } from '../messages/answer';
import { holderOf } from '../sending/way-out';
import { findMessageViews } from '../messages/message.view';
import { undoSecondsOf } from '../messages/undo-window';
import { zoneOfContact } from '../time-zones/customer-zone';
import { isTimeZone } from '../time-zones/wall-clock';
import { keepVersion } from './hold-back';
import { refreshPlan } from './plan';
import { heldView, plannedColumns, plannedViews, shownStates, type PlannedRow } from './planned.row';
import { endPlanned, release } from './release';
import { wakeAt } from './wake';

/** Answers that wait: reading, changing and dropping them, and letting them go before their time. */
@Injectable()
export class Planned {
  constructor(
    private readonly database: Database,
    private readonly secrets: Secrets,
    private readonly queues: Queues,
    private readonly conversations: Conversations,
    private readonly contexts: ChannelContexts,
  ) {}

  /** Everything that waits in a conversation, in the order in which it comes, and the clock by which the customer lives. */
  async list(actor: MemberActor, conversationId: string): Promise<PlannedList> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const facts = await this.conversations.allow(tx, actor, conversationId, 'conversation.read');
      const rows = await tx.query<PlannedRow>(`SELECT ${plannedColumns} FROM planned_answers p WHERE p.conversation_id = $1 AND p.state IN ${shownStates} ORDER BY coalesce(p.send_at, p.created_at), p.id LIMIT 100`, [conversationId]);
      const [followUp] = await tx.query<FollowUpRow>(`SELECT ${followUpColumns} FROM follow_ups f WHERE f.conversation_id = $1 AND f.state = 'active'`, [conversationId]);
      return { items: await plannedViews(tx, this.secrets, actor, rows), followUp: followUp === undefined ? null : toFollowUp(followUp), zone: await zoneOfContact(tx, facts.contact_id) };
    });
  }

  /** Also of one that left already: who wrote it, who changed it, who said yes. */
  async get(actor: MemberActor, plannedId: string): Promise<PlannedView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [row] = await tx.query<PlannedRow>(`SELECT ${plannedColumns} FROM planned_answers p WHERE p.id = $1`, [plannedId]);
      if (row === undefined) throw notFound('planned answer');
      await this.conversations.allow(tx, actor, row.conversation_id, 'conversation.read').catch(() => { throw notFound('planned answer'); });
      return (await plannedViews(tx, this.secrets, actor, [row]))[0] as PlannedView;
    });
  }

  /** Words, time and rule. What waits for an approval or came back is changed by its author alone; approvers do it as they approve. */
  async change(actor: MemberActor, plannedId: string, patch: PlannedPatch): Promise<Held> {
    return this.conversations.unit(actor, async (tx) => {
      const { planned, row } = await this.held(tx, actor, plannedId);
      if (patch.version !== undefined && patch.version !== planned.version) throw conflict('planned-moved', 'Somebody changed this a moment ago.', { planned: (await plannedViews(tx, this.secrets, actor, [planned]))[0] });
      if (planned.state !== 'scheduled' && planned.author_id !== actor.memberId) throw forbidden('Only its author changes this; approve it with your changes instead.');
      if (planned.state === 'cancelled') throw conflict('planned-ended', 'This does not wait any more.');
      const { text, html, cc, sendAt, timeZone, ifCustomerWrites } = patch;
      const says = text !== undefined || html !== undefined;
      if (says && planned.template !== null) throw invalid('template-fixed', 'The platform approved these words; choose another template instead.');
      if (timeZone !== undefined && timeZone !== null && !isTimeZone(timeZone)) throw invalid('unknown-time-zone', 'There is no such time zone.');
      const at = sendAt === undefined ? planned.send_at : await this.laterOn(tx, row, planned, new Date(sendAt));
      const said = says ? await this.fitting(tx, planned, text ?? planned.text, html === undefined ? (text === undefined ? planned.html : null) : html) : { text: planned.text, html: planned.html };
      // Others may move it; what others wrote into it has its own way, with approval for those who need it.
      await tx.execute(
        `UPDATE planned_answers SET text = $2, html = $3, cc = coalesce($4, cc), send_at = $5, time_zone = CASE WHEN $6 THEN $7 ELSE time_zone END, if_customer_writes = coalesce($8, if_customer_writes),
           due_at = CASE WHEN state = 'scheduled' THEN $5 ELSE due_at END, version = version + 1 WHERE id = $1`,
        [plannedId, said.text, said.html, cc ?? null, at, timeZone !== undefined, timeZone ?? null, ifCustomerWrites ?? null],
      );
      if (says) await keepVersion(tx, actor.workspaceId, plannedId, { id: actor.memberId, name: actor.name }, said);
      await record(tx, [{ type: 'planned.changed', actor: actorOf(actor), conversationId: row.id, subjectId: plannedId, data: { fields: Object.keys(patch).filter((name) => name !== 'version'), ...(at === null ? {} : { sendAt: at.toISOString() }) } }]);
      // To whom it goes is as much a part of it as what it says.
      const approval = says || cc !== undefined || planned.state !== 'scheduled' ? await approvalFor(tx, actor, row, planned.visibility) : undefined;
      if (approval !== undefined) await askAgain(tx, this.queues, actor, row, planned, approval);
      // The rule is gone, or its author is trusted by now.
      else if (planned.state !== 'scheduled') await tx.execute(`UPDATE planned_answers SET state = 'scheduled', due_at = coalesce(send_at, now()), since_seq = $2 WHERE id = $1`, [plannedId, row.last_seq]);
      if (approval === undefined) wakeAt(tx, this.queues, 'planned', plannedId, at ?? new Date());
      return this.answer(tx, actor, plannedId, row.id);
    });
  }

  /** Before its time, or although the customer was faster; with the usual pause in which it can be taken back. */
  async sendNow(actor: MemberActor, plannedId: string): Promise<PostedOrHeld> {
    return this.conversations.unit(actor, async (tx) => {
      const { planned, row } = await this.held(tx, actor, plannedId);
      const again = planned.state === 'cancelled' && planned.reason === 'customer-wrote';
      if (planned.state !== 'scheduled' && !again) throw conflict(planned.state === 'cancelled' ? 'planned-ended' : 'approval-needed', planned.state === 'cancelled' ? 'This does not wait any more.' : 'Somebody has to approve this first.');
      // What was approved was approved for its time, not for after what the customer wrote.
      const approval = again || planned.decided_by === null ? await approvalFor(tx, actor, row, planned.visibility) : undefined;
      if (approval !== undefined) {
        await tx.execute(`UPDATE planned_answers SET send_at = NULL WHERE id = $1`, [plannedId]);
        await askAgain(tx, this.queues, actor, row, planned, approval);
        return this.answer(tx, actor, plannedId, row.id);
      }
      const channel = await findChannel(tx, row.channel_id);
      if (channel === undefined) throw conflict('channel-gone', 'This channel was removed; nothing can be sent over it.');
      const capabilities = this.contexts.capabilitiesOf(channel);
      const undoSeconds = await undoSecondsOf(tx, actor, capabilitiesFor(capabilities, planned.visibility).undoSendSeconds);
      await letGoByHand(tx, actor, { kind: 'planned', id: plannedId, channelId: row.channel_id, teamId: row.team_id, at: planned.send_at ?? planned.created_at });
      const messageId = await release(tx, this.queues, actor, row, planned, { capabilities, undoSeconds });
      const [message] = await findMessageViews(tx, this.secrets, [messageId as string]);
      if (message === undefined) throw notFound('message');
      return { message, conversation: await this.conversations.view(tx, row.id) };
    });
  }

  /** Dropped by a person: cancelled, withdrawn, or a text that was kept and is not needed. Answers with what it says; its files are theirs now. */
  async drop(actor: MemberActor, plannedId: string): Promise<Held> {
    return this.conversations.unit(actor, async (tx) => {
      const { planned, row } = await this.held(tx, actor, plannedId);
      const mine = planned.author_id === actor.memberId;
      if ((planned.state === 'awaiting' || planned.state === 'returned') && !mine) throw forbidden('Only its author withdraws this; return it with a note instead.');
      const [view] = await plannedViews(tx, this.secrets, actor, [planned]);
      await endPlanned(tx, actor, planned, 'withdrawn', 'member');
      // Files stay with the text for whoever goes on with it; nobody's disk is filled by what they forget.
      await tx.execute(`UPDATE attachments SET planned_id = NULL, uploaded_by = $2, created_at = now() WHERE planned_id = $1`, [plannedId, `member:${actor.memberId}`]);
      if (planned.state !== 'cancelled') await bringBack(tx, actor, row, { plannedId });
      await refreshPlan(tx, actor.workspaceId, [row.id], actor);
      return { planned: { ...(view as PlannedView), state: 'withdrawn' }, conversation: await this.conversations.view(tx, row.id) };
    });
  }

  async zone(actor: MemberActor, contactId: string): Promise<CustomerZone> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => zoneOfContact(tx, await findContact(tx, actor, contactId)));
  }

  /** Null: guessed again. */
  async setZone(actor: MemberActor, contactId: string, timeZone: string | null): Promise<CustomerZone> {
    if (timeZone !== null && !isTimeZone(timeZone)) throw invalid('unknown-time-zone', 'There is no such time zone.', { errors: [{ path: 'timeZone', message: 'There is no such time zone.' }] });
    return this.conversations.unit(actor, async (tx) => {
      const id = await findContact(tx, actor, contactId);
      await tx.execute(`UPDATE contacts SET time_zone = $2, updated_at = now() WHERE id = $1`, [id, timeZone]);
      await record(tx, [{ type: 'contact.changed', actor: actorOf(actor), subjectId: id, data: { fields: ['timeZone'] } }, directoryChanged(actor, 'contacts', id)]);
      return zoneOfContact(tx, id);
    });
  }

  /** With its conversation held, as everybody does who changes what stands in a thread. */
  private async held(tx: Tx, actor: MemberActor, plannedId: string): Promise<{ planned: PlannedRow; row: LockedConversation }> {
    const [found] = await tx.query<{ conversation_id: string }>(`SELECT conversation_id FROM planned_answers WHERE id = $1`, [plannedId]);
    if (found === undefined) throw notFound('planned answer');
    const row = await this.conversations.locked(tx, actor, found.conversation_id, 'conversation.reply');
    const [planned] = await tx.query<PlannedRow>(`SELECT ${plannedColumns} FROM planned_answers p WHERE p.id = $1 FOR UPDATE`, [plannedId]);
    if (planned === undefined) throw notFound('planned answer');
    if (planned.state === 'released') throw conflict('already-sent', 'It has left already.');
    if (planned.state === 'withdrawn') throw conflict('planned-ended', 'This does not wait any more.');
    return { planned, row };
  }

  /** @throws DomainError 'window-closes-first' with the latest time that is left. */
  private async laterOn(tx: Tx, row: LockedConversation, planned: PlannedRow, at: Date): Promise<Date> {
    const when = new Date(Math.max(Date.now(), at.getTime()));
    const channel = await findChannel(tx, planned.channel_id);
    if (channel !== undefined) await sideRefused(tx, this.contexts.capabilitiesOf(channel), { id: row.id, way: { threadId: holderOf(planned), channelId: planned.channel_id } }, { side: planned.visibility, replyToId: planned.reply_to_id, template: planned.template !== null }, when);
    return when;
  }

  private async fitting(tx: Tx, planned: PlannedRow, text: string, html: string | null): Promise<{ text: string; html: string | null }> {
    const channel = await findChannel(tx, planned.channel_id);
    if (channel === undefined) throw conflict('channel-gone', 'This channel was removed; nothing can be sent over it.');
    const capabilities = capabilitiesFor(this.contexts.capabilitiesOf(channel), planned.visibility);
    return fitting(capabilities, { text, html, attachmentIds: [] });
  }

  private async answer(tx: Tx, actor: MemberActor, plannedId: string, conversationId: string): Promise<Held> {
    await refreshPlan(tx, actor.workspaceId, [conversationId], actor);
    return heldView(tx, this.secrets, actor, plannedId);
  }
}
