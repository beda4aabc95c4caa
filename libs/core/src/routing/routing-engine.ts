import { Inject, Injectable } from '@nestjs/common';
import { Database, Queues, type Pulse, type Tx, type Units } from '@kontuar/platform';
import { changeConversations, lockConversations } from '../conversations/change';
import { record } from '../history/history';
import { wakeAt } from '../planned/wake';
import { Connectors, PULSE } from '../tokens';
import { decide, type Verdict } from './decide';
import { findPeople, mayHave, type Person } from './hands';
import { holdRouting } from './loads';
import { findPolicies, policyFor, type Policies } from './policies';
import { keepWaiting, needsFor, queued, type Place, type QueuedRow, type Waiting } from './queue';
import { giveBack, returnAt } from './returns';

/** So many are decided in one transaction: few enough that nobody waits long for a conversation of theirs. */
const AT_ONCE = 200;

interface Round { seen: string; whole: boolean; after: Place | undefined }
type Given = Extract<Verdict, { given: string }>;

/** Gives what waits in the queue to people. Any number of workers may run it: one after another they hold the workspace's lock, and each looks at the queue as the one before left it. */
@Injectable()
export class RoutingEngine {
  constructor(private readonly database: Database, private readonly connectors: Connectors, private readonly queues: Queues, @Inject(PULSE) private readonly pulse: Pulse) {}

  /** Looks at the queue of a workspace if it is time. Safe at any time, from anywhere, twice; one that is killed leaves the moment standing, and the next goes on. */
  async run(workspaceId: string, units: Pick<Units, 'inWorkspace'> = this.database): Promise<void> {
    let round: Round | undefined = await units.inWorkspace(workspaceId, (tx) => this.begin(tx, workspaceId));
    while (round !== undefined) {
      const at: Round = round;
      round = await units.inWorkspace(workspaceId, (tx) => this.page(tx, workspaceId, at));
      this.pulse.publish('relay');
    }
  }

  /** What came to its time goes back first: it is in the queue that is looked at then. */
  private async begin(tx: Tx, workspaceId: string): Promise<Round | undefined> {
    const settings = await due(tx, workspaceId);
    if (settings === undefined) return undefined;
    await holdRouting(tx, workspaceId);
    const policies = await findPolicies(tx, workspaceId);
    while (await giveBack(tx, workspaceId, policies));
    return { ...settings, after: undefined };
  }

  private async page(tx: Tx, workspaceId: string, { seen, whole, after }: Round): Promise<Round | undefined> {
    await holdRouting(tx, workspaceId);
    const policies = await findPolicies(tx, workspaceId);
    const people = await findPeople(tx);
    const atWork = [...people.values()].filter(({ here }) => here);
    const room = atWork.some(({ load, capacity }) => capacity === null || load < capacity);
    const rows = await queued(tx, workspaceId, policies, { whole, room, after, limit: AT_ONCE });
    const verdicts = decide(await this.pieces(tx, workspaceId, rows, policies, people), atWork.map((person) => ({ ...person, memberId: person.actor.memberId })), new Date());
    const found = new Map(rows.map((row) => [row.id, row]));
    await this.give(tx, workspaceId, verdicts.filter((verdict): verdict is Given => 'given' in verdict), found, policies);
    const told = await keepWaiting(tx, workspaceId, verdicts.filter((verdict): verdict is Waiting => 'waits' in verdict), found);
    await record(tx, told.map((conversationId) => ({ type: 'conversation.updated', conversationId, data: { routing: true } })), workspaceId);
    const last = rows.at(-1);
    if (rows.length === AT_ONCE && last !== undefined) return { seen, whole, after: last };
    await this.end(tx, workspaceId, seen);
    return undefined;
  }

  private async pieces(tx: Tx, workspaceId: string, rows: readonly QueuedRow[], policies: Policies, people: ReadonlyMap<string, Person>) {
    const needs = await needsFor(tx, this.connectors, workspaceId, rows.map(({ id }) => id));
    return rows.map((row) => ({
      id: row.id, weight: row.weight, policy: policyFor(policies, row), needs: needs.get(row.id) ?? new Map<string, number>(), since: row.since,
      open: new Set([...people.values()].filter((person) => person.here && mayHave(person, row)).map(({ actor }) => actor.memberId)),
      known: known(row.last_agent, people), passed: new Map(Object.entries(row.passed).map(([id, until]) => [id, new Date(until)])),
    }));
  }

  /** Under its lock each is looked at again: whoever took it meanwhile has it. */
  private async give(tx: Tx, workspaceId: string, given: readonly Given[], found: ReadonlyMap<string, QueuedRow>, policies: Policies): Promise<void> {
    if (given.length === 0) return;
    const verdicts = new Map(given.map((verdict) => [verdict.id, verdict]));
    const rows = (await lockConversations(tx, [...verdicts.keys()])).filter((row) => row.assignee_id === null && row.state === 'open' && row.merged_into === null
      && row.channel_id === found.get(row.id)?.channel_id && row.team_id === found.get(row.id)?.team_id);
    const steps = await changeConversations(tx, { kind: 'system', workspaceId }, rows, (row) => ({ assignee_id: verdicts.get(row.id)?.given ?? null }), { reason: 'routing', told: (row) => ({ why: verdicts.get(row.id)?.why }) });
    const got = new Set(steps.map(({ conversationId }) => conversationId));
    const now = new Date();
    const turns = rows.filter(({ id }) => got.has(id)).map((row) => ({ id: row.id, member: verdicts.get(row.id)?.given, look_at: returnAt(policyFor(policies, row), now, true) }));
    await tx.execute(
      `INSERT INTO routing_turns (conversation_id, workspace_id, given_to, given_at, routed, look_at) SELECT r.id, $1, r.member, $3, true, r.look_at FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, member uuid, look_at timestamptz)
       ON CONFLICT (conversation_id) DO UPDATE SET given_to = excluded.given_to, given_at = excluded.given_at, routed = true, look_at = excluded.look_at, waits = NULL, passed = '{}'`, [workspaceId, JSON.stringify(turns), now]);
    // In the order in which they got something, so that the next turn goes on behind it.
    const order = given.filter(({ id }) => got.has(id)).map(({ given: member }) => member);
    await tx.execute(
      `INSERT INTO routing_members (member_id, workspace_id, turn) SELECT o.member, $1, max(o.place) + (SELECT coalesce(max(turn), 0) FROM routing_members WHERE workspace_id = $1) FROM unnest($2::uuid[]) WITH ORDINALITY AS o (member, place) GROUP BY 1
       ON CONFLICT (member_id) DO UPDATE SET turn = excluded.turn`, [workspaceId, order]);
  }

  /** When it is looked at next. Whatever happened since it began has moved that moment, and then it stays. */
  private async end(tx: Tx, workspaceId: string, seen: string): Promise<void> {
    // What is in no queue any more must not be looked at for ever.
    await tx.execute('UPDATE routing_turns SET look_at = NULL WHERE workspace_id = $1 AND given_to IS NULL AND look_at <= $2::timestamptz', [workspaceId, seen]);
    const [next] = await tx.query<{ look_at: Date | null }>(
      `UPDATE routing_settings s SET look_at = (SELECT min(t.look_at) FROM routing_turns t WHERE t.workspace_id = $1), whole = false WHERE s.workspace_id = $1 AND s.look_at = $2::timestamptz RETURNING s.look_at`, [workspaceId, seen]);
    if (next?.look_at != null) wakeAt(tx, this.queues, 'routing', workspaceId, next.look_at);
  }
}

async function due(tx: Tx, workspaceId: string): Promise<{ seen: string; whole: boolean } | undefined> {
  const [row] = await tx.query<{ seen: string; whole: boolean }>('SELECT look_at::text AS seen, whole FROM routing_settings WHERE workspace_id = $1 AND active AND look_at <= clock_timestamp()', [workspaceId]);
  return row;
}

/** Whoever is away is stood in for; whoever is at work and full is not. */
function known(memberId: string | null, people: ReadonlyMap<string, Person>): string[] {
  const person = memberId === null ? undefined : people.get(memberId);
  if (memberId === null) return [];
  return person?.here === true || person?.substituteId == null ? [memberId] : [memberId, person.substituteId];
}
