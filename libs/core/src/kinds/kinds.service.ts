import { Inject, Injectable } from '@nestjs/common';
import type { KindInput, KindList, KindPatch, KindTrial, KindTrialInput, KindView, PeopleFilter } from '@kontuar/contract';
import { Database, newId, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { contactViews } from '../contacts/contact.view';
import { orTaken } from '../database-errors';
import { conflict, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { compilePeople } from '../people/compile-people';
import { peopleContext } from '../people/people.service';
import { PULSE } from '../tokens';
import { withinTime } from '../views/within-time';
import { PEOPLE_DUE } from './people-keeper';

const MAX_KINDS = 60;
const TRIAL_MS = 8000;
const SHOWN = 20;
const COLUMNS = `id, key, builtin, name, weight, team_id AS "teamId", CASE priority WHEN 0 THEN 'low' WHEN 1 THEN 'normal' WHEN 2 THEN 'high' WHEN 3 THEN 'urgent' END AS priority, rule, rule_on AS "ruleOn", archived_at IS NOT NULL AS archived, position`;

/** Kinds of customers: what there is, and by which rule somebody is of that kind. */
@Injectable()
export class Kinds {
  constructor(private readonly database: Database, @Inject(PULSE) private readonly pulse: Pulse) {}

  list(actor: MemberActor): Promise<KindList> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const [sum] = await tx.query<{ n: number }>('SELECT count(*)::int AS n FROM contact_stats WHERE workspace_id = $1 AND due_at IS NOT NULL', [actor.workspaceId]);
      return { items: await tx.query<KindView>(`SELECT ${COLUMNS} FROM customer_kinds WHERE workspace_id = $1 ORDER BY position, id`, [actor.workspaceId]), waiting: sum?.n ?? 0 };
    });
  }

  /** @throws DomainError 'kind-exists', 'rule-goes-in-circles' */
  async create(actor: MemberActor, input: KindInput): Promise<KindView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      // One at a time: two at once would both find room.
      await tx.execute(`SELECT pg_advisory_xact_lock(hashtextextended('kinds:' || $1, 0))`, [actor.workspaceId]);
      const [sum] = await tx.query<{ n: number; last: number }>('SELECT count(*)::int AS n, coalesce(max(position), 0) AS last FROM customer_kinds');
      if ((sum?.n ?? 0) >= MAX_KINDS) throw conflict('too-many-kinds', `There are ${MAX_KINDS} kinds of customers already.`);
      const id = newId();
      await orTaken(tx.execute('INSERT INTO customer_kinds (id, workspace_id, key, name, weight, rule, rule_on, position, team_id, priority) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)',
        [id, actor.workspaceId, input.key, JSON.stringify(input.name), input.weight, input.rule === null ? null : JSON.stringify(input.rule), input.ruleOn, (sum?.last ?? 0) + 1, await knownTeam(tx, input.teamId), rankOf(input.priority)]), () => conflict('kind-exists', 'There is a kind of customer with this key already.'));
      return this.saved(tx, actor, id, { type: 'kind.created', rules: input.ruleOn && input.rule !== null });
    });
  }

  async change(actor: MemberActor, id: string, patch: KindPatch): Promise<KindView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await tx.query('SELECT 1 FROM customer_kinds WHERE id = $1 FOR UPDATE', [id]);
      const before = await find(tx, id);
      const after = { ...before, ...Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) };
      const fields = (Object.keys(patch) as (keyof KindPatch)[]).filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
      if (fields.length === 0) return before;
      await tx.execute('UPDATE customer_kinds SET name = $2, weight = $3, rule = $4, rule_on = $5, archived_at = CASE WHEN $6 THEN coalesce(archived_at, now()) END, team_id = $7, priority = $8 WHERE id = $1',
        [id, JSON.stringify(after.name), after.weight, after.rule === null ? null : JSON.stringify(after.rule), after.ruleOn, after.archived, await knownTeam(tx, after.teamId), rankOf(after.priority)]);
      if (fields.includes('teamId') || fields.includes('priority')) await this.countAgain(tx, after.key);
      return this.saved(tx, actor, id, { type: 'kind.changed', fields, rules: fields.some((field) => field === 'rule' || field === 'ruleOn' || field === 'archived') });
    });
  }

  /** Who would get the kind and who would lose it, if this were its rule and it were on. Changes nothing. */
  trial(actor: MemberActor, input: KindTrialInput): Promise<KindTrial> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const key = input.kindId === undefined ? '' : (await find(tx, input.kindId)).key;
      const context = await peopleContext(tx, actor);
      const ask = async (where: (matches: string, key: string) => string): Promise<string[] | undefined> => {
        const parameters: unknown[] = [actor.workspaceId, key];
        const matches = compilePeople(input.rule, { ...context, actor: { kind: 'system', workspaceId: actor.workspaceId } }, parameters);
        return (await withinTime(tx, TRIAL_MS, () => tx.query<{ id: string }>(`SELECT p.id FROM contacts p JOIN contact_stats s ON s.contact_id = p.id WHERE p.workspace_id = $1 AND p.merged_into IS NULL ${where(`(${matches}) IS TRUE`, '$2::text')} ORDER BY s.active_at DESC, p.id`, parameters)))?.map((row) => row.id);
      };
      const gain = await ask((matches, kind) => `AND ${matches} AND ${kind} <> ALL (p.kinds) AND ${kind} <> ALL (p.kinds_refused)`);
      const lose = await ask((matches, kind) => `AND NOT ${matches} AND ${kind} = ANY (p.kinds_by_rule) AND ${kind} <> ALL (p.kinds_by_hand) AND ${kind} <> ALL (p.kinds_refused)`);
      const byHand = await ask((matches, kind) => `AND ((${matches} AND ${kind} = ANY (p.kinds_refused)) OR (NOT ${matches} AND ${kind} = ANY (p.kinds_by_hand)))`);
      if (gain === undefined || lose === undefined || byHand === undefined) throw invalid('filter-too-slow', 'This rule takes too long. Narrow it, for example by the number of conversations.');
      return {
        gain: { count: gain.length, people: await contactViews(tx, gain.slice(0, SHOWN)) }, lose: { count: lose.length, people: await contactViews(tx, lose.slice(0, SHOWN)) }, byHand: byHand.length,
      };
    });
  }

  /** Open conversations of those who are of the kind are looked at again, in batches, by a worker. */
  private async countAgain(tx: Tx, key: string): Promise<void> {
    await tx.execute('UPDATE contact_stats SET due_at = now() WHERE due_at IS NULL AND contact_id IN (SELECT id FROM contacts WHERE $1 = ANY (kinds) AND merged_into IS NULL)', [key]);
    tx.afterCommit(() => { this.pulse.publish(PEOPLE_DUE); });
  }

  private async saved(tx: Tx, actor: MemberActor, id: string, told: { type: string; fields?: string[]; rules: boolean }): Promise<KindView> {
    const kind = await find(tx, id);
    if (kind.rule !== null && namesKinds(kind.rule)) throw invalid('rule-goes-in-circles', 'A rule cannot ask for a kind of customer: kinds come of rules.', { errors: [{ path: 'rule', message: 'Ask for what makes the kind.' }] });
    await record(tx, [{ type: told.type, actor: actorOf(actor), subjectId: id, data: { key: kind.key, ...(told.fields === undefined ? {} : { fields: told.fields }) } }, directoryChanged(actor, 'kinds', id)]);
    if (told.rules) {
      // Everybody is held against the rules again, in batches, by a worker; one that stops in between goes on.
      await tx.execute('UPDATE contact_stats SET due_at = now() WHERE workspace_id = $1 AND due_at IS NULL', [actor.workspaceId]);
      tx.afterCommit(() => { this.pulse.publish(PEOPLE_DUE); });
    }
    return kind;
  }
}

const ranks = ['low', 'normal', 'high', 'urgent'] as const;
const rankOf = (priority: KindView['priority']): number | null => (priority === null ? null : ranks.indexOf(priority));

async function knownTeam(tx: Tx, id: string | null): Promise<string | null> {
  if (id !== null && (await tx.query('SELECT 1 FROM teams WHERE id = $1', [id])).length === 0) throw notFound('team');
  return id;
}

const namesKinds = (filter: PeopleFilter): boolean => (filter.by === 'not' ? namesKinds(filter.of) : filter.by === 'all' || filter.by === 'any' ? filter.of.some(namesKinds) : filter.by === 'kind');

async function find(tx: Tx, id: string): Promise<KindView> {
  const [row] = await tx.query<KindView>(`SELECT ${COLUMNS} FROM customer_kinds WHERE id = $1`, [id]);
  if (row === undefined) throw notFound('customer kind');
  return row;
}
