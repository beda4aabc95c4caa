import { Inject, Injectable } from '@nestjs/common';
import type { ModerationException, ModerationRule, ModerationRuleInput, ModerationRulePatch, ModerationRules } from '@kontuar/contract';
import { Database, newId, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { conflict, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { PULSE } from '../tokens';
import { findRules, talliesOf, toRule, type RuleRow } from './rule.row';

const MAX_RULES = 60;
const MAX_EXCEPTIONS = 500;

/** Rules about public comments, in the order in which they are asked. */
@Injectable()
export class ModerationRuleBook {
  constructor(private readonly database: Database, @Inject(PULSE) private readonly pulse: Pulse) {}

  list(actor: MemberActor): Promise<ModerationRules> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const tallies = await talliesOf(tx, actor.workspaceId);
      const [waiting] = await tx.query<{ count: number }>('SELECT count(*)::int AS count FROM (SELECT 1 FROM moderation_waiting WHERE workspace_id = $1 LIMIT 100000) w', [actor.workspaceId]);
      return { items: (await findRules(tx, actor.workspaceId)).map((row) => toRule(row, tallies.get(row.id))), waiting: waiting?.count ?? 0 };
    });
  }

  /** Behind all others. */
  create(actor: MemberActor, input: ModerationRuleInput): Promise<ModerationRule> {
    return this.unit(actor, async (tx) => {
      const known = await findRules(tx, actor.workspaceId);
      if (known.length >= MAX_RULES) throw conflict('too-many-rules', `A workspace has at most ${MAX_RULES} rules about comments.`);
      const id = newId();
      await check(tx, input);
      await tx.execute(
        `INSERT INTO moderation_rules (id, workspace_id, position, name, channel_ids, match, conditions, actions, exceptions, stage, active) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [id, actor.workspaceId, (known.at(-1)?.position ?? 0) + 1, input.name, input.channelIds, input.match, JSON.stringify(input.conditions), JSON.stringify(input.actions), JSON.stringify(input.exceptions), input.stage, input.active]);
      return this.told(tx, actor, id, { type: 'moderation-rule.created', data: { stage: input.stage } });
    });
  }

  change(actor: MemberActor, id: string, { version, ...patch }: ModerationRulePatch): Promise<ModerationRule> {
    return this.unit(actor, async (tx) => {
      const before = await find(tx, actor.workspaceId, id);
      if (before.version !== version) throw conflict('rule-changed', 'Somebody changed this rule meanwhile. Look at it again.', { version: before.version });
      const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
      await this.write(tx, { ...before, ...given });
      return this.told(tx, actor, id, { type: 'moderation-rule.changed', data: { fields: Object.keys(given), ...(given['stage'] === undefined ? {} : { stage: given['stage'] }) } });
    });
  }

  /** Beside what is excepted already. */
  except(actor: MemberActor, id: string, { kind, value }: ModerationException): Promise<ModerationRule> {
    return this.unit(actor, async (tx) => {
      const before = await find(tx, actor.workspaceId, id);
      const field = kind === 'author' ? 'authorIds' : kind === 'post' ? 'postIds' : 'words';
      const after = [...new Set([...before.exceptions[field], value])];
      if (after.length > MAX_EXCEPTIONS) throw conflict('too-many-exceptions', `A rule has at most ${MAX_EXCEPTIONS} exceptions of a kind.`);
      await this.write(tx, { ...before, exceptions: { ...before.exceptions, [field]: after } });
      return this.told(tx, actor, id, { type: 'moderation-rule.changed', data: { fields: ['exceptions'] } });
    });
  }

  /** What it did stays known, and can be taken back. */
  remove(actor: MemberActor, id: string): Promise<void> {
    return this.unit(actor, async (tx) => {
      await find(tx, actor.workspaceId, id);
      await tx.execute('DELETE FROM moderation_rules WHERE id = $1', [id]);
      // Nobody is asked any more about what nobody wants to know.
      await tx.execute(`UPDATE moderation_hits SET decision = 'refused', decided_at = now(), decided_by = $2 WHERE rule_id = $1 AND decision = 'suggested'`, [id, actor.memberId]);
      await record(tx, [{ type: 'moderation-rule.removed', actor: actorOf(actor), subjectId: id }, directoryChanged(actor, 'moderation', id)]);
    });
  }

  order(actor: MemberActor, ids: readonly string[]): Promise<void> {
    return this.unit(actor, async (tx) => {
      const known = (await findRules(tx, actor.workspaceId)).map((row) => row.id);
      const wanted = [...new Set(ids.filter((id) => known.includes(id))), ...known.filter((id) => !ids.includes(id))];
      await tx.execute('UPDATE moderation_rules r SET position = o.place FROM unnest($1::uuid[]) WITH ORDINALITY AS o (id, place) WHERE r.id = o.id', [wanted]);
      await record(tx, [{ type: 'moderation-rule.ordered', actor: actorOf(actor) }, directoryChanged(actor, 'moderation')]);
    });
  }

  private async write(tx: Tx, rule: RuleRow): Promise<void> {
    await check(tx, rule);
    await tx.execute(
      `UPDATE moderation_rules SET name = $2, channel_ids = $3, match = $4, conditions = $5, actions = $6, exceptions = $7, stage = $8, active = $9, version = version + 1, updated_at = now() WHERE id = $1`,
      [rule.id, rule.name, rule.channelIds, rule.match, JSON.stringify(rule.conditions), JSON.stringify(rule.actions), JSON.stringify(rule.exceptions), rule.stage, rule.active]);
  }

  private async told(tx: Tx, actor: MemberActor, id: string, happening: { type: string; data?: Record<string, unknown> }): Promise<ModerationRule> {
    await record(tx, [{ ...happening, actor: actorOf(actor), subjectId: id }, directoryChanged(actor, 'moderation', id)]);
    return toRule(await find(tx, actor.workspaceId, id), (await talliesOf(tx, actor.workspaceId)).get(id));
  }

  /** One at a time in a workspace: two at once would both find room, or the same place. */
  private unit<T>(actor: MemberActor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await tx.execute(`SELECT pg_advisory_xact_lock(hashtextextended('moderation-rules:' || $1, 0))`, [actor.workspaceId]);
      tx.afterCommit(() => { this.pulse.publish('relay'); });
      return work(tx);
    });
  }
}

async function find(tx: Tx, workspaceId: string, id: string): Promise<RuleRow> {
  const row = (await findRules(tx, workspaceId)).find((one) => one.id === id);
  if (row === undefined) throw notFound('rule');
  return row;
}

/** What a rule names must be there, in this workspace. */
async function check(tx: Tx, { channelIds, actions }: Pick<RuleRow, 'channelIds' | 'actions'>): Promise<void> {
  const kinds = actions.map((action) => action.do);
  if (kinds.filter((kind) => kind === 'hide' || kind === 'delete' || kind === 'like').length > 1) throw invalid('actions-contradict', 'A rule hides, deletes or likes a comment: one of the three.');
  if (actions.some((action) => action.do === 'assign' && action.memberId === null && action.teamId === null)) throw invalid('nobody-named', 'Say to whom or to which team it goes.');
  const there = async (sql: string, ids: readonly string[], what: string): Promise<void> => {
    if (ids.length > 0 && (await tx.query(sql, [[...new Set(ids)]])).length < new Set(ids).size) throw notFound(what);
  };
  await there('SELECT 1 FROM channels WHERE id = ANY($1::uuid[]) AND deleted_at IS NULL', channelIds ?? [], 'channel');
  await there('SELECT 1 FROM labels WHERE id = ANY($1::uuid[])', actions.flatMap((action) => (action.do === 'label' ? [action.labelId] : [])), 'label');
  await there('SELECT 1 FROM memberships WHERE id = ANY($1::uuid[]) AND active', actions.flatMap((action) => (action.do === 'assign' && action.memberId !== null ? [action.memberId] : [])), 'member');
  await there('SELECT 1 FROM teams WHERE id = ANY($1::uuid[])', actions.flatMap((action) => (action.do === 'assign' && action.teamId !== null ? [action.teamId] : [])), 'team');
}
