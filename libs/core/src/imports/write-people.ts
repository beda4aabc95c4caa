import { newId, type Tx } from '@kontuar/platform';
import { MAX_ATTRIBUTE_BYTES } from '../attributes/attributes';
import { companiesNamed } from '../companies/memberships';
import { recordConsents, type ConsentSaid } from '../privacy/consents';
import { PERSON_SCOPES } from './person-scopes';
import type { ImportedConsent, ImportedPerson } from './read-line';

export interface ReadPerson { line: number; person: ImportedPerson }
/** `changed`: what stood was filled in. `same`: the line said nothing new. */
export interface Written { made: number; changed: number; same: number; problems: { line: number; field: string; message: string }[] }
interface Address { scope: string; address: string }
interface Standing {
  id: string; name: string; language: string | null; note: string; attributes: Record<string, unknown>; hand: string[]; refused: string[]; kinds: string[];
  companies: string[];
}

const addressesOf = ({ emails, phones }: ImportedPerson): Address[] => [...emails.map((address) => ({ scope: PERSON_SCOPES.email, address })), ...phones.map((address) => ({ scope: PERSON_SCOPES.phone, address }))];
const nameOf = (scope: string, address: string): string => `${scope} ${address}`;

/**
 * One batch of lines, a handful of statements. Who is known by an address (or by the id of an export) gets what they lack, and nothing that stands is overwritten;
 * everybody else is new. A line whose addresses belong to two people is wrong: files merge nobody.
 */
export async function writePeople(tx: Tx, workspaceId: string, lines: readonly ReadPerson[], { trial, importId }: { trial: boolean; importId: string }): Promise<Written> {
  const wanted = lines.flatMap(({ person }) => addressesOf(person));
  // Two files at once, or a file and a message, would both make somebody.
  if (!trial && lines.length > 0) await tx.execute(`SELECT pg_advisory_xact_lock(hashtextextended('import-people:' || $1, 0))`, [workspaceId]);
  const owners = await ownersOf(tx, workspaceId, wanted);
  const ids = await whereTheyStand(tx, workspaceId, lines.flatMap(({ person }) => person.id ?? []));
  const fresh = new Map<string, ImportedPerson>();
  const known = new Map<string, ImportedPerson[]>();
  const identities: { id: string; contact_id: string; scope: string; address: string }[] = [];
  const problems: Written['problems'] = [];
  for (const { line, person } of lines) {
    const said = person.id === null ? undefined : ids.get(person.id);
    const found = [...new Set([said, ...addressesOf(person).map(({ scope, address }) => owners.get(nameOf(scope, address)))].filter((id) => id !== undefined))];
    if (found.length > 1) {
      problems.push(said === undefined ? { line, field: 'phone', message: 'The email address and the phone number belong to two customers.' } : { line, field: 'id', message: 'An address of this line belongs to another customer.' });
      continue;
    }
    if (found.length === 0 && person.name === '' && addressesOf(person).length === 0) {
      problems.push({ line, field: 'name', message: 'There is neither a name nor an address in this line.' });
      continue;
    }
    const id = found[0] ?? newId();
    const before = fresh.get(id);
    if (before !== undefined) fresh.set(id, completed(before, person));
    else if (found[0] === undefined) fresh.set(id, person);
    else known.set(id, [...(known.get(id) ?? []), person]);
    if (person.id !== null && !ids.has(person.id)) ids.set(person.id, id);
    for (const { scope, address } of addressesOf(person)) {
      if (owners.has(nameOf(scope, address))) continue;
      owners.set(nameOf(scope, address), id);
      identities.push({ id: newId(), contact_id: id, scope, address });
    }
  }
  const standing = await standingOf(tx, [...known.keys()], trial ? '' : 'FOR UPDATE OF p');
  const news = new Set((await newConsents(tx, [...known].map(([id, people]) => ({ id, consents: people.reduce(completed).consents })))).map(({ contactId }) => contactId));
  const merged = standing.map((row) => ({ row, change: changeOf(row, (known.get(row.id) ?? []).reduce(completed)), grown: news.has(row.id) || identities.some(({ contact_id: id }) => id === row.id) }));
  const touched = merged.filter(({ change, grown }) => change.fields || change.companies.length > 0 || grown);
  const written: Written = { made: fresh.size, changed: touched.length, same: merged.length - touched.length, problems };
  if (trial) return written;
  // What this file adds to somebody whom it made itself is no reason for them to stay when it is taken back.
  await tx.execute(`SELECT set_config('kontuar.import', $1, true)`, [importId]);
  await tx.execute(
    `INSERT INTO contacts (id, workspace_id, name, language, note, attributes, kinds_by_hand, import_id)
     SELECT r.id, $1, r.name, r.language, r.note, r.attributes, ARRAY(SELECT jsonb_array_elements_text(r.kinds)), $3 FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, name text, language text, note text, attributes jsonb, kinds jsonb)`,
    [workspaceId, JSON.stringify([...fresh].map(([id, person]) => ({ id, name: person.name === '' ? (addressesOf(person)[0]?.address.split('@')[0] ?? '') : person.name, language: person.language, note: person.note, attributes: person.attributes, kinds: person.kinds }))), importId]);
  await complete(tx, touched.filter(({ change }) => change.fields).map(({ change }) => change.next));
  if (touched.length > 0) await tx.execute('UPDATE contact_stats SET due_at = now() WHERE due_at IS NULL AND contact_id = ANY($1::uuid[])', [touched.map(({ row }) => row.id)]);
  await tx.execute(`INSERT INTO identities (id, workspace_id, contact_id, scope, external_id, handle) SELECT r.id, $1, r.contact_id, r.scope, r.address, r.address FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, contact_id uuid, scope text, address text)`, [workspaceId, JSON.stringify(identities)]);
  await keepConsents(tx, { workspaceId, importId }, [...fresh, ...[...known].map(([id, people]) => [id, people.reduce(completed)] as const)].map(([id, { consents }]) => ({ id, consents })));
  await joinCompanies(tx, workspaceId, importId, [...[...fresh].map(([id, { companies }]) => ({ id, companies })), ...touched.map(({ row, change }) => ({ id: row.id, companies: change.companies }))]);
  return written;
}

async function ownersOf(tx: Tx, workspaceId: string, wanted: readonly Address[]): Promise<Map<string, string>> {
  if (wanted.length === 0) return new Map();
  const rows = await tx.query<{ scope: string; external_id: string; contact_id: string }>(
    `SELECT i.scope, i.external_id, i.contact_id FROM identities i JOIN unnest($2::text[], $3::text[]) AS w (scope, address) ON i.scope = w.scope AND i.external_id = w.address WHERE i.workspace_id = $1`,
    [workspaceId, wanted.map(({ scope }) => scope), wanted.map(({ address }) => address)]);
  return new Map(rows.map((row) => [nameOf(row.scope, row.external_id), row.contact_id]));
}

/** By the id of an export: the person, or into whom they were merged since. */
async function whereTheyStand(tx: Tx, workspaceId: string, said: readonly string[]): Promise<Map<string, string>> {
  if (said.length === 0) return new Map();
  const rows = await tx.query<{ said: string; id: string }>(
    `WITH RECURSIVE up AS (SELECT id AS said, id, merged_into FROM contacts WHERE workspace_id = $1 AND id = ANY($2::uuid[]) UNION ALL SELECT up.said, p.id, p.merged_into FROM up JOIN contacts p ON p.id = up.merged_into)
     SELECT said, id FROM up WHERE merged_into IS NULL`, [workspaceId, said]);
  return new Map(rows.map((row) => [row.said, row.id]));
}

const union = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])];
const without = (names: readonly string[], known: readonly string[]): string[] => names.filter((name) => !known.some((each) => each.toLowerCase() === name.toLowerCase()));

/** What the first line lacks, the next one about the same person says. */
const completed = (first: ImportedPerson, next: ImportedPerson): ImportedPerson => ({
  id: first.id ?? next.id, name: first.name === '' ? next.name : first.name, emails: union(first.emails, next.emails), phones: union(first.phones, next.phones), companies: [...first.companies, ...without(next.companies, first.companies)],
  language: first.language ?? next.language, kinds: union(first.kinds, next.kinds), note: first.note === '' ? next.note : first.note, attributes: { ...next.attributes, ...first.attributes },
  // Of one file each line about one purpose counts: the ledger keeps them in the order of their days.
  consents: [...first.consents, ...next.consents],
});

async function standingOf(tx: Tx, ids: readonly string[], lock: string): Promise<Standing[]> {
  if (ids.length === 0) return [];
  return tx.query<Standing>(
    `SELECT p.id, p.name, p.language, p.note, p.attributes, p.kinds_by_hand AS hand, p.kinds_refused AS refused, p.kinds,
       ARRAY(SELECT k.name FROM company_members m JOIN companies k ON k.id = m.company_id WHERE m.contact_id = p.id) AS companies FROM contacts p WHERE p.id = ANY($1::uuid[]) ORDER BY p.id ${lock}`, [ids]);
}

type Next = Pick<Standing, 'id' | 'name' | 'language' | 'note' | 'attributes' | 'hand'>;

function changeOf(row: Standing, person: ImportedPerson): { next: Next; fields: boolean; companies: string[] } {
  const attributes = { ...person.attributes, ...row.attributes };
  const next: Next = {
    id: row.id, name: row.name === '' ? person.name : row.name, language: row.language ?? person.language, note: row.note === '' ? person.note : row.note,
    attributes: Buffer.byteLength(JSON.stringify(attributes)) > MAX_ATTRIBUTE_BYTES ? row.attributes : attributes,
    // Refused by hand stays refused.
    hand: union(row.hand, person.kinds.filter((kind) => !row.kinds.includes(kind) && !row.refused.includes(kind))),
  };
  const fields = next.name !== row.name || next.language !== row.language || next.note !== row.note || next.hand.length !== row.hand.length || Object.keys(next.attributes).length !== Object.keys(row.attributes).length;
  return { next, fields, companies: without(person.companies, row.companies) };
}

async function complete(tx: Tx, changes: readonly Next[]): Promise<void> {
  if (changes.length === 0) return;
  await tx.execute(
    `UPDATE contacts p SET name = r.name, language = r.language, note = r.note, attributes = r.attributes, kinds_by_hand = ARRAY(SELECT jsonb_array_elements_text(r.hand)), updated_at = now()
     FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, name text, language text, note text, attributes jsonb, hand jsonb) WHERE p.id = r.id`, [JSON.stringify(changes)]);
}

interface Agreed { id: string; consents: readonly ImportedConsent[] }

/** What the ledger does not say yet: a file that is read again adds no line. */
async function newConsents(tx: Tx, people: readonly Agreed[]): Promise<ConsentSaid[]> {
  const said = people.flatMap(({ id, consents }) => consents.map((consent): ConsentSaid => ({
    contactId: id, purpose: consent.purpose, given: consent.given, source: 'import', ...(consent.at === null ? {} : { at: consent.at }),
    proof: { ...(consent.text === '' ? {} : { text: consent.text }), ...(consent.where === '' ? {} : { where: consent.where }) },
  })));
  if (said.length === 0) return [];
  const rows = await tx.query<{ key: string }>(`SELECT contact_id || ' ' || purpose || ' ' || given || ' ' || CASE WHEN source = 'import' AND given THEN floor(extract(epoch FROM at) * 1000)::text ELSE '' END AS key FROM consents WHERE source = 'import' AND contact_id = ANY($1::uuid[])`, [people.map(({ id }) => id)]);
  const kept = new Set(rows.map(({ key }) => key));
  return said.filter(({ contactId, purpose, given, at }) => {
    const key = `${contactId} ${purpose} ${String(given)} ${given ? String(at?.getTime() ?? '') : ''}`;
    return !kept.has(key) && kept.add(key) !== undefined;
  });
}

async function keepConsents(tx: Tx, { workspaceId, importId }: { workspaceId: string; importId: string }, people: readonly Agreed[]): Promise<void> {
  await recordConsents(tx, { kind: 'system', workspaceId }, (await newConsents(tx, people.filter(({ consents }) => consents.length > 0))).map((said) => ({ ...said, proof: { ...said.proof, importId } })));
}

async function joinCompanies(tx: Tx, workspaceId: string, importId: string, people: readonly { id: string; companies: readonly string[] }[]): Promise<void> {
  const names = [...new Map(people.flatMap(({ companies }) => companies.map((name) => [name.toLowerCase(), name] as const))).values()];
  if (names.length === 0) return;
  const ids = await companiesNamed(tx, workspaceId, names, importId);
  const members = people.flatMap(({ id, companies }) => companies.map((name, at) => ({ company_id: ids.get(name.toLowerCase()), contact_id: id, at })));
  await tx.execute(
    `INSERT INTO company_members (workspace_id, company_id, contact_id, main) SELECT DISTINCT ON (r.contact_id, r.company_id) $1::uuid, r.company_id, r.contact_id, r.at = 0 AND NOT EXISTS (SELECT 1 FROM company_members m WHERE m.contact_id = r.contact_id AND m.main)
     FROM jsonb_to_recordset($2::jsonb) AS r (company_id uuid, contact_id uuid, at integer) ORDER BY r.contact_id, r.company_id, r.at ON CONFLICT (contact_id, company_id) DO NOTHING`, [workspaceId, JSON.stringify(members)]);
  await tx.execute('UPDATE contacts p SET company = k.name FROM company_members m JOIN companies k ON k.id = m.company_id WHERE p.id = ANY($1::uuid[]) AND m.contact_id = p.id AND m.main AND p.company IS DISTINCT FROM k.name', [people.filter(({ companies }) => companies.length > 0).map(({ id }) => id)]);
}
