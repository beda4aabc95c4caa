import { Injectable } from '@nestjs/common';
import type { GlossaryInput, GlossaryPatch, GlossaryTerm, Page } from '@kontuar/contract';
import { Database, newId } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { orTaken } from '../database-errors';
import { conflict, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { afterId, toPageById, type PageRequest } from '../paging';

const columns = 'id, term, plain, language';
const taken = () => conflict('term-exists', 'This trade word is in the glossary already.');

/** Trade words of the house with plain ones beside them; the composer marks them, in whatever form (libs/language). */
@Injectable()
export class GlossaryTerms {
  constructor(private readonly database: Database) {}

  async list(actor: MemberActor, page: PageRequest): Promise<Page<GlossaryTerm>> {
    const rows = await this.database.inWorkspace(actor.workspaceId, (tx) =>
      tx.query<GlossaryTerm>(`SELECT ${columns} FROM glossary_terms WHERE workspace_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3`, [actor.workspaceId, afterId(page), page.limit + 1]));
    return toPageById(rows, page.limit, (row) => row);
  }

  async create(actor: MemberActor, input: GlossaryInput): Promise<GlossaryTerm> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [row] = await orTaken(tx.query<GlossaryTerm>(
        `INSERT INTO glossary_terms (id, workspace_id, term, plain, language) VALUES ($1, $2, $3, $4, $5) RETURNING ${columns}`,
        [newId(), actor.workspaceId, input.term, input.plain, input.language],
      ), taken);
      await record(tx, [{ type: 'glossary.created', actor: actorOf(actor), subjectId: (row as GlossaryTerm).id }, directoryChanged(actor, 'glossary', (row as GlossaryTerm).id)]);
      return row as GlossaryTerm;
    });
  }

  async change(actor: MemberActor, termId: string, patch: GlossaryPatch): Promise<GlossaryTerm> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [row] = await orTaken(tx.query<GlossaryTerm>(
        `WITH changed AS (UPDATE glossary_terms SET term = coalesce($2, term), plain = coalesce($3, plain), language = coalesce($4, language) WHERE id = $1 RETURNING ${columns}) SELECT * FROM changed`,
        [termId, patch.term ?? null, patch.plain ?? null, patch.language ?? null],
      ), taken);
      if (row === undefined) throw notFound('trade word');
      await record(tx, [{ type: 'glossary.changed', actor: actorOf(actor), subjectId: termId, data: { fields: Object.keys(patch) } }, directoryChanged(actor, 'glossary', termId)]);
      return row;
    });
  }

  async remove(actor: MemberActor, termId: string): Promise<void> {
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      if ((await tx.execute(`DELETE FROM glossary_terms WHERE id = $1`, [termId])) === 0) throw notFound('trade word');
      await record(tx, [{ type: 'glossary.removed', actor: actorOf(actor), subjectId: termId }, directoryChanged(actor, 'glossary', termId)]);
    });
  }
}
