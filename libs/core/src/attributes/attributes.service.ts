import { Injectable } from '@nestjs/common';
import type { AttributeDefinition, AttributeInput, AttributeKindName, AttributeOption, AttributeOrder, AttributePatch } from '@kontuar/contract';
import { Database, newId, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { orTaken } from '../database-errors';
import { conflict, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { definitionColumns } from './attributes';

/** Of conversations and of contacts each; what is archived counts for less. */
const MAX_OFFERED = 50;
const MAX_EVER = 200;

const taken = () => conflict('attribute-exists', 'There is a field with this key already.');
const withOptions = (kind: AttributeKindName): boolean => kind === 'one' || kind === 'many';

/** Fields of the workspace's own: what there is to fill in. The values are kept where they belong, see attributes.ts. */
@Injectable()
export class Attributes {
  constructor(private readonly database: Database) {}

  /** All, in the order of the panel; those that are archived too, because views and old conversations name them. */
  async list(actor: MemberActor): Promise<AttributeDefinition[]> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => tx.query<AttributeDefinition>(`SELECT ${definitionColumns} FROM attribute_definitions WHERE workspace_id = $1 ORDER BY subject DESC, position, id`, [actor.workspaceId]));
  }

  async create(actor: MemberActor, input: AttributeInput): Promise<AttributeDefinition> {
    checkOptions(input.kind, input.options);
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      // One at a time: two at once would both find room.
      await tx.execute(`SELECT pg_advisory_xact_lock(hashtextextended('attributes:' || $1, 0))`, [actor.workspaceId]);
      const [sum] = await tx.query<{ offered: number; ever: number; last: number }>(`SELECT count(*) FILTER (WHERE archived_at IS NULL)::int AS offered, count(*)::int AS ever, coalesce(max(position), 0) AS last FROM attribute_definitions WHERE subject = $1`, [input.subject]);
      if ((sum?.offered ?? 0) >= MAX_OFFERED || (sum?.ever ?? 0) >= MAX_EVER) throw conflict('too-many-attributes', `There are ${MAX_OFFERED} fields already. Archive one that nobody fills in.`);
      const id = newId();
      await orTaken(tx.execute(
        `INSERT INTO attribute_definitions (id, workspace_id, subject, key, kind, name, description, options, required, from_outside, position) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
        [id, actor.workspaceId, input.subject, input.key, input.kind, JSON.stringify(input.name), input.description, JSON.stringify(input.options), input.required, input.fromOutside, (sum?.last ?? 0) + 1],
      ), taken);
      await record(tx, [{ type: 'attribute.created', actor: actorOf(actor), subjectId: id, data: { subject: input.subject, key: input.key, kind: input.kind } }, directoryChanged(actor, 'attributes', id)]);
      return find(tx, id);
    });
  }

  async change(actor: MemberActor, id: string, patch: AttributePatch): Promise<AttributeDefinition> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await tx.query('SELECT 1 FROM attribute_definitions WHERE id = $1 FOR UPDATE', [id]);
      const before = await find(tx, id);
      const after = { ...before, ...Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) };
      if (patch.options !== undefined) {
        checkOptions(before.kind, after.options);
        // Values stand by them, so an option is put aside and never lost.
        after.options = [...after.options, ...before.options.filter((option) => !after.options.some(({ value }) => value === option.value)).map((option) => ({ ...option, archived: true }))];
        if (after.options.length > 200) throw invalid('too-many-options', 'There are 200 options already, with those that were put aside.', { errors: [{ path: 'options', message: 'There are 200 options already, with those that were put aside.' }] });
      }
      const fields = (Object.keys(patch) as (keyof AttributePatch)[]).filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
      if (fields.length === 0) return before;
      await tx.execute(
        `UPDATE attribute_definitions SET name = $2, description = $3, options = $4, required = $5, from_outside = $6, archived_at = CASE WHEN $7 THEN coalesce(archived_at, now()) END WHERE id = $1`,
        [id, JSON.stringify(after.name), after.description, JSON.stringify(after.options), after.required, after.fromOutside, after.archived],
      );
      await record(tx, [{ type: 'attribute.changed', actor: actorOf(actor), subjectId: id, data: { key: before.key, fields } }, directoryChanged(actor, 'attributes', id)]);
      return find(tx, id);
    });
  }

  /** Those of one subject in the order given; those left out follow as they stood. */
  async order(actor: MemberActor, { subject, ids }: AttributeOrder): Promise<AttributeDefinition[]> {
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await tx.execute(
        `UPDATE attribute_definitions d SET position = placed.n FROM (
           SELECT id, row_number() OVER (ORDER BY array_position($2::uuid[], id) NULLS LAST, position, id) AS n FROM attribute_definitions WHERE subject = $1
         ) placed WHERE placed.id = d.id AND d.position <> placed.n`,
        [subject, ids],
      );
      await record(tx, [{ type: 'attribute.ordered', actor: actorOf(actor), data: { subject } }, directoryChanged(actor, 'attributes')]);
    });
    return this.list(actor);
  }
}

function checkOptions(kind: AttributeKindName, options: readonly AttributeOption[]): void {
  const message = withOptions(kind) ? 'Name at least one option.' : 'Only choices have options.';
  if (withOptions(kind) !== options.some(({ archived }) => !archived)) throw invalid('wrong-options', message, { errors: [{ path: 'options', message }] });
}

async function find(tx: Tx, id: string): Promise<AttributeDefinition> {
  const [found] = await tx.query<AttributeDefinition>(`SELECT ${definitionColumns} FROM attribute_definitions WHERE id = $1`, [id]);
  if (found === undefined) throw notFound('field');
  return found;
}
