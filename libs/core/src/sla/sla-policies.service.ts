import { Inject, Injectable } from '@nestjs/common';
import type { SlaPolicy, SlaPolicyInput, SlaPolicyPatch, SlaPromise, SlaPromises, SlaSettings } from '@kontuar/contract';
import { Database, newId, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { Conversations } from '../conversations/conversations.service';
import { conflict, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { NOTICES_DUE } from '../notices/notifier.service';
import { PULSE } from '../tokens';
import { findCalendars } from './calendars.service';
import { lookThrough } from './look-through';
import { findPolicies, type Policy } from './policies';
import { slaPromiseColumns, type SlaPromiseRow } from './promise.row';

const MAX_POLICIES = 60;

/** What customers are promised, in the order in which it is asked: the first policy that fits a conversation holds. */
@Injectable()
export class SlaPolicies {
  constructor(private readonly database: Database, private readonly conversations: Conversations, @Inject(PULSE) private readonly pulse: Pulse) {}

  settings(actor: MemberActor): Promise<SlaSettings> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const [workspace] = await tx.query<{ time_zone: string; working: boolean }>(
        `SELECT w.time_zone, coalesce((SELECT p.backfilled_to IS NOT NULL FROM sla_positions p WHERE p.workspace_id = w.id), false) AS working FROM workspaces w WHERE w.id = $1`, [actor.workspaceId]);
      const policies = await findPolicies(tx, actor.workspaceId, { active: false });
      return { items: policies.map(toView), calendars: await findCalendars(tx, actor.workspaceId), timeZone: workspace?.time_zone ?? 'UTC', working: workspace?.working ?? false };
    });
  }

  /** Behind all others. */
  create(actor: MemberActor, input: SlaPolicyInput): Promise<SlaPolicy> {
    return this.unit(actor, async (tx) => {
      const known = await findPolicies(tx, actor.workspaceId, { active: false });
      if (known.length >= MAX_POLICIES) throw conflict('too-many-policies', `A workspace has at most ${MAX_POLICIES} policies.`);
      const id = newId();
      await this.write(tx, actor, id, input, (known.at(-1)?.position ?? 0) + 1);
      return this.told(tx, actor, id, { type: 'sla-policy.created' });
    });
  }

  change(actor: MemberActor, id: string, patch: SlaPolicyPatch): Promise<SlaPolicy> {
    return this.unit(actor, async (tx) => {
      const before = await find(tx, actor.workspaceId, id);
      const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
      await this.write(tx, actor, id, { ...before, ...given }, before.position);
      return this.told(tx, actor, id, { type: 'sla-policy.changed', data: { fields: Object.keys(given) } });
    });
  }

  /** Promises that were made by it go by the next policy that fits; where there is none, they are dropped. */
  remove(actor: MemberActor, id: string): Promise<void> {
    return this.unit(actor, async (tx) => {
      await find(tx, actor.workspaceId, id);
      await tx.execute('DELETE FROM sla_policies WHERE id = $1', [id]);
      await record(tx, [{ type: 'sla-policy.removed', actor: actorOf(actor), subjectId: id }, directoryChanged(actor, 'sla', id)]);
    });
  }

  order(actor: MemberActor, ids: readonly string[]): Promise<void> {
    return this.unit(actor, async (tx) => {
      const known = (await findPolicies(tx, actor.workspaceId, { active: false })).map((policy) => policy.id);
      const wanted = [...new Set(ids.filter((id) => known.includes(id))), ...known.filter((id) => !ids.includes(id))];
      await tx.execute('UPDATE sla_policies p SET position = o.place FROM unnest($1::uuid[]) WITH ORDINALITY AS o (id, place) WHERE p.id = o.id', [wanted]);
      await record(tx, [{ type: 'sla-policy.ordered', actor: actorOf(actor) }, directoryChanged(actor, 'sla')]);
    });
  }

  /** What was promised in a conversation, and how it went. */
  ofConversation(actor: MemberActor, conversationId: string): Promise<SlaPromises> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      await this.conversations.allow(tx, actor, conversationId, 'conversation.read');
      const rows = await tx.query<SlaPromiseRow>(`SELECT ${slaPromiseColumns} FROM sla_promises p WHERE p.conversation_id = $1 ORDER BY p.started_at DESC, p.kind, p.id LIMIT 100`, [conversationId]);
      return { items: rows.map(toPromise) };
    });
  }

  private async write(tx: Tx, actor: MemberActor, id: string, policy: SlaPolicyInput, position: number): Promise<void> {
    if (policy.firstReply === null && policy.nextReply === null && policy.resolution === null) throw invalid('nothing-promised', 'Promise at least one of the three.');
    if (policy.calendarId !== null && (await tx.query('SELECT 1 FROM business_calendars WHERE id = $1', [policy.calendarId])).length === 0) throw notFound('calendar');
    const teams = policy.escalations.flatMap((escalation) => (escalation.act === 'assign' && escalation.teamId !== null ? [escalation.teamId] : []));
    if (teams.length > 0 && (await tx.query(`SELECT 1 FROM teams WHERE id = ANY($1::uuid[]) AND kind <> 'group'`, [teams])).length < new Set(teams).size) throw notFound('team');
    await tx.execute(
      `INSERT INTO sla_policies (id, workspace_id, position, name, filter, first_reply_minutes, next_reply_minutes, resolution_minutes, calendar_id, pauses, warnings, escalations, active) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, filter = excluded.filter, first_reply_minutes = excluded.first_reply_minutes, next_reply_minutes = excluded.next_reply_minutes, resolution_minutes = excluded.resolution_minutes,
         calendar_id = excluded.calendar_id, pauses = excluded.pauses, warnings = excluded.warnings, escalations = excluded.escalations, active = excluded.active`,
      [id, actor.workspaceId, position, policy.name, JSON.stringify(policy.filter), policy.firstReply, policy.nextReply, policy.resolution, policy.calendarId, [...new Set(policy.pauses)], JSON.stringify(policy.warnings), JSON.stringify(policy.escalations), policy.active],
    );
  }

  private async told(tx: Tx, actor: MemberActor, id: string, happening: { type: string; data?: Record<string, unknown> }): Promise<SlaPolicy> {
    await record(tx, [{ ...happening, actor: actorOf(actor), subjectId: id }, directoryChanged(actor, 'sla', id)]);
    return toView(await find(tx, actor.workspaceId, id));
  }

  /** One at a time in a workspace: two at once would both find room, or the same place. */
  private unit<T>(actor: MemberActor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await tx.execute(`SELECT pg_advisory_xact_lock(hashtextextended('sla-policies:' || $1, 0))`, [actor.workspaceId]);
      // First of all: who keeps promises holds this, too, and everything else after it.
      await lookThrough(tx, actor.workspaceId);
      tx.afterCommit(() => {
        this.pulse.publish('relay');
        this.pulse.publish(NOTICES_DUE);
      });
      return work(tx);
    });
  }
}

async function find(tx: Tx, workspaceId: string, id: string): Promise<Policy> {
  const policy = (await findPolicies(tx, workspaceId, { active: false })).find((one) => one.id === id);
  if (policy === undefined) throw notFound('policy');
  return policy;
}

const toView = ({ id, position, name, filter, firstReply, nextReply, resolution, calendarId, pauses, warnings, escalations, active }: Policy): SlaPolicy =>
  ({ id, position, name, filter, firstReply, nextReply, resolution, calendarId, pauses, warnings, escalations, active });

function toPromise(row: SlaPromiseRow): SlaPromise {
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id: row.id, kind: row.kind, policyId: row.policy_id, policyName: row.terms.name, minutes: row.terms.minutes, calendar: row.terms.hours?.name ?? null, startedAt: row.started_at.toISOString(), sinceMessageId: row.since_message_id,
    dueAt: iso(row.due_at), paused: row.paused, leftMinutes: row.paused === null || row.broken_at !== null ? null : Math.max(0, Math.ceil(row.terms.minutes - Number(row.used_ms) / 60_000)),
    brokenAt: iso(row.broken_at), metAt: iso(row.met_at), endedAt: iso(row.ended_at), outcome: row.outcome,
  };
}
