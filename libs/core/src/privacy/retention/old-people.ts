import type { Tx } from '@kontuar/platform';
import type { RetentionHold } from '@kontuar/contract';
import { directoryChanged } from '../../history/directory';
import { record } from '../../history/history';
import { consentsOfMany } from '../consents';
import { takeRows } from '../erase/rows';
import { personData } from '../person-data';
import { added, SAMPLES, type Keeping, type Place, type Scope } from './keeping';

const AT_ONCE = 200;

interface Old { id: string; at: string; created_at: Date; name: string; seen: Date; bought: boolean; why: RetentionHold | null }

/**
 * Nobody wrote a line of theirs that is still here, nobody saw or changed them since, and they went up in nobody. Whoever speaks in other people's conversations
 * stays with those.
 */
const OLD = `p.workspace_id = $1 AND p.merged_into IS NULL AND p.created_at < $2 AND p.updated_at < $2
  AND NOT EXISTS (SELECT 1 FROM tree t JOIN conversations c ON c.contact_id = t.id)
  AND NOT EXISTS (SELECT 1 FROM tree t JOIN identities i ON i.contact_id = t.id WHERE i.last_seen_at >= $2 OR EXISTS (SELECT 1 FROM participants x WHERE x.identity_id = i.id) OR EXISTS (SELECT 1 FROM conversations o WHERE o.identity_id = i.id))
  AND NOT EXISTS (SELECT 1 FROM erasures e WHERE p.id = ANY (e.contact_ids) AND e.state IN ('running', 'held'))`;
const TREE = `JOIN LATERAL (WITH RECURSIVE up AS (SELECT p.id UNION SELECT c.id FROM up JOIN contacts c ON c.merged_into = up.id) SELECT array_agg(id) AS ids FROM up) family ON true`;

async function old(tx: Tx, scope: Scope, after: Place, limit: number): Promise<Old[]> {
  const rows = await tx.query<Old>(
    `SELECT p.id, p.name, p.created_at, to_char(p.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at,
       EXISTS (SELECT 1 FROM purchases b WHERE b.contact_id = ANY(family.ids) AND b.at >= $2) AS bought
     FROM contacts p ${TREE} WHERE ${OLD.replaceAll('tree t', 'unnest(family.ids) AS t (id)')} AND ($3::timestamptz IS NULL OR (p.created_at, p.id) > ($3::timestamptz, $4::uuid)) ORDER BY p.created_at, p.id LIMIT $5`,
    [scope.workspaceId, scope.before, after?.[0] ?? null, after?.[1] ?? null, limit]);
  const consents = await consentsOfMany(tx, rows.map(({ id }) => id));
  for (const row of rows) {
    // Who agreed to be written to is no stranger, and who said no is nobody to remember once nothing of them is here.
    const agreed = [...(consents.get(row.id)?.values() ?? [])].some(({ state }) => state === 'given');
    row.why = agreed ? 'consent' : row.bought ? 'purchase' : null;
  }
  return rows;
}

export const oldPeople: Keeping = {
  async trial(tx, scope) {
    let [gone, held, place]: [number, number, Place] = [0, 0, undefined];
    const samples: Old[] = [];
    const heldSamples: (Old & { why: RetentionHold })[] = [];
    for (;;) {
      const rows = await old(tx, scope, place, 2000);
      for (const row of rows) {
        if (row.why === null) samples.push(row);
        else heldSamples.push({ ...row, why: row.why });
      }
      gone += rows.filter(({ why }) => why === null).length;
      held += rows.filter(({ why }) => why !== null).length;
      samples.splice(SAMPLES);
      heldSamples.splice(SAMPLES);
      const last = rows.at(-1);
      if (last === undefined || rows.length < 2000) break;
      place = [last.at, last.id];
    }
    return { gone, held, counts: { contacts: gone }, countedOf: null, samples: samples.map(sampleOf), heldSamples: heldSamples.map((row) => ({ ...sampleOf(row), why: row.why })) };
  },

  async take(tx, scope, after) {
    const rows = await old(tx, scope, after, AT_ONCE);
    const last = rows.at(-1);
    if (last === undefined) return { gone: 0, held: 0, counts: {}, next: undefined };
    const everybody = await treesOf(tx, rows.flatMap(({ id, why }) => (why === null ? [id] : [])));
    // Who writes this very moment has their rows held, or finds them gone and is somebody new.
    await tx.query('SELECT 1 FROM contacts WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE', [everybody.map(({ id }) => id)]);
    const identities = await tx.query<{ id: string; contact_id: string }>('SELECT id, contact_id FROM identities WHERE contact_id = ANY($1::uuid[]) ORDER BY id FOR UPDATE', [everybody.map(({ id }) => id)]);
    const speaking = new Set((await tx.query<{ id: string }>(
      `SELECT contact_id AS id FROM conversations WHERE contact_id = ANY($1::uuid[])
       UNION SELECT i.contact_id FROM identities i WHERE i.id IN (SELECT author_id FROM messages WHERE workspace_id = $3 AND author_kind = 'contact' AND author_id = ANY($2::uuid[]))`,
      [everybody.map(({ id }) => id), identities.map(({ id }) => id), scope.workspaceId])).map(({ id }) => id));
    const stays = new Set(everybody.filter(({ id }) => speaking.has(id)).map(({ person }) => person));
    const going = everybody.filter(({ person }) => !stays.has(person));
    const ids = new Set(going.map(({ id }) => id));
    const gone = new Set(going.map(({ person }) => person)).size;
    return {
      gone, held: rows.length - gone, next: rows.length < AT_ONCE ? undefined : [last.at, last.id],
      counts: gone === 0 ? {} : await takeThem(tx, scope.workspaceId, [...ids], identities.filter((one) => ids.has(one.contact_id)).map(({ id }) => id)),
    };
  },
};

/** Each with everybody who went up in them. */
const treesOf = (tx: Tx, ids: readonly string[]): Promise<{ person: string; id: string }[]> =>
  tx.query('WITH RECURSIVE up AS (SELECT id AS person, id FROM contacts WHERE id = ANY($1::uuid[]) UNION SELECT up.person, c.id FROM up JOIN contacts c ON c.merged_into = up.id) SELECT person, id FROM up', [ids]);

async function takeThem(tx: Tx, workspaceId: string, tree: readonly string[], identities: readonly string[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const sets = { contacts: [...tree], identities: [...identities], conversations: [], cases: [] };
  for (const holding of personData) if (holding.erased !== 'by hand') added(counts, { [holding.table]: await takeRows(tx, holding, sets, 1_000_000) });
  await tx.execute('UPDATE contacts SET merged_into = NULL WHERE merged_into = ANY($1::uuid[])', [tree]);
  added(counts, { identities: await tx.execute('DELETE FROM identities WHERE id = ANY($1::uuid[])', [identities]) });
  added(counts, { contacts: await tx.execute('DELETE FROM contacts WHERE id = ANY($1::uuid[])', [tree]) });
  await record(tx, [directoryChanged({ kind: 'system', workspaceId }, 'contacts')], workspaceId);
  return counts;
}

const sampleOf = (row: Old) => ({ id: row.id, label: row.name, at: row.created_at });
