import { Injectable } from '@nestjs/common';
import type { LeadChange, LeadInput, LeadOf, LeadPatch, LeadView, Verb } from '@kontuar/contract';
import { Database, newId, Queues, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { changeConversations, type LockedConversation, type Step } from '../conversations/change';
import { remember } from '../conversations/bulk-change';
import { mayOn } from '../conversations/conversations.queries';
import { Conversations } from '../conversations/conversations.service';
import { conflict, forbidden, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { mattersOf } from '../matters/matters';
import { tellAct } from '../moves/journal';
import { wakeAt } from '../planned/wake';
import { mayReadLead, visibleLeads } from './lead-reach';
import { DEFAULT_PREFIX, firstStage, leadSettingsOf, stageOf } from './lead-settings';
import { holdLead, mainConversation, type HeldLead, type LeadRecord } from './lead.row';
import { findLeadView } from './lead.view';

/** More conversations than this are about one wish nowhere. */
const MAX_CONVERSATIONS = 50;
const LEAD = 'lead';

/** Somebody who may become a customer, followed until they did or did not, on whatever channels. */
@Injectable()
export class Leads {
  constructor(private readonly database: Database, private readonly conversations: Conversations, private readonly queues: Queues) {}

  /** Takes the conversation up as a lead, in one act with one undo. Where it was about nothing yet, it is about a lead now. */
  async open(actor: MemberActor, conversationId: string, input: LeadInput): Promise<LeadChange> {
    return this.conversations.unit(actor, async (tx) => {
      const row = await this.conversations.locked(tx, actor, conversationId, 'conversation.triage');
      const [open] = await tx.query<{ id: string; code: string }>(`SELECT l.id, l.code FROM lead_conversations lc JOIN leads l ON l.id = lc.lead_id WHERE lc.conversation_id = $1 AND l.state = 'open' AND l.withdrawn_at IS NULL LIMIT 1`, [row.id]);
      if (open !== undefined) throw conflict('lead-open', `This conversation is a lead already: ${open.code}.`, { leadId: open.id, leadCode: open.code });
      const names = (row.matter === null || row.matter_by === 'guess') && (await mattersOf(tx)).some(({ key, archived }) => key === LEAD && !archived);
      const steps = names ? await changeConversations(tx, actor, [row], () => ({ matter: LEAD })) : [];
      const made = await this.make(tx, actor, row, input);
      await tellAct(tx, actor, row.id, 'lead-opened', { leadId: made.id, code: made.code });
      await record(tx, [{ type: 'lead.opened', actor: actorOf(actor), conversationId: row.id, subjectId: made.id, data: { code: made.code } }, directoryChanged(actor, 'leads', made.id)]);
      const [step = { conversationId: row.id, before: {}, after: {} }] = steps;
      const undoToken = await remember(tx, actor, [{ ...step, openedLeadId: made.id } satisfies Step]);
      return this.changed(tx, actor, made.id, row.id, undoToken);
    });
  }

  get(actor: MemberActor, leadId: string): Promise<LeadView> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      if (!(await mayReadLead(tx, actor, leadId))) throw notFound('lead');
      return findLeadView(tx, actor, leadId);
    });
  }

  /** The one that goes on, else the newest that ended. */
  ofConversation(actor: MemberActor, conversationId: string): Promise<LeadOf> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      await this.conversations.allow(tx, actor, conversationId, 'conversation.read');
      const parameters: unknown[] = [conversationId];
      const visible = visibleLeads(actor, parameters);
      const [found] = await tx.query<{ id: string }>(`SELECT l.id FROM lead_conversations x JOIN leads l ON l.id = x.lead_id WHERE x.conversation_id = $1 AND ${visible} ORDER BY l.state = 'open' DESC, l.number DESC LIMIT 1`, parameters);
      return { lead: found === undefined ? null : await findLeadView(tx, actor, found.id) };
    });
  }

  async change(actor: MemberActor, leadId: string, patch: LeadPatch): Promise<LeadChange> {
    return this.act(actor, leadId, async (tx, held) => {
      const { row } = held;
      if (patch.version !== undefined && patch.version !== row.version) throw conflict('lead-moved', 'Somebody changed this lead a moment ago.');
      await this.checkPeople(tx, patch);
      const stage = patch.stage === undefined || patch.stage === row.stage ? undefined : stageOf((await leadSettingsOf(tx, actor.workspaceId)).stages, patch.stage);
      const nextAt = patch.nextAt === undefined ? row.next_at : patch.nextAt === null ? null : new Date(patch.nextAt);
      const state = stage?.kind ?? row.state;
      const moved = nextAt?.getTime() !== row.next_at?.getTime();
      const next: LeadRecord = {
        ...row, wants: patch.wants ?? row.wants, stage: stage?.key ?? row.stage, state, reason: patch.reason ?? row.reason, next_step: patch.nextStep ?? row.next_step, next_at: nextAt,
        worth_amount: patch.worth === undefined ? row.worth_amount : (patch.worth?.amount ?? null), worth_currency: patch.worth === undefined ? row.worth_currency : (patch.worth?.currency ?? null),
        owner_id: patch.ownerId === undefined ? row.owner_id : patch.ownerId, team_id: patch.teamId === undefined ? row.team_id : patch.teamId,
        // What ended waits for nothing; what goes on again is told of at its moment, unless that was told already.
        look_at: state !== 'open' ? null : moved || row.state !== 'open' ? nextAt : row.look_at,
        closed_at: state === 'open' ? null : row.state === state ? row.closed_at : new Date(),
      };
      await this.write(tx, next);
      if (next.look_at !== null) wakeAt(tx, this.queues, 'lead', row.id, next.look_at);
      const fields = (Object.keys(patch) as (keyof LeadPatch)[]).filter((field) => field !== 'version');
      await this.tell(tx, actor, held, 'lead.changed', {
        fields, ...(stage === undefined ? {} : { stage: { from: row.stage, to: next.stage }, state: { from: row.state, to: next.state } }),
        ...(patch.ownerId === undefined ? {} : { ownerId: { from: row.owner_id, to: next.owner_id } }), ...(moved ? { nextAt: { from: row.next_at?.toISOString() ?? null, to: nextAt?.toISOString() ?? null } } : {}),
      });
      if (state !== row.state) await this.line(tx, actor, held, state === 'open' ? 'lead-reopened' : `lead-${state}`, {});
      await this.handOver(tx, actor, held, next.owner_id);
    });
  }

  /** Another conversation about the same wish, on whatever channel. */
  async join(actor: MemberActor, leadId: string, conversationId: string): Promise<LeadChange> {
    return this.conversations.unit(actor, async (tx) => {
      await this.reach(tx, actor, leadId, 'lead.edit');
      await this.conversations.allow(tx, actor, conversationId, 'conversation.triage');
      const held = await this.hold(tx, leadId, [conversationId]);
      const joining = held.conversations.find(({ id }) => id === conversationId);
      if (joining === undefined || !mayOn(actor, 'conversation.triage', joining)) throw notFound('conversation');
      if (joining.merged_into !== null) throw conflict('conversation-merged', 'This conversation went up in another.');
      if ((await tx.query('SELECT 1 FROM lead_conversations WHERE lead_id = $1 AND conversation_id = $2', [leadId, conversationId])).length === 0) {
        if (held.conversations.length > MAX_CONVERSATIONS) throw conflict('too-many-conversations', `A lead gathers at most ${MAX_CONVERSATIONS} conversations.`);
        await tx.execute('INSERT INTO lead_conversations (workspace_id, lead_id, conversation_id, added_by) VALUES ($1, $2, $3, $4)', [actor.workspaceId, leadId, conversationId, actor.memberId]);
        await tellAct(tx, actor, conversationId, 'lead-joined', { leadId, code: held.row.code });
        await this.tell(tx, actor, held, 'lead.joined', { conversationId });
      }
      return this.changed(tx, actor, leadId, conversationId, null);
    });
  }

  /** It was about something else. The last one stays: a lead that nobody talks about is lost instead. */
  async leave(actor: MemberActor, leadId: string, conversationId: string): Promise<LeadChange> {
    return this.conversations.unit(actor, async (tx) => {
      await this.reach(tx, actor, leadId, 'lead.edit');
      await this.conversations.allow(tx, actor, conversationId, 'conversation.triage');
      const held = await this.hold(tx, leadId, [conversationId]);
      if ((await tx.execute('DELETE FROM lead_conversations WHERE lead_id = $1 AND conversation_id = $2', [leadId, conversationId])) === 0) throw notFound('conversation of this lead');
      if ((await tx.query('SELECT 1 FROM lead_conversations WHERE lead_id = $1', [leadId])).length === 0) throw conflict('last-conversation', 'This is the only conversation of the lead. Say that it was lost, or take it back.');
      await tellAct(tx, actor, conversationId, 'lead-left', { leadId, code: held.row.code });
      await this.tell(tx, actor, held, 'lead.left', { conversationId });
      return this.changed(tx, actor, leadId, conversationId, null);
    });
  }

  private async act(actor: MemberActor, leadId: string, work: (tx: Tx, held: HeldLead) => Promise<void>): Promise<LeadChange> {
    return this.conversations.unit(actor, async (tx) => {
      await this.reach(tx, actor, leadId, 'lead.edit');
      await work(tx, await this.hold(tx, leadId));
      return this.changed(tx, actor, leadId, null, null);
    });
  }

  private async hold(tx: Tx, leadId: string, beside: readonly string[] = []): Promise<HeldLead> {
    const held = await holdLead(tx, leadId, beside);
    if (held.row.withdrawn_at !== null) throw notFound('lead');
    return held;
  }

  /** @throws not-found when it is out of sight, forbidden when it is in sight but not for this. */
  private async reach(tx: Tx, actor: MemberActor, leadId: string, verb: Verb): Promise<void> {
    if (!(await mayReadLead(tx, actor, leadId))) throw notFound('lead');
    if (!can(actor, verb)) throw forbidden();
  }

  private async make(tx: Tx, actor: MemberActor, row: LockedConversation, input: LeadInput): Promise<{ id: string; code: string }> {
    const id = newId();
    const settings = await leadSettingsOf(tx, actor.workspaceId);
    const [given] = await tx.query<{ n: number; prefix: string }>(
      'INSERT INTO lead_settings (workspace_id, last_number) VALUES ($1, 1) ON CONFLICT (workspace_id) DO UPDATE SET last_number = lead_settings.last_number + 1 RETURNING last_number AS n, prefix', [actor.workspaceId]);
    const code = `${given?.prefix ?? DEFAULT_PREFIX}${String(given?.n ?? 1).padStart(4, '0')}`;
    const nextAt = input.nextAt == null ? null : new Date(input.nextAt);
    // Who came by an outreach: whose, the results of that tell.
    const wants = input.wants ?? (await firstWords(tx, row));
    await tx.execute(
      `INSERT INTO leads (id, workspace_id, number, code, wants, worth_amount, worth_currency, stage, owner_id, team_id, next_step, next_at, look_at, opened_by, campaign_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13, (SELECT r.campaign_id FROM outreach_recipients r WHERE r.conversation_id = $14 ORDER BY r.queued_at DESC LIMIT 1))`,
      [id, actor.workspaceId, given?.n ?? 1, code, wants, input.worth?.amount ?? null, input.worth?.currency ?? null, firstStage(settings.stages).key, row.assignee_id ?? actor.memberId, row.team_id, input.nextStep ?? '', nextAt, actor.memberId, row.id]);
    await tx.execute('INSERT INTO lead_conversations (workspace_id, lead_id, conversation_id, added_by) VALUES ($1, $2, $3, $4)', [actor.workspaceId, id, row.id, actor.memberId]);
    if (nextAt !== null) wakeAt(tx, this.queues, 'lead', id, nextAt);
    return { id, code };
  }

  private async write(tx: Tx, row: LeadRecord): Promise<void> {
    await tx.execute(
      `UPDATE leads SET wants = $2, worth_amount = $3, worth_currency = $4, stage = $5, state = $6, reason = $7, owner_id = $8, team_id = $9, next_step = $10, next_at = $11, look_at = $12, closed_at = $13, version = version + 1 WHERE id = $1`,
      [row.id, row.wants, row.worth_amount, row.worth_currency, row.stage, row.state, row.reason, row.owner_id, row.team_id, row.next_step, row.next_at, row.look_at, row.closed_at]);
  }

  private async handOver(tx: Tx, actor: MemberActor, { row, conversations }: HeldLead, ownerId: string | null): Promise<void> {
    if (ownerId === null || ownerId === row.owner_id || ownerId === actor.memberId) return;
    const main = (await mainConversation(tx, row.id)) ?? conversations[0]?.id;
    if (main !== undefined) await record(tx, [{ type: 'notification', actor: actorOf(actor), conversationId: main, data: { kind: 'handed-over', memberIds: [ownerId] } }]);
  }

  private async checkPeople(tx: Tx, { ownerId, teamId }: LeadPatch): Promise<void> {
    if (ownerId != null && (await tx.query('SELECT 1 FROM memberships WHERE id = $1 AND active', [ownerId])).length === 0) throw notFound('member');
    if (teamId != null && (await tx.query(`SELECT 1 FROM teams WHERE id = $1 AND kind <> 'group'`, [teamId])).length === 0) throw notFound('team');
  }

  private async tell(tx: Tx, actor: MemberActor, { row, conversations: [first] }: HeldLead, type: string, data: Record<string, unknown>): Promise<void> {
    await record(tx, [{ type, actor: actorOf(actor), subjectId: row.id, ...(first === undefined ? {} : { conversationId: first.id }), data: { code: row.code, ...data } }, directoryChanged(actor, 'leads', row.id)]);
  }

  private async line(tx: Tx, actor: MemberActor, { row, conversations }: HeldLead, type: string, data: Record<string, unknown>): Promise<void> {
    for (const { id, merged_into: gone } of conversations) if (gone === null) await tellAct(tx, actor, id, type, { leadId: row.id, code: row.code, ...data });
  }

  private async changed(tx: Tx, actor: MemberActor, leadId: string, conversationId: string | null, undoToken: string | null): Promise<LeadChange> {
    return { lead: await findLeadView(tx, actor, leadId), conversation: conversationId === null ? null : await this.conversations.view(tx, conversationId), undoToken };
  }
}

/** What they asked for in their own words, until somebody says it better. */
async function firstWords(tx: Tx, row: LockedConversation): Promise<string> {
  const subject = (row.subject ?? '').trim();
  const said = subject !== '' ? subject : ((await tx.query<{ text: string }>(`SELECT text FROM messages WHERE conversation_id = $1 AND direction = 'in' AND kind = 'message' AND deleted_at IS NULL AND text <> '' ORDER BY seq LIMIT 1`, [row.id]))[0]?.text ?? '');
  const line = said.replaceAll(/\s+/g, ' ').trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
