import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Rule, RuleBack, RuleDefinition, RuleInput, RuleList, RulePatch, RuleSecret, RuleVersions } from '@kontuar/contract';
import { Database, newId, Secrets, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { conflict, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { NOTICES_DUE } from '../notices/notifier.service';
import { PULSE } from '../tokens';
import { checkDefinition } from './check-definition';
import { timedOf } from './occasion';
import { sealedFor } from './rule-calls.service';
import { findRules, holdRules, ruleColumns, type RuleRow } from './rule.row';

const MAX_RULES = 60;

/** When, if, then: in their order, in versions that never change. */
@Injectable()
export class Rules {
  constructor(private readonly database: Database, private readonly secrets: Secrets, @Inject(PULSE) private readonly pulse: Pulse) {}

  list(actor: MemberActor): Promise<RuleList> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const [workspace] = await tx.query<{ time_zone: string }>('SELECT time_zone FROM workspaces WHERE id = $1', [actor.workspaceId]);
      return { items: await views(tx, actor.workspaceId), timeZone: workspace?.time_zone ?? 'UTC' };
    });
  }

  get(actor: MemberActor, id: string): Promise<Rule> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => viewOf(tx, actor.workspaceId, id));
  }

  /** Behind all others. */
  create(actor: MemberActor, { name, active, ...definition }: RuleInput): Promise<Rule> {
    return this.unit(actor, async (tx) => {
      const known = await findRules(tx, actor.workspaceId, { active: false });
      if (known.length >= MAX_RULES) throw conflict('too-many-rules', `A workspace has at most ${MAX_RULES} rules.`);
      await checkDefinition(tx, definition);
      const id = newId();
      await tx.execute('INSERT INTO rules (id, workspace_id, position, name, active, version, secret) VALUES ($1, $2, $3, $4, false, 1, $5)',
        [id, actor.workspaceId, (known.at(-1)?.position ?? 0) + 1, name, this.secrets.seal(newSecret(), sealedFor(actor.workspaceId, id))]);
      await this.write(tx, actor, { id, version: 1, name, definition });
      if (active) await this.activate(tx, actor, id);
      return this.told(tx, actor, id, 'rule.created', { version: 1, active });
    });
  }

  /** What it says becomes a new version; what it is called and whether it works does not. @throws 'rule-moved' when somebody saved another version meanwhile */
  change(actor: MemberActor, id: string, patch: RulePatch): Promise<Rule> {
    return this.unit(actor, async (tx) => {
      const before = await find(tx, actor.workspaceId, id);
      if (patch.version !== undefined && patch.version !== before.version) throw conflict('rule-moved', 'Somebody saved another version of this rule a moment ago.', { version: before.version });
      const name = patch.name ?? before.name;
      if (name !== before.name) await tx.execute('UPDATE rules SET name = $2 WHERE id = $1', [id, name]);
      if (patch.definition !== undefined && JSON.stringify(sorted(patch.definition)) !== JSON.stringify(sorted(before.definition))) {
        await checkDefinition(tx, patch.definition);
        await this.replace(tx, actor, { ...before, name }, patch.definition, null);
      }
      if (patch.active === true && !before.active) {
        await checkDefinition(tx, patch.definition ?? before.definition);
        await this.activate(tx, actor, id);
      }
      if (patch.active === false && before.active) await tx.execute('UPDATE rules SET active = false, active_since = NULL, clocks_since = NULL, clocks_to = NULL WHERE id = $1', [id]);
      return this.told(tx, actor, id, 'rule.changed', { fields: Object.keys(patch).filter((key) => key !== 'version') });
    });
  }

  /** What it did stays known; it works no more. */
  remove(actor: MemberActor, id: string): Promise<void> {
    return this.unit(actor, async (tx) => {
      await find(tx, actor.workspaceId, id);
      await tx.execute('UPDATE rules SET removed_at = now(), active = false WHERE id = $1', [id]);
      await tx.execute('DELETE FROM rule_clocks WHERE rule_id = $1', [id]);
      await tx.execute(`UPDATE rule_calls SET state = 'failed', trouble = 'rule-gone', look_at = NULL, done_at = now() WHERE rule_id = $1 AND state = 'waiting'`, [id]);
      await record(tx, [{ type: 'rule.removed', actor: actorOf(actor), subjectId: id }, directoryChanged(actor, 'rules', id)]);
    });
  }

  /** Those left out follow. */
  order(actor: MemberActor, ids: readonly string[]): Promise<void> {
    return this.unit(actor, async (tx) => {
      const known = (await findRules(tx, actor.workspaceId, { active: false })).map((rule) => rule.id);
      const wanted = [...new Set(ids.filter((id) => known.includes(id))), ...known.filter((id) => !ids.includes(id))];
      await tx.execute('UPDATE rules r SET position = o.place FROM unnest($1::uuid[]) WITH ORDINALITY AS o (id, place) WHERE r.id = o.id', [wanted]);
      await record(tx, [{ type: 'rule.ordered', actor: actorOf(actor) }, directoryChanged(actor, 'rules')]);
    });
  }

  versions(actor: MemberActor, id: string): Promise<RuleVersions> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      await find(tx, actor.workspaceId, id);
      const rows = await tx.query<{ version: number; name: string; definition: RuleDefinition; member_name: string; at: Date; from_version: number | null }>(
        'SELECT version, name, definition, member_name, at, from_version FROM rule_versions WHERE rule_id = $1 ORDER BY version DESC LIMIT 200', [id]);
      return { items: rows.map((row) => ({ version: row.version, name: row.name, definition: row.definition, byName: row.member_name, at: row.at.toISOString(), from: row.from_version })) };
    });
  }

  /** Says again what it said then, as a new version: the one between stays to be read. */
  back(actor: MemberActor, id: string, { to }: RuleBack): Promise<Rule> {
    return this.unit(actor, async (tx) => {
      const before = await find(tx, actor.workspaceId, id);
      const [old] = await tx.query<{ definition: RuleDefinition }>('SELECT definition FROM rule_versions WHERE rule_id = $1 AND version = $2', [id, to]);
      if (old === undefined) throw notFound('version');
      await checkDefinition(tx, old.definition);
      await this.replace(tx, actor, before, old.definition, to);
      return this.told(tx, actor, id, 'rule.changed', { fields: ['definition'], from: to });
    });
  }

  /** A new one, at once: calls that wait are signed with it, too. Shown this once. */
  newSecret(actor: MemberActor, id: string): Promise<RuleSecret> {
    return this.unit(actor, async (tx) => {
      await find(tx, actor.workspaceId, id);
      const secret = newSecret();
      await tx.execute('UPDATE rules SET secret = $2 WHERE id = $1', [id, this.secrets.seal(secret, sealedFor(actor.workspaceId, id))]);
      await record(tx, [{ type: 'rule.secret-made', actor: actorOf(actor), subjectId: id }]);
      return { secret };
    });
  }

  private async replace(tx: Tx, actor: MemberActor, before: RuleRow, definition: RuleDefinition, from: number | null): Promise<void> {
    const version = before.version + 1;
    await this.write(tx, actor, { id: before.id, version, name: before.name, definition, from });
    // Other clocks run from now on: what would have run out by the new one already is not told of late.
    const clocks = JSON.stringify(timedOf(before.definition)) !== JSON.stringify(timedOf(definition));
    await tx.execute(`UPDATE rules SET version = $2${clocks ? `, clocks_since = CASE WHEN active THEN now() END, clocks_to = CASE WHEN active AND $3 THEN '00000000-0000-0000-0000-000000000000'::uuid END` : ''} WHERE id = $1`, [before.id, version, ...(clocks ? [timedOf(definition).length > 0] : [])]);
  }

  private async write(tx: Tx, actor: MemberActor, { id, version, name, definition, from = null }: { id: string; version: number; name: string; definition: RuleDefinition; from?: number | null }): Promise<void> {
    await tx.execute('INSERT INTO rule_versions (workspace_id, rule_id, version, name, definition, member_id, member_name, from_version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
      [actor.workspaceId, id, version, name, JSON.stringify(definition), actor.memberId, actor.name, from]);
  }

  /** From now on; the history is followed from where it is. */
  private async activate(tx: Tx, actor: MemberActor, id: string): Promise<void> {
    await tx.execute(`UPDATE rules r SET active = true, active_since = clock_timestamp(), clocks_since = clock_timestamp(), clocks_to = '00000000-0000-0000-0000-000000000000' WHERE id = $1`, [id]);
    await tx.execute('INSERT INTO rule_positions (workspace_id, seq) SELECT $1, coalesce((SELECT last_seq FROM feeds WHERE workspace_id = $1), 0) ON CONFLICT DO NOTHING', [actor.workspaceId]);
  }

  private async told(tx: Tx, actor: MemberActor, id: string, type: string, data: Record<string, unknown>): Promise<Rule> {
    await record(tx, [{ type, actor: actorOf(actor), subjectId: id, data }, directoryChanged(actor, 'rules', id)]);
    return viewOf(tx, actor.workspaceId, id);
  }

  private unit<T>(actor: MemberActor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await holdRules(tx, actor.workspaceId);
      tx.afterCommit(() => {
        this.pulse.publish('relay');
        this.pulse.publish(NOTICES_DUE);
      });
      return work(tx);
    });
  }
}

const newSecret = (): string => randomBytes(24).toString('base64url');

/** PostgreSQL keeps keys in an order of its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
}

async function find(tx: Tx, workspaceId: string, id: string): Promise<RuleRow> {
  const [row] = await tx.query<RuleRow>(`SELECT ${ruleColumns} FROM rules r JOIN rule_versions v ON v.rule_id = r.id AND v.version = r.version WHERE r.workspace_id = $1 AND r.id = $2 AND r.removed_at IS NULL`, [workspaceId, id]);
  if (row === undefined) throw notFound('rule');
  return row;
}

async function viewOf(tx: Tx, workspaceId: string, id: string): Promise<Rule> {
  const [view] = await views(tx, workspaceId, id);
  if (view === undefined) throw notFound('rule');
  return view;
}

type ViewRow = RuleRow & { fired: number; stopped: number; failed: number; last_at: Date | null; member_name: string; at: Date };

async function views(tx: Tx, workspaceId: string, id: string | null = null): Promise<Rule[]> {
  const rows = await tx.query<ViewRow>(
    `SELECT ${ruleColumns}, v.member_name, v.at, n.fired, n.stopped, n.failed, n.last_at FROM rules r JOIN rule_versions v ON v.rule_id = r.id AND v.version = r.version
     CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE x.state = 'done')::int AS fired, count(*) FILTER (WHERE x.state = 'stopped')::int AS stopped, count(*) FILTER (WHERE x.state = 'failed')::int AS failed, max(x.at) AS last_at FROM rule_runs x WHERE x.rule_id = r.id AND x.at > now() - interval '7 days') n
     WHERE r.workspace_id = $1 AND r.removed_at IS NULL AND ($2::uuid IS NULL OR r.id = $2) ORDER BY r.position, r.id`, [workspaceId, id]);
  return rows.map((row) => ({
    id: row.id, name: row.name, active: row.active, position: row.position, version: row.version, definition: row.definition, fired: row.fired, stopped: row.stopped, failed: row.failed,
    lastAt: row.last_at?.toISOString() ?? null, changedByName: row.member_name, changedAt: row.at.toISOString(),
  }));
}
