import { Inject, Injectable } from '@nestjs/common';
import type { AssignInput, BulkInput, BulkResult, ConversationChange, ConversationCounts, ConversationPatch, ConversationQuery, ConversationView, Page, Verb } from '@kontuar/contract';
import { Database, prepared, Secrets, type Pulse, type Tx } from '@kontuar/platform';
import type { Actor, MemberActor } from '../access/actor';
import { incomplete, missingBeforeResolve, readAttributes, withAttributes } from '../attributes/attributes';
import { conflict, forbidden, notFound } from '../errors';
import { letMentionGo } from '../monitoring/care-back';
import { takeSickBack } from '../routing/sick-back';
import { actorOf, record } from '../history/history';
import { PULSE } from '../tokens';
import { addNote } from '../messages/add-note';
import { settled } from '../notices/notices.service';
import { assignmentOf, changeMany, checkAction, checkChange, remember, takeBack } from './bulk-change';
import { changeConversations, lockConversations, type Changeable, type LockedConversation, type Step } from './change';
import { priorityRank } from './conversation.view';
import { goesOnIn, refuseMerged } from '../moves/merged';
import { countConversations, findConversationViews, listConversations, mayOn } from './conversations.queries';

/** Pulse topic: whose mentions changed. */
export const MENTIONS = 'mentions';
export interface MentionsChanged { workspaceId: string; memberIds: string[] }

/** Asked before every act on a conversation. */
const WHOSE = prepared('SELECT id, channel_id, assignee_id, team_id, contact_id, merged_into FROM conversations WHERE id = $1');

/** What members do with conversations. Every act that can be taken back leaves a token for 24 hours. */
@Injectable()
export class Conversations {
  constructor(private readonly database: Database, private readonly secrets: Secrets, @Inject(PULSE) private readonly pulse: Pulse) {}

  list(actor: MemberActor, query: ConversationQuery): Promise<Page<ConversationView>> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => listConversations(tx, this.secrets, actor, query));
  }

  counts(actor: MemberActor): Promise<ConversationCounts> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => countConversations(tx, actor));
  }

  get(actor: MemberActor, id: string): Promise<ConversationView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const { merged_into: mergedInto } = await this.allow(tx, actor, id, 'conversation.read');
      if (mergedInto === null) return this.view(tx, id);
      // Old links lead to where it goes on, for those who may see that.
      const on = await goesOnIn(tx, id);
      await this.allow(tx, actor, on, 'conversation.read');
      return this.view(tx, on);
    });
  }

  async patch(actor: MemberActor, id: string, patch: ConversationPatch): Promise<ConversationChange> {
    const change: Partial<Changeable> = {};
    if (patch.state !== undefined) change.state = patch.state;
    if (patch.priority !== undefined) change.priority = priorityRank(patch.priority);
    if (patch.matter !== undefined) change.matter = patch.matter;
    if (patch.labelIds !== undefined) change.label_ids = [...new Set(patch.labelIds)];
    if (patch.subject !== undefined) change.subject = patch.subject;
    if (patch.snoozedUntil !== undefined && patch.snoozedUntil !== null) {
      change.state = patch.state ?? 'snoozed';
      change.snoozed_until = new Date(patch.snoozedUntil).toISOString();
    }
    return this.unit(actor, async (tx) => {
      const row = await this.locked(tx, actor, id, 'conversation.triage');
      await checkChange(tx, change);
      if (patch.attributes !== undefined) change.attributes = withAttributes(row.attributes, await readAttributes(tx, 'conversation', patch.attributes, row.attributes));
      if (change.state === 'resolved' && row.state !== 'resolved') await this.refuseIncomplete(tx, row, change);
      return this.changed(tx, actor, id, await changeConversations(tx, actor, [row], () => change));
    });
  }

  /** Nobody resolves by hand what lacks a field that the workspace asks for. @throws DomainError 'fields-missing' */
  async refuseIncomplete(tx: Tx, row: LockedConversation, change: Partial<Changeable> = {}): Promise<void> {
    const missing = (await missingBeforeResolve(tx, [row.id])).get(row.id)?.filter((field) => field.subject === 'contact' || !Object.hasOwn(change.attributes ?? {}, field.key)) ?? [];
    if (missing.length > 0) throw incomplete(missing);
  }

  async assign(actor: MemberActor, id: string, input: AssignInput): Promise<ConversationChange> {
    return this.unit(actor, async (tx) => {
      const row = await this.locked(tx, actor, id, 'conversation.assign');
      await this.refuseMoved(tx, row, input.version);
      const change = assignmentOf(input);
      await checkChange(tx, change);
      const steps = await changeConversations(tx, actor, [row], () => change);
      if (input.note !== undefined && input.note !== '') {
        await addNote(tx, actor, id, { text: input.note, mentions: [] });
        const to = change.assignee_id ?? null;
        if (to !== null && to !== actor.memberId) await record(tx, [{ type: 'notification', actor: actorOf(actor), conversationId: id, data: { kind: 'handed-over', memberIds: [to] } }]);
      }
      return this.changed(tx, actor, id, steps);
    });
  }

  async bulk(actor: MemberActor, input: BulkInput): Promise<BulkResult> {
    return this.unit(actor, async (tx) => {
      await checkAction(tx, input.action);
      const { steps, allowed } = await changeMany(tx, actor, [...new Set(input.ids)], input.action);
      return { changed: steps.length, refused: input.ids.filter((id) => !allowed.has(id)), undoToken: await remember(tx, actor, steps) };
    });
  }

  async undo(actor: MemberActor, token: string): Promise<{ restored: number; conversations: ConversationView[] }> {
    return this.unit(actor, async (tx) => {
      const [undo] = await tx.query<{ steps: Step[] }>(
        `UPDATE undos SET used_at = now() WHERE id = $1 AND member_id = $2 AND sweep_id IS NULL AND used_at IS NULL AND created_at > now() - interval '24 hours' RETURNING steps`,
        [token, actor.memberId],
      );
      if (undo === undefined) throw notFound('act to take back');
      const { restored, readable } = await takeBack(tx, actor, undo.steps);
      for (const { sick } of undo.steps) if (sick !== undefined) await takeSickBack(tx, actor, sick);
      let letGo = 0;
      for (const { taken } of undo.steps) if (taken !== undefined && (await letMentionGo(tx, actor, taken))) letGo += 1;
      return { restored: Math.max(restored, letGo), conversations: await findConversationViews(tx, this.secrets, readable.map((row) => row.id)) };
    });
  }

  /** Read up to here by whoever is responsible; while nobody is, by anyone. Answers what the customer's platform may be told of. */
  async markRead(actor: MemberActor, id: string, seq: number): Promise<{ id: string; connectorId: string; lastInboundSeq: number } | undefined> {
    return this.unit(actor, async (tx) => {
      const facts = await this.allow(tx, actor, id, 'conversation.read');
      await tx.execute(`UPDATE note_mentions SET seen_at = now() WHERE member_id = $1 AND conversation_id = $2 AND seen_at IS NULL`, [actor.memberId, id]);
      const told = await tx.query<{ id: string }>(`UPDATE notices SET read_at = now() WHERE member_id = $1 AND conversation_id = $2 AND read_at IS NULL AND coalesce(seq, 0) <= $3 RETURNING id`, [actor.memberId, id, seq]);
      if (told.length > 0) await settled(tx, this.pulse, actor, told.map((row) => row.id));
      if (facts.assignee_id !== null && facts.assignee_id !== actor.memberId) return undefined;
      const [read] = await tx.query<{ id: string; connectorId: string; lastInboundSeq: number }>(
        `UPDATE conversations c SET read_seq = least($2, last_seq), version = version + 1 FROM channels ch WHERE c.id = $1 AND ch.id = c.channel_id AND read_seq < least($2, last_seq)
         RETURNING c.id, ch.connector_id AS "connectorId", c.last_inbound_seq AS "lastInboundSeq"`,
        [id, seq],
      );
      if (read !== undefined) await record(tx, [{ type: 'conversation.updated', actor: actorOf(actor), conversationId: id, data: { read: seq } }]);
      return read;
    });
  }

  /** Wakes what was put off until now. */
  async wakeSnoozed(now = new Date()): Promise<number> {
    const due = await this.database.asSystem((tx) => tx.query<{ id: string; workspace_id: string }>(`SELECT id, workspace_id FROM conversations WHERE state = 'snoozed' AND snoozed_until <= $1 ORDER BY snoozed_until LIMIT 200`, [now]));
    for (const { id, workspace_id: workspaceId } of due) {
      const actor: Actor = { kind: 'system', workspaceId };
      await this.database.inWorkspace(workspaceId, async (tx) => {
        const rows = (await lockConversations(tx, [id])).filter((row) => row.state === 'snoozed' && row.snoozed_until !== null && new Date(row.snoozed_until) <= now);
        const steps = await changeConversations(tx, actor, rows, () => ({ state: 'open' }), { reason: 'timer' });
        // It comes back as work to do: the clock starts now.
        if (steps.length > 0) await tx.execute(`UPDATE conversations SET waiting_since = coalesce(waiting_since, now()) WHERE id = $1`, [id]);
      });
    }
    if (due.length > 0) this.pulse.publish('relay');
    return due.length;
  }

  /** @throws not-found when it is out of sight, forbidden when it is in sight but not for this verb, a conflict when it went up in another. */
  async allow(tx: Tx, actor: MemberActor, id: string, verb: Verb): Promise<{ id: string; channel_id: string; assignee_id: string | null; team_id: string | null; contact_id: string; merged_into: string | null }> {
    const [row] = await tx.query<{ id: string; channel_id: string; assignee_id: string | null; team_id: string | null; contact_id: string; merged_into: string | null }>(WHOSE, [id]);
    if (row === undefined || !mayOn(actor, 'conversation.read', row)) throw notFound('conversation');
    if (!mayOn(actor, verb, row)) throw forbidden();
    if (verb !== 'conversation.read') await refuseMerged(tx, row);
    return row;
  }

  async locked(tx: Tx, actor: MemberActor, id: string, verb: Verb): Promise<LockedConversation> {
    const row = await this.held(tx, actor, id, verb);
    await refuseMerged(tx, row);
    return row;
  }

  /** Locked, also where it went up in another. */
  async held(tx: Tx, actor: MemberActor, id: string, verb: Verb): Promise<LockedConversation> {
    const [row] = await lockConversations(tx, [id]);
    if (row === undefined || !mayOn(actor, 'conversation.read', row)) throw notFound('conversation');
    if (!mayOn(actor, verb, row)) throw forbidden();
    return row;
  }

  /** What was read, written or labelled since is no reason to refuse: only that it changed hands. @throws DomainError 'conversation-moved' */
  async refuseMoved(tx: Tx, row: LockedConversation, version: number | undefined): Promise<void> {
    if (version === undefined || version >= row.assigned_version) return;
    throw conflict('conversation-moved', 'Somebody changed this conversation a moment ago.', { conversation: await this.view(tx, row.id) });
  }

  async view(tx: Tx, id: string): Promise<ConversationView> {
    const [view] = await findConversationViews(tx, this.secrets, [id]);
    if (view === undefined) throw notFound('conversation');
    return view;
  }

  /** In the actor's workspace; what it records is told as soon as it is kept. */
  async unit<T>(actor: MemberActor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.inWorkspace(actor.workspaceId, (tx) => {
      tx.afterCommit(() => { this.pulse.publish('relay'); });
      return work(tx);
    });
  }

  /** Tells the screens of these members that what they were asked in notes stands otherwise now. */
  mentionsChanged(tx: Tx, workspaceId: string, memberIds: readonly string[]): void {
    if (memberIds.length > 0) tx.afterCommit(() => { this.pulse.publish(MENTIONS, JSON.stringify({ workspaceId, memberIds })); });
  }

  async changed(tx: Tx, actor: MemberActor, id: string, steps: readonly Step[]): Promise<ConversationChange> {
    return { conversation: await this.view(tx, id), undoToken: steps.length === 0 ? null : await remember(tx, actor, steps) };
  }
}
