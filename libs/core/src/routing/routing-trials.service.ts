import { Injectable } from '@nestjs/common';
import type { Absence, RoutingPolicy, RoutingTrial, RoutingTrialInput, WorkHours } from '@kontuar/contract';
import { Database, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { priorityName } from '../conversations/conversation.view';
import { invalid } from '../errors';
import { addDays, dayAt, startOfDay } from '../legal-clock/calendar';
import { spansAround } from '../shifts/weekly';
import { calendarHours, policyContext } from '../sla/policies';
import type { BusinessHours } from '../sla/clock';
import { Connectors } from '../tokens';
import { findPeople, mayHave, takesPart, type Person } from './hands';
import { findPolicies, policyFor, type HeldPolicy, type Policies } from './policies';
import { needsOf } from './queue';
import { replay, type Arrival, type ReplayHand, type Stretch } from './replay';
import { weightBy } from './weights';

/** Of very busy days the first so many are followed. */
const MOST = 3000;

interface ArrivedRow { id: string; entry: string; n: number; at: Date; channel_id: string; team_id: string | null; matter: string | null; priority: number; last_agent: string | null; taken_by: string | null; taken_at: Date | null; ended_at: Date | null }

/** Tries rules on a day that is over, before they hold. Reads only. */
@Injectable()
export class RoutingTrials {
  constructor(private readonly database: Database, private readonly connectors: Connectors) {}

  try(actor: MemberActor, draft: RoutingTrialInput, now = new Date()): Promise<RoutingTrial> {
    const { workspaceId } = actor;
    return this.database.lookInWorkspace(workspaceId, async (tx) => {
      const [workspace] = await tx.query<{ time_zone: string }>('SELECT time_zone FROM workspaces WHERE id = $1', [workspaceId]);
      const timeZone = workspace?.time_zone ?? 'UTC';
      const today = dayAt(now, timeZone);
      const day = draft.day ?? addDays(today, -1);
      if (day >= today) throw invalid('day-not-over', 'Choose a day that is over.');
      const span = { from: startOfDay(day, timeZone), to: startOfDay(addDays(day, 1), timeZone) };
      const policies = await drafted(tx, workspaceId, draft);
      const people = new Map([...(await findPeople(tx))].map(([id, person]) => [id, withDraft(person, draft)]));
      const rows = await arrivals(tx, workspaceId, span);
      const needs = await needsOf(tx, policyContext(this.connectors, workspaceId), draft.needs, [...new Set(rows.map(({ id }) => id))]);
      const hands = await handsOf(tx, workspaceId, span, people, draft);
      const came = rows.map((row): Arrival => ({
        at: row.at, teamId: row.team_id, lastAgent: row.last_agent, substitute: people.get(row.last_agent ?? '')?.substituteId ?? null,
        was: row.taken_by === null || row.taken_at === null ? null : { memberId: row.taken_by, at: row.taken_at, workMs: row.ended_at === null ? null : Math.max(0, row.ended_at.getTime() - row.taken_at.getTime()) },
        piece: {
          id: row.entry, weight: weightBy(draft.weights, { matter: row.matter, priority: priorityName(row.priority) }), policy: policyFor(policies, row), needs: needs.get(row.id) ?? new Map<string, number>(),
          open: new Set([...people.values()].filter((person) => mayHave(person, row)).map((person) => person.actor.memberId)),
        },
      }));
      return { day, timeZone, arrivals: rows[0]?.n ?? 0, counted: rows.length, ...replay({ day: span, arrivals: came, hands }) };
    });
  }
}

const standing = `c.last_inbound_seq > 0 AND NOT c.kept_apart AND c.merged_into IS NULL`;
const ownerBefore = `SELECT o.event_data->'to'->>'assigneeId' FROM messages o WHERE o.conversation_id = m.conversation_id AND o.event_type = 'assigned' AND o.seq < m.seq ORDER BY o.seq DESC LIMIT 1`;
/** Whatever came to stand in the queue on that day: what began, what was given back or taken from somebody, and what was opened again and nobody had. What its owner still has comes into no queue. */
const entries = `SELECT c.id, c.created_at AS at, 0 AS seq FROM conversations c WHERE c.workspace_id = $1 AND c.created_at >= $2 AND c.created_at < $3 AND ${standing}
  UNION ALL SELECT c.id, m.at, m.seq FROM messages m JOIN conversations c ON c.id = m.conversation_id
    WHERE m.workspace_id = $1 AND m.created_at >= $2 AND m.created_at < $3 AND m.kind = 'event' AND ${standing} AND (
      (m.event_type = 'assigned' AND m.event_data->'from'->>'assigneeId' IS NOT NULL AND m.event_data->'to'->>'assigneeId' IS NULL AND m.event_data->>'reason' IS DISTINCT FROM 'undo')
      OR (m.event_type = 'reopened' AND (${ownerBefore}) IS NULL))`;

/** What came into the queue, who had it first then, and when somebody was done with it or had it no more. */
function arrivals(tx: Tx, workspaceId: string, { from, to }: Stretch): Promise<ArrivedRow[]> {
  return tx.query<ArrivedRow>(
    `SELECT c.id, c.id || ' ' || e.seq AS entry, (count(*) OVER ())::int AS n, e.at, c.channel_id, c.team_id, c.matter, c.priority, taken.by AS taken_by, taken.at AS taken_at, done.at AS ended_at,
       coalesce(
         (SELECT m.author_id FROM messages m WHERE m.conversation_id = c.id AND m.seq < e.seq AND m.author_kind = 'member' AND m.direction = 'out' AND m.kind = 'message' ORDER BY m.seq DESC LIMIT 1),
         (SELECT o.assignee_id FROM conversations o WHERE o.workspace_id = c.workspace_id AND o.contact_id = c.contact_id AND o.id <> c.id AND o.assignee_id IS NOT NULL AND o.first_reply_at < e.at ORDER BY o.last_message_at DESC LIMIT 1)) AS last_agent
     FROM (${entries}) e JOIN conversations c ON c.id = e.id
     LEFT JOIN LATERAL (SELECT (m.event_data->'to'->>'assigneeId')::uuid AS by, m.at, m.seq FROM messages m WHERE m.conversation_id = c.id AND m.seq > e.seq AND m.event_type = 'assigned' AND m.event_data->'to'->>'assigneeId' IS NOT NULL ORDER BY m.seq LIMIT 1) taken ON true
     LEFT JOIN LATERAL (SELECT m.at FROM messages m WHERE m.conversation_id = c.id AND m.seq > taken.seq AND (m.event_type = 'resolved' OR (m.event_type = 'assigned' AND m.event_data->'to'->>'assigneeId' IS NULL)) ORDER BY m.seq LIMIT 1) done ON true
     ORDER BY e.at, c.id, e.seq LIMIT ${MOST}`, [workspaceId, from, to]);
}

/** Who takes part, when they were at work on that day, and what they had when it began. */
async function handsOf(tx: Tx, workspaceId: string, day: Stretch, people: ReadonlyMap<string, Person>, { weights }: RoutingTrialInput): Promise<ReplayHand[]> {
  const taking = [...people.values()].filter(({ actor, capacity }) => can(actor, 'conversation.reply') && capacity !== 0);
  const ids = taking.map(({ actor }) => actor.memberId);
  const told = await tx.query<{ member_id: string; at: Date; presence: string }>(
    `SELECT m.id AS member_id, e.at, e.data->>'presence' AS presence FROM unnest($2::uuid[]) AS m (id) CROSS JOIN LATERAL (
       (SELECT at, data FROM events WHERE workspace_id = $1 AND type = 'member.presence' AND subject_id = m.id AND at < $3 ORDER BY at DESC LIMIT 1) UNION ALL
       (SELECT at, data FROM events WHERE workspace_id = $1 AND type = 'member.presence' AND subject_id = m.id AND at >= $3 AND at < $4)) e ORDER BY e.at`, [workspaceId, ids, day.from, day.to]);
  const shifts = new Map((await tx.query<{ id: string; hours: WorkHours | null; absence: Absence | null }>('SELECT id, hours, absence FROM memberships WHERE id = ANY($1::uuid[])', [ids])).map((row) => [row.id, row.hours]));
  const held = await tx.query<{ assignee_id: string; matter: string | null; priority: number; resolved_at: Date | null }>(
    `SELECT c.assignee_id, c.matter, c.priority, c.resolved_at FROM conversations c WHERE c.workspace_id = $1 AND c.assignee_id = ANY($2::uuid[]) AND c.created_at < $3 AND c.state <> 'snoozed' AND (c.state <> 'resolved' OR c.resolved_at >= $3) AND c.merged_into IS NULL AND NOT c.kept_apart`, [workspaceId, ids, day.from]);
  return taking.map(({ actor: { memberId }, capacity, skills }) => ({
    memberId, capacity, skills,
    atWork: [...presentIn(day, told.filter((one) => one.member_id === memberId)), ...hoursIn(day, shifts.get(memberId) ?? null)],
    held: held.filter((row) => row.assignee_id === memberId).map((row) => ({ weight: weightBy(weights, { matter: row.matter, priority: priorityName(row.priority) }), until: row.resolved_at })),
  }));
}

/** From what they said and their screens showed. */
function presentIn(day: Stretch, told: readonly { at: Date; presence: string }[]): Stretch[] {
  return told.flatMap(({ at, presence }, index) => {
    const from = at < day.from ? day.from : at;
    const to = told[index + 1]?.at ?? day.to;
    return presence === 'on' && to > from ? [{ from, to }] : [];
  });
}

const hoursIn = (day: Stretch, hours: WorkHours | null): Stretch[] =>
  (hours === null ? [] : spansAround(hours.week, hours.timeZone, day.from).filter(({ from, to }) => to > day.from && from < day.to).map(({ from, to }) => ({ from: from < day.from ? day.from : from, to: to > day.to ? day.to : to })));

function withDraft(person: Person, { members }: RoutingTrialInput): Person {
  const patch = members?.[person.actor.memberId];
  if (patch === undefined) return person;
  const capacity = patch.capacity === undefined ? person.capacity : patch.capacity;
  return { ...person, capacity, skills: patch.skills ?? person.skills, takesPart: takesPart(person.actor, capacity) };
}

/** What is saved, with the draft in its place. */
async function drafted(tx: Tx, workspaceId: string, draft: RoutingTrialInput): Promise<Policies> {
  const saved = await findPolicies(tx, workspaceId);
  const calendars = new Map((await tx.query<{ id: string; hours: BusinessHours }>(`SELECT k.id, ${calendarHours} AS hours FROM business_calendars k WHERE k.workspace_id = $1`, [workspaceId])).map(({ id, hours }) => [id, hours]));
  const held = (policy: RoutingPolicy): HeldPolicy => ({ ...policy, hours: policy.calendarId === null ? null : (calendars.get(policy.calendarId) ?? null) });
  const over = (known: ReadonlyMap<string, HeldPolicy>, changes: Record<string, RoutingPolicy | null> | undefined) => {
    const after = new Map(known);
    for (const [id, policy] of Object.entries(changes ?? {})) {
      if (policy === null) after.delete(id);
      else after.set(id, held(policy));
    }
    return after;
  };
  return { own: held(draft.policy), teams: over(saved.teams, draft.teams), channels: over(saved.channels, draft.channels) };
}
