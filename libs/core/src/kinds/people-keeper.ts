import { Inject, Injectable } from '@nestjs/common';
import { movesWithTimePeople, type PeopleFilter } from '@kontuar/contract';
import { Database, type Log, type Pulse, type Tx, type Units } from '@kontuar/platform';
import type { SystemActor } from '../access/actor';
import { bringHome } from '../contacts/homes';
import { Follower } from '../history/follower';
import { type Happening, nextEvents, record } from '../history/history';
import { routeByKind } from './kind-routing';
import { compilePeople } from '../people/compile-people';
import { peopleContext } from '../people/people.service';
import { LOG, PULSE } from '../tokens';

/** Pulse topic: somebody is to be held against the rules. */
export const PEOPLE_DUE = 'people-due';

const EVENTS = 1000;
/** One transaction each: small enough that nobody waits long for a row. */
const PEOPLE = 300;

/**
 * Keeps what rules and segments ask of each person, and gives and takes kinds by the rules. Follows the history, so that what comes in pays nothing for it;
 * how far it came is kept with what it wrote, and who is due stands in the table: whatever dies in between, the next one goes on.
 */
@Injectable()
export class PeopleKeeper {
  private readonly follower: Follower;

  constructor(database: Database, @Inject(PULSE) private readonly pulse: Pulse, @Inject(LOG) log: Log) {
    this.follower = new Follower(database, pulse, log, {
      topic: PEOPLE_DUE, lock: 'people', patient: true, trouble: 'people could not be held against the rules; trying again', behind: workspacesDue, turn: (units, workspaceId) => this.turn(units, workspaceId),
    });
  }

  /** Returns the way to stop listening. */
  start(): () => void {
    return this.follower.start();
  }

  run(): Promise<void> {
    return this.follower.run();
  }

  private async turn(units: Units, workspaceId: string): Promise<boolean> {
    const followed = await units.inWorkspaceAgain(workspaceId, (tx) => follow(tx, workspaceId));
    const kept = await units.inWorkspaceAgain(workspaceId, async (tx) => {
      tx.afterCommit(() => { this.pulse.publish('relay'); });
      return keep(tx, { kind: 'system', workspaceId });
    });
    return followed + kept > 0;
  }
}

async function workspacesDue(units: Units, stuck: ReadonlySet<string>): Promise<string[]> {
  const rows = await units.lookAsSystem((tx) => tx.query<{ workspace_id: string }>(
    `SELECT workspace_id FROM (
       SELECT f.workspace_id FROM feeds f LEFT JOIN people_positions p ON p.workspace_id = f.workspace_id WHERE f.last_seq > coalesce(p.seq, 0) OR p.swept_at < now() - interval '1 day'
       UNION SELECT workspace_id FROM (SELECT workspace_id FROM contact_stats WHERE due_at <= now() ORDER BY due_at LIMIT 1000) due
     ) behind WHERE NOT workspace_id = ANY($1::uuid[]) LIMIT 200`, [[...stuck]]));
  return rows.map((row) => row.workspace_id);
}

/** Whom the next piece of the history touches is due. Answers how much was read. */
async function follow(tx: Tx, workspaceId: string): Promise<number> {
  const rows = await tx.query<{ seq: string; type: string; conversation_id: string | null; subject_id: string | null; data: { otherId?: string; due?: boolean } }>(
    nextEvents('e.seq, e.type, e.conversation_id, e.subject_id, e.data', 'coalesce((SELECT seq FROM people_positions WHERE workspace_id = $1), 0)', EVENTS), [workspaceId]);
  const last = rows.at(-1);
  if (last !== undefined) await tx.execute('INSERT INTO people_positions (workspace_id, seq) VALUES ($1, $2) ON CONFLICT (workspace_id) DO UPDATE SET seq = excluded.seq', [workspaceId, last.seq]);
  const inConversations = [...new Set(rows.flatMap(({ type, conversation_id: id, data }) => (id !== null && (type === 'message.created' || type === 'conversation.created' || (type === 'conversation.updated' && data.due !== true)) ? [id] : [])))];
  // What a rule did is no reason to ask the rules again.
  const people = [...new Set(rows.flatMap(({ type, subject_id: id, data }) => (id !== null && type.startsWith('contact.') && type !== 'contact.kinds-by-rules' ? [id, ...(data.otherId === undefined ? [] : [data.otherId])] : [])))];
  if (inConversations.length + people.length > 0) {
    await tx.execute(
      `UPDATE contact_stats SET due_at = now() WHERE due_at IS NULL AND contact_id IN (SELECT contact_id FROM conversations WHERE id = ANY($1::uuid[]) UNION SELECT unnest($2::uuid[]))`, [inConversations, people]);
  }
  await sweepDaily(tx, workspaceId);
  return rows.length;
}

/** Rules that ask for "within the last days" move by the clock alone. */
async function sweepDaily(tx: Tx, workspaceId: string): Promise<void> {
  const [due] = await tx.query<{ swept: boolean }>(`INSERT INTO people_positions (workspace_id, seq) VALUES ($1, 0) ON CONFLICT (workspace_id) DO UPDATE SET swept_at = now() WHERE people_positions.swept_at < now() - interval '1 day' RETURNING true AS swept`, [workspaceId]);
  if (due === undefined) return;
  const rules = await rulesOf(tx);
  if (rules.some(({ rule }) => movesWithTimePeople(rule))) await tx.execute('UPDATE contact_stats SET due_at = now() WHERE workspace_id = $1 AND due_at IS NULL', [workspaceId]);
}

const rulesOf = (tx: Tx): Promise<{ key: string; rule: PeopleFilter }[]> => tx.query('SELECT key, rule FROM customer_kinds WHERE rule_on AND rule IS NOT NULL AND archived_at IS NULL ORDER BY position, id');

/** The next who are due: counted anew, and held against every rule. Answers how many. */
async function keep(tx: Tx, actor: SystemActor): Promise<number> {
  const due = (await tx.query<{ id: string }>(`SELECT contact_id AS id FROM contact_stats WHERE workspace_id = $1 AND due_at <= now() ORDER BY due_at, contact_id LIMIT ${PEOPLE} FOR UPDATE SKIP LOCKED`, [actor.workspaceId])).map(({ id }) => id);
  if (due.length === 0) return 0;
  await bringHome(tx, actor, due);
  const context = await peopleContext(tx, actor);
  await tx.execute(
    `UPDATE contact_stats s SET due_at = NULL, conversations = coalesce(f.n, 0), first_at = f.first_at, last_seen_at = f.last_seen_at, active_at = coalesce(f.last_seen_at, s.active_at), months = coalesce(f.months, '{}'), years = coalesce(f.years, 0),
       every_days = CASE WHEN f.n > 1 THEN extract(epoch FROM f.last_at - f.first_at) / 86400 / (f.n - 1) END
     FROM unnest($1::uuid[]) AS wanted (id) LEFT JOIN LATERAL (
       SELECT count(*)::int AS n, min(c.created_at) AS first_at, max(c.created_at) AS last_at, max(c.last_inbound_at) AS last_seen_at,
         array_agg(DISTINCT extract(month FROM c.created_at AT TIME ZONE $2)::int::text) AS months, count(DISTINCT extract(year FROM c.created_at AT TIME ZONE $2))::int AS years
       FROM conversations c WHERE c.contact_id = wanted.id AND c.merged_into IS NULL AND NOT c.kept_apart HAVING count(*) > 0
     ) f ON true WHERE s.contact_id = wanted.id`, [due, context.timeZone]);
  await countPurchases(tx, due, context.timeZone);
  const byRule = new Map<string, string[]>(due.map((id) => [id, []]));
  for (const { key, rule } of await rulesOf(tx)) {
    const parameters: unknown[] = [due];
    const matches = compilePeople(rule, context, parameters);
    for (const { id } of await tx.query<{ id: string }>(`SELECT p.id FROM contacts p JOIN contact_stats s ON s.contact_id = p.id WHERE p.id = ANY($1::uuid[]) AND p.merged_into IS NULL AND ${matches}`, parameters)) byRule.get(id)?.push(key);
  }
  const moved = await tx.query<{ id: string; kinds: string[]; before: string[] }>(
    `UPDATE contacts p SET kinds_by_rule = ARRAY(SELECT jsonb_array_elements_text(r.kinds)), updated_at = now() FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, kinds jsonb), contacts b
     WHERE p.id = r.id AND b.id = r.id AND p.kinds_by_rule <> ARRAY(SELECT jsonb_array_elements_text(r.kinds)) RETURNING p.id, p.kinds, b.kinds AS before`, [JSON.stringify([...byRule].map(([id, kinds]) => ({ id, kinds })))]);
  await record(tx, moved.filter(({ kinds, before }) => kinds.join() !== before.join()).flatMap(({ id, kinds, before }): Happening[] => [
    { type: 'contact.kinds-by-rules', subjectId: id, data: { added: kinds.filter((kind) => !before.includes(kind)), removed: before.filter((kind) => !kinds.includes(kind)) } },
    { type: 'directory.changed', subjectId: id, data: { what: 'contacts' } },
  ]), actor.workspaceId);
  await routeByKind(tx, actor, due);
  return due.length;
}

/** Of everybody who went up in them, each number once. Turnover is of the currency in which they bought most often: sums of different ones would be of none. */
async function countPurchases(tx: Tx, due: readonly string[], timeZone: string): Promise<void> {
  await tx.execute(
    `WITH RECURSIVE tree AS (SELECT id AS root, id FROM unnest($1::uuid[]) AS wanted (id) UNION SELECT tree.root, c.id FROM contacts c JOIN tree ON c.merged_into = tree.id),
     bought AS (SELECT DISTINCT ON (tree.root, p.number) tree.root, p.at, p.amount, p.currency, p.cancelled FROM tree JOIN purchases p ON p.contact_id = tree.id ORDER BY tree.root, p.number, p.updated_at DESC),
     usual AS (SELECT DISTINCT ON (root) root, currency FROM (SELECT root, currency, count(*) AS n FROM bought WHERE NOT cancelled AND amount IS NOT NULL GROUP BY root, currency) each ORDER BY root, n DESC, currency),
     counted AS (SELECT b.root, count(*)::int AS orders, coalesce(sum(b.amount) FILTER (WHERE b.currency IS NOT DISTINCT FROM u.currency), 0) AS turnover, max(b.at) AS last_at, array_agg(DISTINCT extract(month FROM b.at AT TIME ZONE $2)::int::text) AS months
       FROM bought b LEFT JOIN usual u ON u.root = b.root WHERE NOT b.cancelled GROUP BY b.root)
     UPDATE contact_stats s SET orders = coalesce(k.orders, 0), turnover = coalesce(k.turnover, 0), order_months = coalesce(k.months, '{}'), last_order_at = k.last_at
     FROM unnest($1::uuid[]) AS wanted (id) LEFT JOIN counted k ON k.root = wanted.id
     WHERE s.contact_id = wanted.id AND (s.orders, s.turnover, s.order_months, s.last_order_at) IS DISTINCT FROM (coalesce(k.orders, 0), coalesce(k.turnover, 0), coalesce(k.months, '{}'), k.last_at)`, [due, timeZone]);
}
