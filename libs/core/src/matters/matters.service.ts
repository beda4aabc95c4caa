import { Injectable } from '@nestjs/common';
import { isBuiltinMatter, type MatterInput, type MatterOrder, type MatterPatch, type MatterView } from '@kontuar/contract';
import { Database, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { conflict, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { mattersOf } from './matters';

const MAX_OFFERED = 40;
const MAX_EVER = 120;

/** What conversations can be about: those that every workspace begins with, renamed and hidden as it likes, and its own. */
@Injectable()
export class Matters {
  constructor(private readonly database: Database) {}

  /** All, in order; those that are archived too, because views and old conversations name them. */
  list(actor: MemberActor): Promise<MatterView[]> {
    return this.database.lookInWorkspace(actor.workspaceId, mattersOf);
  }

  create(actor: MemberActor, input: MatterInput): Promise<MatterView> {
    return this.changing(actor, async (tx, all) => {
      if (all.some(({ key }) => key === input.key)) throw conflict('matter-exists', 'There is a matter with this key already.');
      if (all.filter(({ archived }) => !archived).length >= MAX_OFFERED || all.length >= MAX_EVER) throw conflict('too-many-matters', `There are ${MAX_OFFERED} matters already. Archive one that nobody chooses.`);
      await keep(tx, actor, { ...input, builtin: false, position: all.length + 1, archived: false });
      await record(tx, [{ type: 'matter.created', actor: actorOf(actor), data: { key: input.key, opensCase: input.opensCase } }, directoryChanged(actor, 'matters')]);
      return find(tx, input.key);
    });
  }

  change(actor: MemberActor, key: string, patch: MatterPatch): Promise<MatterView> {
    return this.changing(actor, async (tx, all) => {
      const before = all.find((one) => one.key === key);
      if (before === undefined) throw notFound('matter');
      if (patch.name === null && !isBuiltinMatter(key)) throw invalid('name-missing', 'A matter of your own needs a name.', { errors: [{ path: 'name', message: 'A matter of your own needs a name.' }] });
      const after: MatterView = { ...before, ...Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) };
      const fields = (Object.keys(patch) as (keyof MatterPatch)[]).filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
      if (fields.length === 0) return before;
      if (after.archived && !all.some((one) => one.key !== key && !one.archived)) throw conflict('last-matter', 'Leave at least one matter to choose.');
      if (before.archived && !after.archived && all.filter(({ archived }) => !archived).length >= MAX_OFFERED) throw conflict('too-many-matters', `There are ${MAX_OFFERED} matters already. Archive one that nobody chooses.`);
      await keep(tx, actor, after);
      await record(tx, [{ type: 'matter.changed', actor: actorOf(actor), data: { key, fields } }, directoryChanged(actor, 'matters')]);
      return find(tx, key);
    });
  }

  /** In the order given; those left out follow as they stood. */
  order(actor: MemberActor, { keys }: MatterOrder): Promise<MatterView[]> {
    return this.changing(actor, async (tx, all) => {
      const place = (key: string) => (keys.includes(key) ? keys.indexOf(key) : keys.length);
      const placed = [...all].sort((a, b) => place(a.key) - place(b.key) || a.position - b.position);
      for (const [index, one] of placed.entries()) if (one.position !== index + 1) await keep(tx, actor, { ...one, position: index + 1 });
      await record(tx, [{ type: 'matter.ordered', actor: actorOf(actor), data: {} }, directoryChanged(actor, 'matters')]);
      return mattersOf(tx);
    });
  }

  /** One at a time: two at once would both find room. */
  private changing<T>(actor: MemberActor, work: (tx: Tx, all: MatterView[]) => Promise<T>): Promise<T> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await tx.execute(`SELECT pg_advisory_xact_lock(hashtextextended('matters:' || $1, 0))`, [actor.workspaceId]);
      return work(tx, await mattersOf(tx));
    });
  }
}

async function keep(tx: Tx, actor: MemberActor, one: MatterView): Promise<void> {
  await tx.execute(
    `INSERT INTO matters (workspace_id, key, name, description, opens_case, position, archived_at) VALUES ($1, $2, $3, $4, $5, $6, CASE WHEN $7 THEN now() END)
     ON CONFLICT (workspace_id, key) DO UPDATE SET name = excluded.name, description = excluded.description, opens_case = excluded.opens_case, position = excluded.position,
       archived_at = CASE WHEN $7 THEN coalesce(matters.archived_at, now()) END`,
    [actor.workspaceId, one.key, one.name === null ? null : JSON.stringify(one.name), one.description, one.opensCase, one.position, one.archived],
  );
}

async function find(tx: Tx, key: string): Promise<MatterView> {
  const found = (await mattersOf(tx)).find((one) => one.key === key);
  if (found === undefined) throw notFound('matter');
  return found;
}
