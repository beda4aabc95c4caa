import type { Tx } from '@kontuar/platform';
import { conflict, invalid, notFound } from '../errors';

/** What of a company a merge fills in. */
export interface CompanyFacts { taxId: string | null; domains: string[]; note: string }
export interface CompanyRow { id: string; name: string; tax_id: string | null; domains: string[]; note: string }
/** A segment or a rule that asked for the company that went. */
export interface Asking { of: (typeof asking)[number]; id: string; before: unknown; after: unknown }
interface MergeRow { companyId: string; otherId: string; other: CompanyRow & { created_at: string; import_id: string | null; workspace_id: string }; before: CompanyFacts; after: CompanyFacts; filters: Asking[]; undone: Date | null }

export const asking = ['segments', 'customer_kinds'] as const;
const filterIn = { segments: 'filter', customer_kinds: 'rule' } as const;
const MAX_DOMAINS = 20;
const MAX_NOTE = 4000;

export async function rowOf(tx: Tx, id: string): Promise<void> {
  if ((await tx.query('SELECT 1 FROM companies WHERE id = $1', [id])).length === 0) throw notFound('company');
}

/** @throws DomainError 'merge-with-itself', 'two-tax-ids' */
export async function pairOf(tx: Tx, id: string, otherId: string, lock: boolean): Promise<{ stays: CompanyRow; goes: CompanyRow }> {
  const rows = await tx.query<CompanyRow>(`SELECT id, name, tax_id, domains, note FROM companies WHERE id = ANY($1::uuid[]) ORDER BY id ${lock ? 'FOR UPDATE' : ''}`, [[id, otherId]]);
  const [stays, goes] = [rows.find((row) => row.id === id), rows.find((row) => row.id === otherId)];
  if (stays === undefined || goes === undefined) throw notFound('company');
  if (id === otherId) throw invalid('merge-with-itself', 'A company cannot be merged with itself.');
  if (stays.tax_id !== null && goes.tax_id !== null && stays.tax_id !== goes.tax_id) throw conflict('two-tax-ids', 'These companies have different tax numbers: they are two.');
  return { stays, goes };
}

export const factsOf = ({ tax_id, domains, note }: CompanyRow): CompanyFacts => ({ taxId: tax_id, domains, note });

/** What stands here stands; what is missing comes from the other one. */
export const joined = (stays: CompanyRow, goes: CompanyRow): CompanyFacts => ({
  taxId: stays.tax_id ?? goes.tax_id, domains: [...new Set([...stays.domains, ...goes.domains])].slice(0, MAX_DOMAINS), note: [stays.note, goes.note].filter((note) => note !== '').join('\n').slice(0, MAX_NOTE),
});

export async function writeFacts(tx: Tx, id: string, { taxId, domains, note }: CompanyFacts): Promise<void> {
  await tx.execute('UPDATE companies SET tax_id = $2, domains = $3, note = $4, updated_at = now() WHERE id = $1', [id, taxId, domains, note]);
}

export async function filtersWith(tx: Tx, of: Asking['of'], companyId: string): Promise<{ id: string }[]> {
  return tx.query<{ id: string }>(`SELECT id FROM ${of} WHERE position($1 IN ${filterIn[of]}::text) > 0`, [companyId]);
}

/** Whoever asks for the one asks for the other. */
export async function askFor(tx: Tx, of: Asking['of'], goes: string, stays: string): Promise<Asking[]> {
  const column = filterIn[of];
  const rows = await tx.query<{ id: string; before: unknown; after: unknown }>(
    `WITH asked AS (SELECT id, ${column} AS before FROM ${of} WHERE position($1 IN ${column}::text) > 0 FOR UPDATE)
     UPDATE ${of} f SET ${column} = replace(f.${column}::text, $1, $2)::jsonb FROM asked WHERE f.id = asked.id RETURNING f.id, asked.before, f.${column} AS after`, [goes, stays]);
  return rows.map((row) => ({ of, ...row }));
}

/** Beside their name stands the company that is theirs now, and rules look at them anew. */
export async function peopleMoved(tx: Tx, ids: readonly string[]): Promise<void> {
  await tx.execute('UPDATE contacts p SET company = k.name FROM company_members m JOIN companies k ON k.id = m.company_id WHERE p.id = ANY($1::uuid[]) AND m.contact_id = p.id AND m.main AND p.company IS DISTINCT FROM k.name', [ids]);
  await tx.execute('UPDATE contact_stats SET due_at = now() WHERE due_at IS NULL AND contact_id = ANY($1::uuid[])', [ids]);
}

/**
 * The company that went stands again with its people, wherever they went since: the one that stayed may have gone up in a third. What came over is taken from
 * whoever has it now, unless somebody changed it; who left since stays away, who came since stays here.
 */
export async function takeApart(tx: Tx, mergeId: string): Promise<{ holder: string; otherId: string }> {
  const [merge] = await tx.query<MergeRow>('SELECT company_id AS "companyId", other_id AS "otherId", other, before, after, filters, undone_at AS undone FROM company_merges WHERE id = $1 FOR UPDATE', [mergeId]);
  if (merge === undefined) throw notFound('merge of companies');
  if (merge.undone !== null) throw conflict('already-undone', 'This merge was taken back already.');
  const { other, otherId } = merge;
  const later = await tx.query<{ id: string; companyId: string; other: CompanyRow }>(
    `WITH RECURSIVE up AS (SELECT m.id, m.company_id, m.other, 1 AS step FROM company_merges m WHERE m.other_id = $1 AND m.undone_at IS NULL
       UNION ALL SELECT m.id, m.company_id, m.other, up.step + 1 FROM company_merges m JOIN up ON m.other_id = up.company_id WHERE m.undone_at IS NULL)
     SELECT id, company_id AS "companyId", other FROM up ORDER BY step`, [merge.companyId]);
  const holder = later.at(-1)?.companyId ?? merge.companyId;
  const [now] = await tx.query<CompanyRow>('SELECT id, name, tax_id, domains, note FROM companies WHERE id = $1 FOR UPDATE', [holder]);
  if (now === undefined) throw conflict('company-gone', 'The company that stayed is gone.');

  // Nobody's domain but the other one's goes back with it, and so does a number that only it had.
  const came = other.domains.filter((domain) => !merge.before.domains.includes(domain));
  const without = (facts: CompanyFacts): CompanyFacts => ({ ...facts, taxId: facts.taxId === other.tax_id && merge.before.taxId === null ? null : facts.taxId, domains: facts.domains.filter((domain) => !came.includes(domain)) });
  await writeFacts(tx, holder, { ...without(factsOf(now)), note: now.note === merge.after.note ? merge.before.note : now.note });
  const free = other.tax_id !== null && (await tx.query('SELECT 1 FROM companies WHERE tax_id = $1', [other.tax_id])).length === 0;
  await tx.execute('INSERT INTO companies (id, workspace_id, name, tax_id, domains, note, created_at, import_id) VALUES ($1, $2, $3, $4, $5, $6, $7, (SELECT id FROM imports WHERE id = $8))', [otherId, other.workspace_id, other.name, free ? other.tax_id : null, other.domains, other.note, other.created_at, other.import_id]);
  await peopleBack(tx, { mergeId, holder, otherId, laterIds: later.map(({ id }) => id) });
  // A later merge no longer brings back what was never its own.
  for (const { id, other: snapshot } of later) {
    const { taxId, domains } = without(factsOf(snapshot));
    await tx.execute(`UPDATE company_merges SET other = other || $2::jsonb WHERE id = $1`, [id, JSON.stringify({ tax_id: taxId, domains })]);
  }
  for (const { of, id, before, after } of merge.filters) {
    if (asking.includes(of)) await tx.execute(`UPDATE ${of} SET ${filterIn[of]} = $2::jsonb WHERE id = $1 AND ${filterIn[of]} = $3::jsonb`, [id, JSON.stringify(before), JSON.stringify(after)]);
  }
  await tx.execute('UPDATE company_merges SET undone_at = now() WHERE id = $1', [mergeId]);
  return { holder, otherId };
}

async function peopleBack(tx: Tx, { mergeId, holder, otherId, laterIds }: { mergeId: string; holder: string; otherId: string; laterIds: string[] }): Promise<void> {
  // `own`: they are with the holder for no other reason.
  const people = await tx.query<{ id: string; role: string; main: boolean; staysRole: string | null; staysMain: boolean | null; own: boolean }>(
    `SELECT w.contact_id AS id, w.role, w.main, w.stays_role AS "staysRole", w.stays_main AS "staysMain",
       w.stays_role IS NULL AND NOT EXISTS (SELECT 1 FROM company_merge_members l WHERE l.merge_id = ANY($3::uuid[]) AND l.contact_id = w.contact_id AND l.stays_role IS NOT NULL) AS own
     FROM company_merge_members w JOIN company_members k ON k.company_id = $2 AND k.contact_id = w.contact_id WHERE w.merge_id = $1`, [mergeId, holder, laterIds]);
  const ids = people.map(({ id }) => id);
  const own = people.filter((person) => person.own).map(({ id }) => id);
  await tx.execute('UPDATE company_members SET company_id = $1 WHERE company_id = $2 AND contact_id = ANY($3::uuid[])', [otherId, holder, own]);
  await tx.execute(
    `INSERT INTO company_members (workspace_id, company_id, contact_id, role, main) SELECT w.workspace_id, $2, w.contact_id, w.role, false FROM company_merge_members w WHERE w.merge_id = $1 AND w.contact_id = ANY($3::uuid[])
     ON CONFLICT (contact_id, company_id) DO NOTHING`, [mergeId, otherId, ids]);
  await tx.execute(`UPDATE company_members k SET role = w.stays_role FROM company_merge_members w WHERE w.merge_id = $1 AND k.company_id = $2 AND k.contact_id = w.contact_id AND w.stays_role = '' AND k.role = w.role`, [mergeId, holder]);
  // Of those who are with both: what stood beside the name before stands there again, unless a third does by now.
  const back = await tx.query<{ id: string }>(
    `UPDATE company_members k SET main = false FROM company_merge_members w WHERE w.merge_id = $1 AND k.company_id = $2 AND k.contact_id = w.contact_id AND k.main AND w.main AND w.stays_main IS NOT TRUE AND w.contact_id = ANY($3::uuid[]) RETURNING k.contact_id AS id`, [mergeId, holder, ids]);
  await tx.execute('UPDATE company_members SET main = true WHERE company_id = $1 AND contact_id = ANY($2::uuid[])', [otherId, back.map(({ id }) => id)]);
  await tx.execute('DELETE FROM company_merge_members l USING company_merge_members w WHERE w.merge_id = $1 AND w.stays_role IS NULL AND l.merge_id = ANY($2::uuid[]) AND l.contact_id = w.contact_id', [mergeId, laterIds]);
  await peopleMoved(tx, ids);
}
