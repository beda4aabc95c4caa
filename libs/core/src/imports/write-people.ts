import { newId, type Tx } from '@kontuar/platform';
import { MAX_ATTRIBUTE_BYTES } from '../attributes/attributes';
import { companyNamed } from '../companies/memberships';
import type { ImportedPerson } from './read-line';

export interface ReadPerson { line: number; person: ImportedPerson }
export interface Written { made: number; changed: number; problems: { line: number; field: string; message: string }[] }

const addressesOf = ({ email, phone }: ImportedPerson): { scope: 'email' | 'phone'; address: string }[] => [...(email === null ? [] : [{ scope: 'email' as const, address: email }]), ...(phone === null ? [] : [{ scope: 'phone' as const, address: phone }])];
const nameOf = (scope: string, address: string): string => `${scope} ${address}`;

/**
 * One batch of lines, a handful of statements. Who is known by an address gets what they lack, and nothing that stands is overwritten; everybody else is new.
 * A line whose addresses belong to two people is wrong: files merge nobody.
 */
export async function writePeople(tx: Tx, workspaceId: string, lines: readonly ReadPerson[], { trial }: { trial: boolean }): Promise<Written> {
  const wanted = lines.flatMap(({ person }) => addressesOf(person));
  // Two files at once, or a file and a message, would both make somebody.
  if (!trial && wanted.length > 0) await tx.execute(`SELECT pg_advisory_xact_lock(hashtextextended('import-people:' || $1, 0))`, [workspaceId]);
  const owners = new Map((wanted.length === 0 ? [] : await tx.query<{ scope: string; external_id: string; contact_id: string }>(
    `SELECT i.scope, i.external_id, i.contact_id FROM identities i JOIN unnest($2::text[], $3::text[]) AS w (scope, address) ON i.scope = w.scope AND i.external_id = w.address WHERE i.workspace_id = $1`,
    [workspaceId, wanted.map(({ scope }) => scope), wanted.map(({ address }) => address)])).map((row) => [nameOf(row.scope, row.external_id), row.contact_id]));
  const fresh = new Map<string, ImportedPerson>();
  const known = new Map<string, ImportedPerson[]>();
  const identities: { id: string; contact_id: string; scope: string; address: string }[] = [];
  const problems: Written['problems'] = [];
  for (const { line, person } of lines) {
    const addresses = addressesOf(person);
    const ids = [...new Set(addresses.map(({ scope, address }) => owners.get(nameOf(scope, address))).filter((id) => id !== undefined))];
    if (ids.length > 1) {
      problems.push({ line, field: 'phone', message: 'The email address and the phone number belong to two customers.' });
      continue;
    }
    const id = ids[0] ?? newId();
    const before = fresh.get(id);
    if (before !== undefined) fresh.set(id, completed(before, person));
    else if (ids[0] === undefined) fresh.set(id, person);
    else known.set(id, [...(known.get(id) ?? []), person]);
    for (const { scope, address } of addresses) {
      if (owners.has(nameOf(scope, address))) continue;
      owners.set(nameOf(scope, address), id);
      identities.push({ id: newId(), contact_id: id, scope, address });
    }
  }
  const written = { made: fresh.size, changed: known.size, problems };
  if (trial) return written;
  await tx.execute(
    `INSERT INTO contacts (id, workspace_id, name, language, note, attributes, kinds_by_hand) SELECT r.id, $1, r.name, r.language, r.note, r.attributes, ARRAY(SELECT jsonb_array_elements_text(r.kinds)) FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, name text, language text, note text, attributes jsonb, kinds jsonb)`,
    [workspaceId, JSON.stringify([...fresh].map(([id, { name, language, note, attributes, kinds }]) => ({ id, name, language, note, attributes, kinds })))]);
  await complete(tx, known);
  await tx.execute(`INSERT INTO identities (id, workspace_id, contact_id, scope, external_id, handle) SELECT r.id, $1, r.contact_id, r.scope, r.address, r.address FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, contact_id uuid, scope text, address text)`, [workspaceId, JSON.stringify(identities)]);
  await joinCompanies(tx, workspaceId, [...fresh, ...[...known].flatMap(([id, people]) => people.map((person) => [id, person] as const))]);
  return written;
}

/** What the first line lacks, the next one about the same person says. */
const completed = (first: ImportedPerson, next: ImportedPerson): ImportedPerson => ({
  name: first.name, email: first.email ?? next.email, phone: first.phone ?? next.phone, company: first.company ?? next.company, language: first.language ?? next.language,
  kinds: [...new Set([...first.kinds, ...next.kinds])], note: first.note === '' ? next.note : first.note, attributes: { ...next.attributes, ...first.attributes },
});

async function complete(tx: Tx, known: ReadonlyMap<string, readonly ImportedPerson[]>): Promise<void> {
  if (known.size === 0) return;
  const rows = await tx.query<{ id: string; name: string; language: string | null; note: string; attributes: Record<string, unknown>; hand: string[]; refused: string[]; kinds: string[] }>(
    'SELECT id, name, language, note, attributes, kinds_by_hand AS hand, kinds_refused AS refused, kinds FROM contacts WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE', [[...known.keys()]]);
  const changes = rows.map((row) => {
    const [head, ...rest] = known.get(row.id) ?? [];
    const person = head === undefined ? undefined : rest.reduce(completed, head);
    const attributes = { ...person?.attributes, ...row.attributes };
    return {
      id: row.id, name: row.name === '' ? (person?.name ?? '') : row.name, language: row.language ?? person?.language ?? null, note: row.note === '' ? (person?.note ?? '') : row.note,
      attributes: Buffer.byteLength(JSON.stringify(attributes)) > MAX_ATTRIBUTE_BYTES ? row.attributes : attributes,
      // Refused by hand stays refused.
      hand: [...new Set([...row.hand, ...(person?.kinds ?? []).filter((kind) => !row.kinds.includes(kind) && !row.refused.includes(kind))])],
    };
  });
  await tx.execute(
    `UPDATE contacts p SET name = r.name, language = r.language, note = r.note, attributes = r.attributes, kinds_by_hand = ARRAY(SELECT jsonb_array_elements_text(r.hand)), updated_at = now()
     FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, name text, language text, note text, attributes jsonb, hand jsonb) WHERE p.id = r.id`, [JSON.stringify(changes)]);
  await tx.execute('UPDATE contact_stats SET due_at = now() WHERE due_at IS NULL AND contact_id = ANY($1::uuid[])', [[...known.keys()]]);
}

async function joinCompanies(tx: Tx, workspaceId: string, people: readonly (readonly [string, ImportedPerson])[]): Promise<void> {
  const ids = new Map<string, string>();
  const members: { company_id: string; contact_id: string }[] = [];
  for (const [contactId, { company }] of people) {
    if (company === null) continue;
    const key = company.toLowerCase();
    const companyId = ids.get(key) ?? (await companyNamed(tx, workspaceId, company));
    ids.set(key, companyId);
    members.push({ company_id: companyId, contact_id: contactId });
  }
  if (members.length === 0) return;
  await tx.execute(
    `INSERT INTO company_members (workspace_id, company_id, contact_id, main) SELECT DISTINCT ON (r.contact_id) $1::uuid, r.company_id, r.contact_id, NOT EXISTS (SELECT 1 FROM company_members m WHERE m.contact_id = r.contact_id AND m.main)
     FROM jsonb_to_recordset($2::jsonb) AS r (company_id uuid, contact_id uuid) ON CONFLICT (contact_id, company_id) DO NOTHING`, [workspaceId, JSON.stringify(members)]);
  await tx.execute('UPDATE contacts p SET company = k.name FROM company_members m JOIN companies k ON k.id = m.company_id WHERE p.id = ANY($1::uuid[]) AND m.contact_id = p.id AND m.main', [members.map(({ contact_id: id }) => id)]);
}
