import type { Tx } from '@kontuar/platform';

/** `to` is with every company that `from` is with. Answers those with which it was not before. */
export async function copyMemberships(tx: Tx, from: string, to: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `INSERT INTO company_members (workspace_id, company_id, contact_id, role, main)
     SELECT m.workspace_id, m.company_id, $2, m.role, m.main AND NOT EXISTS (SELECT 1 FROM company_members o WHERE o.contact_id = $2 AND o.main) FROM company_members m WHERE m.contact_id = $1
     ON CONFLICT (contact_id, company_id) DO NOTHING RETURNING company_id AS id`, [from, to]);
  return rows.map(({ id }) => id);
}

/** Takes back what `copyMemberships` gave; who joined anew since stays. */
export async function dropMemberships(tx: Tx, contactId: string, companyIds: readonly string[], until: Date): Promise<void> {
  if (companyIds.length === 0) return;
  await tx.execute('DELETE FROM company_members WHERE contact_id = $1 AND company_id = ANY($2::uuid[]) AND since <= $3', [contactId, companyIds, until]);
}

/**
 * The company beside the name, said by its name: one with that name is found or made, and stands first from now on. Null: none stands beside the name any more,
 * and with the one that did the contact is no longer.
 */
export async function setMainCompany(tx: Tx, workspaceId: string, contactId: string, name: string | null): Promise<void> {
  const wanted = name?.trim() ?? '';
  const [main] = await tx.query<{ id: string; name: string }>('SELECT k.id, k.name FROM company_members m JOIN companies k ON k.id = m.company_id WHERE m.contact_id = $1 AND m.main', [contactId]);
  if (wanted === '') {
    if (main !== undefined) await tx.execute('DELETE FROM company_members WHERE contact_id = $1 AND company_id = $2', [contactId, main.id]);
  } else if (main === undefined || main.name.toLowerCase() !== wanted.toLowerCase()) {
    const companyId = await companyNamed(tx, workspaceId, wanted);
    // Renamed at one person: that person is with another company now.
    if (main !== undefined) await tx.execute('DELETE FROM company_members WHERE contact_id = $1 AND company_id = $2', [contactId, main.id]);
    await tx.execute('INSERT INTO company_members (workspace_id, company_id, contact_id) VALUES ($1, $2, $3) ON CONFLICT (contact_id, company_id) DO UPDATE SET main = true', [workspaceId, companyId, contactId]);
  }
  await tx.execute('UPDATE contacts SET company = (SELECT k.name FROM company_members m JOIN companies k ON k.id = m.company_id WHERE m.contact_id = $1 AND m.main) WHERE id = $1', [contactId]);
}

/** By its name, however it is written; made where there is none. */
export async function companyNamed(tx: Tx, workspaceId: string, name: string): Promise<string> {
  // One at a time: two at once would both make one.
  await tx.execute(`SELECT pg_advisory_xact_lock(hashtextextended('company:' || $1 || ':' || lower($2), 0))`, [workspaceId, name]);
  const [found] = await tx.query<{ id: string }>('SELECT id FROM companies WHERE workspace_id = $1 AND lower(name) = lower($2) ORDER BY created_at, id LIMIT 1', [workspaceId, name]);
  if (found !== undefined) return found.id;
  const [made] = await tx.query<{ id: string }>('INSERT INTO companies (workspace_id, name) VALUES ($1, $2) RETURNING id', [workspaceId, name]);
  return made?.id ?? '';
}

/** The same for many at once, by their names in small letters. One lock for the workspace, so that no two of these wait for each other. */
export async function companiesNamed(tx: Tx, workspaceId: string, names: readonly string[], importId: string): Promise<Map<string, string>> {
  const found = await tx.query<{ name: string; id: string }>(
    'SELECT DISTINCT ON (w.name) w.name, k.id FROM unnest($2::text[]) AS w (name) JOIN companies k ON k.workspace_id = $1 AND lower(k.name) = lower(w.name) ORDER BY w.name, k.created_at, k.id', [workspaceId, names]);
  const known = new Map(found.map(({ name, id }) => [name.toLowerCase(), id]));
  const missing = names.filter((name) => !known.has(name.toLowerCase()));
  for (const name of missing.toSorted()) known.set(name.toLowerCase(), await companyNamed(tx, workspaceId, name));
  if (missing.length > 0) await tx.execute('UPDATE companies SET import_id = $2 WHERE id = ANY($1::uuid[]) AND import_id IS NULL AND created_at = now()', [missing.map((name) => known.get(name.toLowerCase())), importId]);
  return known;
}
