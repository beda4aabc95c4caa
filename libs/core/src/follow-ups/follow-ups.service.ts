import { Injectable } from '@nestjs/common';
import { capabilitiesFor, type FollowUpChange, type FollowUpInput, type FollowUpPreset, type FollowUpPreview, type FollowUpStep, type Locale, type PresetInput } from '@kontuar/contract';
import { Database, newId, Queues, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { ChannelContexts } from '../channels/channel-contexts';
import { findChannel } from '../channels/channel.row';
import type { LockedConversation } from '../conversations/change';
import { Conversations } from '../conversations/conversations.service';
import { conflict, DomainError, forbidden, invalid, notFound } from '../errors';
import { actorOf, record } from '../history/history';
import { sideRefused } from '../messages/answer';
import { textLength } from '../messages/text-length';
import { refreshPlan } from '../planned/plan';
import { wakeAt } from '../planned/wake';
import { answeredThread, usualSide } from '../sending/answer-rules';
import { wayOut } from '../sending/way-out';
import { tellInThread } from '../conversations/tell-in-thread';
import { zoneOfContact } from '../time-zones/customer-zone';
import { followUpColumns, stopFollowUp, toFollowUp, type FollowUpRow } from './follow-up.row';
import { builtInPresets, fillStep, stepDueAt, stepTimes, unfilled } from './steps';
import { stepWords } from './words';

interface PresetRow { id: string; member_id: string | null; name: string; steps: FollowUpStep[]; business_days: boolean; stop_when: FollowUpPreset['stopWhen']; uses: number }
type Chain = Pick<FollowUpPreset, 'name' | 'steps' | 'businessDays' | 'stopWhen'>;

const PRESETS_MAX = 100;

/** "In two days unless answered, then once more, then close." */
@Injectable()
export class FollowUps {
  constructor(
    private readonly database: Database,
    private readonly queues: Queues,
    private readonly conversations: Conversations,
    private readonly contexts: ChannelContexts,
  ) {}

  /** Those of the product, of the workspace and of one's own; what is used most comes first, so that two keys take it. */
  async presets(actor: MemberActor, locale: Locale, language: string | null): Promise<{ items: FollowUpPreset[] }> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => ({ items: await this.presetsIn(tx, actor, locale, language) }));
  }

  async addPreset(actor: MemberActor, input: PresetInput): Promise<FollowUpPreset> {
    if (input.shared && !can(actor, 'canned.manage')) throw forbidden('Those for everybody are kept by who keeps the canned answers.');
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [count] = await tx.query<{ n: number }>('SELECT count(*)::int AS n FROM follow_up_presets');
      if ((count?.n ?? 0) >= PRESETS_MAX) throw invalid('too-many-presets', `A workspace has at most ${PRESETS_MAX} of them.`);
      const id = newId();
      await tx.execute(`INSERT INTO follow_up_presets (id, workspace_id, member_id, name, steps, business_days, stop_when) VALUES ($1, $2, $3, $4, $5, $6, $7)`, [id, actor.workspaceId, input.shared ? null : actor.memberId, input.name, JSON.stringify(input.steps), input.businessDays, JSON.stringify(input.stopWhen)]);
      await record(tx, [{ type: 'follow-up-preset.created', actor: actorOf(actor), subjectId: id, data: { shared: input.shared } }]);
      return { id, name: input.name, steps: input.steps, businessDays: input.businessDays, stopWhen: input.stopWhen, builtIn: false, own: !input.shared, uses: 0 };
    });
  }

  async removePreset(actor: MemberActor, presetId: string): Promise<void> {
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [row] = await tx.query<{ member_id: string | null }>('SELECT member_id FROM follow_up_presets WHERE id = $1 FOR UPDATE', [presetId]);
      if (row === undefined || (row.member_id !== null && row.member_id !== actor.memberId)) throw notFound('preset');
      if (row.member_id === null && !can(actor, 'canned.manage')) throw forbidden('Those for everybody are kept by who keeps the canned answers.');
      await tx.execute('DELETE FROM follow_up_presets WHERE id = $1', [presetId]);
      await record(tx, [{ type: 'follow-up-preset.removed', actor: actorOf(actor), subjectId: presetId }]);
    });
  }

  /** When each step would come and what it would say, before anybody begins it. */
  async preview(actor: MemberActor, conversationId: string, input: FollowUpInput): Promise<FollowUpPreview> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const row = await this.conversations.locked(tx, actor, conversationId, 'conversation.reply');
      const chain = await this.chainOf(tx, actor, row, input);
      const clock = { timeZone: (await zoneOfContact(tx, row.contact_id)).timeZone, businessDays: chain.businessDays };
      const words = await stepWords(tx, row.id, actor.name);
      const steps = [];
      for (const [index, at] of stepTimes(new Date(), chain.steps, clock).entries()) {
        const { act, text } = chain.steps[index] as FollowUpStep;
        steps.push({ at: at.toISOString(), act, text: act === 'send' ? fillStep(text, words) : '', blocked: act === 'send' ? await this.blocked(tx, row, fillStep(text, words), at) : null });
      }
      return { steps };
    });
  }

  /** @throws DomainError 'follow-up-running' when one is at work already. */
  async begin(actor: MemberActor, conversationId: string, input: FollowUpInput): Promise<FollowUpChange> {
    return this.conversations.unit(actor, async (tx) => {
      const row = await this.conversations.locked(tx, actor, conversationId, 'conversation.reply');
      return this.change(tx, row.id, await this.beginIn(tx, actor, row, input));
    });
  }

  /**
   * Answers its id. Callers hold the conversation and know that the member may answer in it. `byRule`: a rule begins it in their name.
   * @throws DomainError 'follow-up-running' when one is at work already.
   */
  async beginIn(tx: Tx, actor: MemberActor, row: LockedConversation, { byRule, ...input }: FollowUpInput & { byRule?: string }): Promise<string> {
    const [running] = await tx.query<FollowUpRow>(`SELECT ${followUpColumns} FROM follow_ups f WHERE f.conversation_id = $1 AND f.state = 'active'`, [row.id]);
    if (running !== undefined) throw conflict('follow-up-running', 'This conversation is being followed up already. Stop that first.', { followUp: toFollowUp(running) });
    if (row.state === 'resolved') throw conflict('conversation-resolved', 'This conversation is resolved.');
    const chain = await this.chainOf(tx, actor, row, input);
    const channel = await findChannel(tx, row.channel_id);
    if (channel === undefined) throw conflict('channel-gone', 'This channel was removed; nothing can be sent over it.');
    if (chain.steps.some((step) => step.act === 'send') && this.contexts.capabilitiesOf(channel).logOnly === true) throw conflict('log-only', 'Nothing is sent over this channel.');
    const words = await stepWords(tx, row.id, actor.name);
    if (chain.steps.some((step) => step.act === 'send' && unfilled(fillStep(step.text, words)))) throw invalid('empty-placeholder', 'A step has a gap that nobody can fill.');
    const timeZone = (await zoneOfContact(tx, row.contact_id)).timeZone;
    const dueAt = stepDueAt(new Date(), chain.steps[0] as FollowUpStep, { timeZone, businessDays: chain.businessDays });
    const id = newId();
    await tx.execute(
      `INSERT INTO follow_ups (id, workspace_id, conversation_id, author_id, author_name, name, steps, business_days, time_zone, stop_when, since_seq, due_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [id, actor.workspaceId, row.id, actor.memberId, actor.name, chain.name, JSON.stringify(chain.steps), chain.businessDays, timeZone, JSON.stringify(chain.stopWhen), row.last_seq, dueAt],
    );
    // What people take often stands first for them, not what a rule takes.
    if (input.presetId !== undefined && byRule === undefined) await tx.execute('UPDATE follow_up_presets SET uses = uses + 1 WHERE id::text = $1', [input.presetId]);
    await tellInThread(tx, { conversation_id: row.id, workspace_id: actor.workspaceId }, 'follow-up-began', { name: chain.name, byName: byRule ?? actor.name, dueAt: dueAt.toISOString() });
    await record(tx, [{ type: 'follow-up.began', ...(byRule === undefined ? { actor: actorOf(actor) } : {}), conversationId: row.id, subjectId: id, data: { steps: chain.steps.map(({ after, act }) => ({ after, act })), businessDays: chain.businessDays, stopWhen: chain.stopWhen } }], actor.workspaceId);
    await refreshPlan(tx, actor.workspaceId, [row.id], byRule === undefined ? actor : undefined);
    wakeAt(tx, this.queues, 'follow-up', id, dueAt);
    return id;
  }

  async stop(actor: MemberActor, conversationId: string): Promise<FollowUpChange> {
    return this.conversations.unit(actor, async (tx) => {
      const row = await this.conversations.locked(tx, actor, conversationId, 'conversation.reply');
      const [running] = await tx.query<FollowUpRow>(`SELECT ${followUpColumns} FROM follow_ups f WHERE f.conversation_id = $1 AND f.state = 'active' FOR UPDATE`, [conversationId]);
      if (running === undefined) throw conflict('no-follow-up', 'Nothing follows this conversation up.');
      await stopFollowUp(tx, actor, running, 'member');
      await refreshPlan(tx, actor.workspaceId, [row.id], actor);
      return this.change(tx, row.id, running.id);
    });
  }

  private async presetsIn(tx: Tx, actor: MemberActor, locale: Locale, language: string | null): Promise<FollowUpPreset[]> {
    const rows = await tx.query<PresetRow>(`SELECT id, member_id, name, steps, business_days, stop_when, uses FROM follow_up_presets WHERE member_id IS NULL OR member_id = $1 ORDER BY uses DESC, created_at`, [actor.memberId]);
    const kept = rows.map((row): FollowUpPreset => ({ id: row.id, name: row.name, steps: row.steps, businessDays: row.business_days, stopWhen: { resolved: row.stop_when.resolved, reassigned: row.stop_when.reassigned }, builtIn: false, own: row.member_id !== null, uses: row.uses }));
    return [...builtInPresets(language, locale).map((preset): FollowUpPreset => ({ ...preset, stopWhen: { resolved: true, reassigned: false }, builtIn: true, own: false, uses: 0 })), ...kept];
  }

  private async chainOf(tx: Tx, actor: MemberActor, row: LockedConversation, input: FollowUpInput): Promise<Chain> {
    if (input.steps !== undefined) return { name: input.name ?? '', steps: await this.written(tx, input.steps), businessDays: input.businessDays, stopWhen: input.stopWhen };
    const [contact] = await tx.query<{ language: string | null }>('SELECT coalesce(c.language, p.language) AS language FROM conversations c JOIN contacts p ON p.id = c.contact_id WHERE c.id = $1', [row.id]);
    const preset = (await this.presetsIn(tx, actor, input.locale, contact?.language ?? null)).find((one) => one.id === input.presetId);
    if (preset === undefined) throw notFound('preset');
    return { ...preset, steps: await this.written(tx, preset.steps) };
  }

  /** Canned answers as they are now: what somebody changes in them later changes nothing that runs. */
  private async written(tx: Tx, steps: readonly FollowUpStep[]): Promise<FollowUpStep[]> {
    const wanted = steps.flatMap((step) => step.cannedId ?? []);
    if (wanted.length === 0) return [...steps];
    const found = new Map((await tx.query<{ id: string; text: string }>('SELECT id, text FROM canned WHERE id = ANY($1::uuid[])', [wanted])).map((row) => [row.id, row.text]));
    return steps.map((step) => {
      if (step.cannedId === undefined) return step;
      const text = found.get(step.cannedId);
      if (text === undefined) throw notFound('canned answer');
      return { ...step, text };
    });
  }

  /** The code of why a step could not be sent then; null when it could. */
  private async blocked(tx: Tx, row: LockedConversation, text: string, at: Date): Promise<string | null> {
    const way = await wayOut(tx, row.id, null);
    const channel = await findChannel(tx, way.channelId);
    if (channel === undefined) return 'channel-gone';
    if (unfilled(text)) return 'empty-placeholder';
    const all = this.contexts.capabilitiesOf(channel);
    if (all.logOnly === true) return 'log-only';
    const side = usualSide(await answeredThread(tx, way.threadId), all);
    const capabilities = capabilitiesFor(all, side);
    if (capabilities.maxTextLength !== undefined && textLength(text, capabilities) > capabilities.maxTextLength) return 'text-too-long';
    try {
      await sideRefused(tx, all, { id: row.id, way }, { side, replyToId: null, template: false, byPerson: false }, at);
      return null;
    } catch (error) {
      if (error instanceof DomainError) return error.code;
      throw error;
    }
  }

  private async change(tx: Tx, conversationId: string, followUpId: string): Promise<FollowUpChange> {
    const [row] = await tx.query<FollowUpRow>(`SELECT ${followUpColumns} FROM follow_ups f WHERE f.id = $1`, [followUpId]);
    return { followUp: row === undefined ? null : toFollowUp(row), conversation: await this.conversations.view(tx, conversationId) };
  }
}
