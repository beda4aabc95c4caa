import { Injectable } from '@nestjs/common';
import type { CaseChange, CaseClose, CasePatch, CaseReopen, CaseView, Verb } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { mayOn } from '../conversations/conversations.queries';
import { Conversations } from '../conversations/conversations.service';
import { conflict, forbidden, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { legalBasisOf } from '../legal-clock/policies';
import { opensCaseOf } from '../matters/matters';
import { tellAct } from '../moves/journal';
import { holdCase, refreshCases, type CaseRecord, type HeldCase } from './case.row';
import { MAX_CONVERSATIONS } from './case-opening.service';
import { CaseTimers } from './case-timers';
import { mayReadCase } from './case-reach';
import { CaseViews } from './case.view';
import { findSurroundings, policyOf, termOf } from './case-settings';
import { firstWord, kindsOfCase, type FirstWord } from './receipt';
import { withdrawCase } from './withdraw';

/** What somebody claims, complains about or has a warranty for, followed to its outcome on whatever channels it is talked about. */
@Injectable()
export class Cases {
  constructor(private readonly conversations: Conversations, private readonly timers: CaseTimers, private readonly views: CaseViews) {}

  get(actor: MemberActor, caseId: string): Promise<CaseView> {
    return this.views.get(actor, caseId);
  }

  async change(actor: MemberActor, caseId: string, patch: CasePatch): Promise<CaseChange> {
    return this.act(actor, caseId, async (tx, held) => {
      const { row } = held;
      if (patch.version !== undefined && patch.version !== row.version) throw conflict('case-moved', 'Somebody changed this case a moment ago.');
      if (patch.matter !== undefined && !(await opensCaseOf(tx, patch.matter))) throw invalid('matter-opens-no-case', 'A case is opened for a claim, a complaint or a warranty matter.');
      await this.checkPeople(tx, patch);
      if (patch.receivedAt !== undefined && Date.parse(patch.receivedAt) > Date.now()) throw invalid('received-in-future', 'What was received was received before now.', { errors: [{ path: 'receivedAt', message: 'What was received was received before now.' }] });
      const next: CaseRecord = {
        ...row, matter: patch.matter ?? row.matter, subject: patch.subject ?? row.subject, product: patch.product ?? row.product, order_number: patch.orderNumber ?? row.order_number,
        demand: patch.demand === undefined ? row.demand : patch.demand, purchased_on: patch.purchasedOn === undefined ? row.purchased_on : patch.purchasedOn, legal_basis: patch.legalBasis ?? row.legal_basis, country: patch.country ?? row.country,
        decision: patch.decision === undefined ? row.decision : patch.decision, decision_reason: patch.decisionReason ?? row.decision_reason, outcome: patch.outcome ?? row.outcome,
        owner_id: patch.ownerId === undefined ? row.owner_id : patch.ownerId, team_id: patch.teamId === undefined ? row.team_id : patch.teamId,
      };
      if (patch.decision !== undefined && patch.decision !== row.decision) Object.assign(next, { decided_at: patch.decision === null ? null : new Date(), decided_by: patch.decision === null ? null : actor.memberId });
      if (patch.receivedAt !== undefined) Object.assign(next, { received_at: new Date(patch.receivedAt), received_how: 'member', received_reason: patch.receivedReason ?? '', received_message_id: null });
      const retimed = patch.receivedAt !== undefined || next.matter !== row.matter || next.country !== row.country;
      if (retimed) await this.retime(tx, next);
      await this.write(tx, next, { anew: retimed });
      const fields = (Object.keys(patch) as (keyof CasePatch)[]).filter((field) => field !== 'version');
      await this.tell(tx, actor, held, 'case.changed', {
        fields, ...(patch.receivedAt === undefined ? {} : { receivedAt: { from: row.received_at.toISOString(), to: next.received_at.toISOString() } }),
        ...(row.due_on === next.due_on ? {} : { dueOn: { from: row.due_on, to: next.due_on } }), ...(patch.ownerId === undefined ? {} : { ownerId: { from: row.owner_id, to: next.owner_id } }),
        ...(patch.decision === undefined ? {} : { decision: { from: row.decision, to: next.decision } }),
      });
      if (patch.ownerId != null && patch.ownerId !== row.owner_id && patch.ownerId !== actor.memberId) {
        const [main] = held.conversations;
        if (main !== undefined) await record(tx, [{ type: 'notification', actor: actorOf(actor), conversationId: main.id, data: { kind: 'handed-over', memberIds: [patch.ownerId] } }]);
      }
    });
  }

  /** Another conversation about the same, on whatever channel. What was said there first may be the receipt. */
  async join(actor: MemberActor, caseId: string, conversationId: string): Promise<CaseChange> {
    return this.conversations.unit(actor, async (tx) => {
      await this.reach(tx, actor, caseId, 'case.edit');
      // In sight, or there is no such conversation; then everything is held in one order.
      await this.conversations.allow(tx, actor, conversationId, 'conversation.triage');
      const held = await this.hold(tx, caseId, [conversationId]);
      const joining = held.conversations.find(({ id }) => id === conversationId);
      if (joining === undefined || !mayOn(actor, 'conversation.triage', joining)) throw notFound('conversation');
      if (joining.merged_into !== null) throw conflict('conversation-merged', 'This conversation went up in another.');
      const already = await tx.query('SELECT 1 FROM case_conversations WHERE case_id = $1 AND conversation_id = $2', [caseId, conversationId]);
      if (already.length === 0) {
        if (held.conversations.length > MAX_CONVERSATIONS) throw conflict('too-many-conversations', `A case gathers at most ${MAX_CONVERSATIONS} conversations.`);
        await tx.execute('INSERT INTO case_conversations (workspace_id, case_id, conversation_id, added_by) VALUES ($1, $2, $3, $4)', [actor.workspaceId, caseId, conversationId, actor.memberId]);
        await this.earlierReceipt(tx, held.row);
        await tellAct(tx, actor, conversationId, 'case-joined', { caseId, code: held.row.code });
        await this.tell(tx, actor, held, 'case.joined', { conversationId });
      }
      await this.timers.settle(tx, await holdCase(tx, caseId, [conversationId]));
      return this.changed(tx, actor, caseId, conversationId, null);
    });
  }

  /** It was about something else. The last one stays: a case that nobody talks about is closed instead. */
  async leave(actor: MemberActor, caseId: string, conversationId: string): Promise<CaseChange> {
    return this.conversations.unit(actor, async (tx) => {
      await this.reach(tx, actor, caseId, 'case.edit');
      await this.conversations.allow(tx, actor, conversationId, 'conversation.triage');
      const held = await this.hold(tx, caseId, [conversationId]);
      const removed = await tx.execute('DELETE FROM case_conversations WHERE case_id = $1 AND conversation_id = $2', [caseId, conversationId]);
      if (removed === 0) throw notFound('conversation of this case');
      if ((await tx.query('SELECT 1 FROM case_conversations WHERE case_id = $1', [caseId])).length === 0) throw conflict('last-conversation', 'This is the only conversation of the case. Close the case, or take its opening back.');
      await this.receiptWithout(tx, held.row, conversationId);
      await tellAct(tx, actor, conversationId, 'case-left', { caseId, code: held.row.code });
      await this.tell(tx, actor, held, 'case.left', { conversationId });
      await this.timers.settle(tx, await holdCase(tx, caseId));
      await refreshCases(tx, actor.workspaceId, [conversationId], actor);
      return this.changed(tx, actor, caseId, conversationId, null);
    });
  }

  /** What somebody uploaded: a photograph from the counter, an expert's opinion. */
  async keepDocuments(actor: MemberActor, caseId: string, attachmentIds: readonly string[]): Promise<CaseChange> {
    return this.act(actor, caseId, async (tx, held) => {
      const kept = await tx.execute(
        'UPDATE attachments SET case_id = $1 WHERE id = ANY($2::uuid[]) AND uploaded_by = $3 AND message_id IS NULL AND planned_id IS NULL AND canned_id IS NULL AND shared_draft_id IS NULL AND aside_message_id IS NULL AND (case_id IS NULL OR case_id = $1)',
        [caseId, attachmentIds, `member:${actor.memberId}`]);
      if (kept < new Set(attachmentIds).size) throw notFound('uploaded file');
      await this.tell(tx, actor, held, 'case.documents', { attachmentIds });
    });
  }

  /** While the clock runs only when the customer took the claim back: nothing but an answer that arrived stops it. */
  async close(actor: MemberActor, caseId: string, input: CaseClose): Promise<CaseChange> {
    return this.act(actor, caseId, async (tx, held) => {
      const { row } = held;
      if (row.state === 'closed') throw conflict('case-closed', 'This case is closed already.');
      if (row.clock === 'running' && input.customerWithdrew !== true) throw conflict('clock-running', 'The clock runs until an answer with a decision is delivered. Close the case only when the customer took the claim back.');
      await tx.execute(`UPDATE cases SET state = 'closed', closed_at = now(), outcome = coalesce($2, outcome), version = version + 1 WHERE id = $1`, [row.id, input.outcome ?? null]);
      Object.assign(row, { state: 'closed' });
      await this.tell(tx, actor, held, 'case.closed', { customerWithdrew: input.customerWithdrew === true });
      await this.line(tx, actor, held, 'case-closed', {});
    });
  }

  /** With a receipt it is a new claim about the same: earlier answers do not answer it, and its clock begins there. */
  async reopen(actor: MemberActor, caseId: string, input: CaseReopen): Promise<CaseChange> {
    return this.act(actor, caseId, async (tx, held) => {
      const { row } = held;
      if (row.state === 'open') throw conflict('case-open', 'This case is open.');
      if (input.receivedAt !== undefined && Date.parse(input.receivedAt) > Date.now()) throw invalid('received-in-future', 'What was received was received before now.');
      const next: CaseRecord = { ...row, state: 'open', closed_at: null };
      if (input.receivedAt !== undefined) {
        Object.assign(next, { received_at: new Date(input.receivedAt), received_how: 'member', received_reason: input.reason, received_message_id: null, answers_since: new Date(), decision: null, decided_at: null, decided_by: null });
        await this.retime(tx, next);
      }
      await this.write(tx, next, { anew: input.receivedAt !== undefined });
      await this.tell(tx, actor, held, 'case.reopened', { ...(input.receivedAt === undefined ? {} : { receivedAt: input.receivedAt, dueOn: next.due_on }) });
      await this.line(tx, actor, held, 'case-reopened', {});
    });
  }

  /** Takes the opening back: nothing was answered yet. Its number is given to no other case. Callers hold the conversations of the act; used by undo, too. */
  async withdraw(actor: MemberActor, caseId: string): Promise<void> {
    await this.conversations.unit(actor, async (tx) => {
      await this.reach(tx, actor, caseId, 'case.edit');
      const held = await this.hold(tx, caseId);
      if ((await tx.query('SELECT 1 FROM case_letters WHERE case_id = $1 AND withdrawn_at IS NULL', [caseId])).length > 0) throw conflict('case-answered', 'A letter of this case was made already: close it instead.');
      await withdrawCase(tx, actor, held);
    });
  }

  private async act(actor: MemberActor, caseId: string, work: (tx: Tx, held: HeldCase) => Promise<void>): Promise<CaseChange> {
    return this.conversations.unit(actor, async (tx) => {
      await this.reach(tx, actor, caseId, 'case.edit');
      await work(tx, await this.hold(tx, caseId));
      await this.timers.settle(tx, await holdCase(tx, caseId));
      return this.changed(tx, actor, caseId, null, null);
    });
  }

  private async hold(tx: Tx, caseId: string, beside: readonly string[] = []): Promise<HeldCase> {
    const held = await holdCase(tx, caseId, beside);
    if (held.row.withdrawn_at !== null) throw notFound('case');
    return held;
  }

  /** @throws not-found when it is out of sight, forbidden when it is in sight but not for this. */
  async reach(tx: Tx, actor: MemberActor, caseId: string, verb: Verb): Promise<void> {
    if (!(await mayReadCase(tx, actor, caseId))) throw notFound('case');
    if (!can(actor, verb)) throw forbidden();
  }

  /** The policy that holds now, and the term that follows from it. */
  private async retime(tx: Tx, row: CaseRecord): Promise<void> {
    const around = await findSurroundings(tx, row.workspace_id);
    const linked = (await tx.query<{ conversation_id: string }>('SELECT conversation_id FROM case_conversations WHERE case_id = $1', [row.id])).map((each) => each.conversation_id);
    const policy = policyOf(around, { matter: row.matter, country: row.country, customerKinds: await kindsOfCase(tx, linked) });
    // What nobody wrote goes along: a warranty is not answered by the law on claims.
    const basis = row.legal_basis === legalBasisOf(row.policy, around.locale) ? { legal_basis: legalBasisOf(policy, around.locale) } : {};
    Object.assign(row, { policy, time_zone: around.timeZone, ...basis, ...termOf(around, policy, row.received_at) });
  }

  /** What came may have been the first word about it. Nothing that is read anew makes a term longer. */
  private async earlierReceipt(tx: Tx, row: CaseRecord): Promise<void> {
    const word = await this.firstWordOf(tx, row);
    if (word !== undefined && word.at < row.received_at) await this.receiveAt(tx, row, word);
  }

  /** What went may have been it. */
  private async receiptWithout(tx: Tx, row: CaseRecord, conversationId: string): Promise<void> {
    if ((await tx.query('SELECT 1 FROM messages WHERE id = $1 AND conversation_id = $2', [row.received_message_id, conversationId])).length === 0) return;
    const word = await this.firstWordOf(tx, row);
    if (word !== undefined) await this.receiveAt(tx, row, word);
  }

  /** A receipt that somebody set by hand stays. */
  private async firstWordOf(tx: Tx, row: CaseRecord): Promise<FirstWord | undefined> {
    if (row.received_how === 'member') return undefined;
    return firstWord(tx, (await tx.query<{ conversation_id: string }>('SELECT conversation_id FROM case_conversations WHERE case_id = $1', [row.id])).map((each) => each.conversation_id));
  }

  private async receiveAt(tx: Tx, row: CaseRecord, { id, at }: FirstWord): Promise<void> {
    const around = await findSurroundings(tx, row.workspace_id);
    await this.write(tx, { ...row, received_at: at, received_message_id: id, time_zone: around.timeZone, ...termOf(around, row.policy, at) }, { anew: true });
  }

  private async write(tx: Tx, row: CaseRecord, { anew }: { anew: boolean }): Promise<void> {
    await tx.execute(
      `UPDATE cases SET matter = $2, subject = $3, product = $4, order_number = $5, demand = $6, purchased_on = $7, legal_basis = $8, country = $9, received_at = $10, received_how = $11, received_reason = $12, received_message_id = $13,
         policy = $14, time_zone = $15, received_on = $16, due_on = $17, due_at = $18, answers_since = $19, decision = $20, decision_reason = $21, decided_at = $22, decided_by = $23, outcome = $24, owner_id = $25, team_id = $26,
         state = $27, closed_at = $28, told = CASE WHEN $29 THEN '{}' ELSE told END, version = version + 1 WHERE id = $1`,
      [
        row.id, row.matter, row.subject, row.product, row.order_number, row.demand, row.purchased_on, row.legal_basis, row.country, row.received_at, row.received_how, row.received_reason, row.received_message_id,
        row.policy === null ? null : JSON.stringify(row.policy), row.time_zone, row.received_on, row.due_on, row.due_at, row.answers_since, row.decision, row.decision_reason, row.decided_at, row.decided_by, row.outcome, row.owner_id, row.team_id,
        row.state, row.closed_at, anew,
      ],
    );
  }

  private async checkPeople(tx: Tx, { ownerId, teamId }: CasePatch): Promise<void> {
    if (ownerId != null && (await tx.query('SELECT 1 FROM memberships WHERE id = $1 AND active', [ownerId])).length === 0) throw notFound('member');
    if (teamId != null && (await tx.query(`SELECT 1 FROM teams WHERE id = $1 AND kind <> 'group'`, [teamId])).length === 0) throw notFound('team');
  }

  private async tell(tx: Tx, actor: MemberActor, { row, conversations: [first] }: HeldCase, type: string, data: Record<string, unknown>): Promise<void> {
    await record(tx, [{ type, actor: actorOf(actor), subjectId: row.id, ...(first === undefined ? {} : { conversationId: first.id }), data: { code: row.code, ...data } }, directoryChanged(actor, 'cases', row.id)]);
  }

  private async line(tx: Tx, actor: MemberActor, { row, conversations }: HeldCase, type: string, data: Record<string, unknown>): Promise<void> {
    for (const { id, merged_into: gone } of conversations) if (gone === null) await tellAct(tx, actor, id, type, { caseId: row.id, code: row.code, ...data });
  }

  private async changed(tx: Tx, actor: MemberActor, caseId: string, conversationId: string | null, undoToken: string | null): Promise<CaseChange> {
    return { case: await this.views.view(tx, actor, caseId), conversation: conversationId === null ? null : await this.conversations.view(tx, conversationId), undoToken };
  }
}
