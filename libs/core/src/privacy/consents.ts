import { builtinPurposes, type ConsentProof, type ConsentSource, type ConsentStanding } from '@kontuar/contract';
import { newId, type Tx } from '@kontuar/platform';
import { actorOf, record } from '../history/history';
import type { Actor } from '../access/actor';
import { invalid } from '../errors';

export interface ConsentSaid {
  contactId: string;
  purpose: string;
  given: boolean;
  source: ConsentSource;
  /** When they said so; now unless told. */
  at?: Date | undefined;
  /** `importId`: of which file it is a line, so that it goes when the file is taken back. */
  proof?: (ConsentProof & { importId?: string }) | undefined;
  messageId?: string | undefined;
}

/** Everybody who was merged into one of `contacts` (a query of ids), and who was split off: a no that was said before goes along with them. */
const people = (contacts: string): string => `
  tree AS (SELECT id AS person, id, 'infinity'::timestamptz AS until, false AS only_no FROM ${contacts}
    UNION SELECT t.person, c.id, t.until, t.only_no FROM tree t JOIN contacts c ON c.merged_into = t.id),
  everybody AS (SELECT * FROM tree UNION ALL SELECT t.person, d.contact_id, least(t.until, d.split_at), true FROM tree t JOIN contact_splits d ON d.other_id = t.id AND d.undone_at IS NULL)`;

/** The newest line of each of them; at the same moment a no is the newer one. */
const newest = `SELECT DISTINCT ON (e.person, e.id, k.purpose) e.person, k.purpose, k.given, k.at FROM everybody e JOIN consents k ON k.contact_id = e.id AND k.recorded_at < e.until AND NOT (e.only_no AND k.given)`;

export interface Standing { state: ConsentStanding; since: Date | null }

/**
 * What counts for each of these people now, asked in one round trip however many they are. A no of any of those who were merged into one counts for all of
 * them, until they are split again or say yes as one. Who never answered is 'none': that is no consent.
 */
export async function consentStanding(tx: Tx, contactIds: readonly string[], purpose: string): Promise<Map<string, Standing>> {
  const rows = contactIds.length === 0 ? [] : await tx.query<{ person: string; given: boolean; since: Date }>(
    `WITH RECURSIVE ${people('unnest($1::uuid[]) AS id')}, newest AS (${newest} WHERE k.purpose = $2 ORDER BY e.person, e.id, k.purpose, k.at DESC, k.given, k.id DESC)
     SELECT person, bool_and(given) AS given, coalesce(max(at) FILTER (WHERE NOT given), max(at)) AS since FROM newest GROUP BY person`,
    [contactIds, purpose]);
  const of = new Map(rows.map((row): [string, Standing] => [row.person, { state: row.given ? 'given' : 'withdrawn', since: row.since }]));
  return new Map(contactIds.map((id) => [id, of.get(id) ?? { state: 'none', since: null }]));
}

/** Of many people for every purpose about which any of them ever said something. */
export async function consentsOfMany(tx: Tx, contactIds: readonly string[]): Promise<Map<string, Map<string, Standing>>> {
  const rows = contactIds.length === 0 ? [] : await tx.query<{ person: string; purpose: string; given: boolean; since: Date }>(
    `WITH RECURSIVE ${people('unnest($1::uuid[]) AS id')}, newest AS (${newest} ORDER BY e.person, e.id, k.purpose, k.at DESC, k.given, k.id DESC)
     SELECT person, purpose, bool_and(given) AS given, coalesce(max(at) FILTER (WHERE NOT given), max(at)) AS since FROM newest GROUP BY person, purpose ORDER BY person, purpose`, [contactIds]);
  const of = new Map<string, Map<string, Standing>>();
  for (const { person, purpose, given, since } of rows) of.set(person, (of.get(person) ?? new Map<string, Standing>()).set(purpose, { state: given ? 'given' : 'withdrawn', since }));
  return of;
}

/** Of one person for every purpose about which they ever said something. */
export async function standingsOf(tx: Tx, contactId: string): Promise<Map<string, Standing>> {
  const rows = await tx.query<{ purpose: string; given: boolean; since: Date }>(
    `WITH RECURSIVE ${people('unnest(ARRAY[$1::uuid]) AS id')}, newest AS (${newest} ORDER BY e.person, e.id, k.purpose, k.at DESC, k.given, k.id DESC)
     SELECT purpose, bool_and(given) AS given, coalesce(max(at) FILTER (WHERE NOT given), max(at)) AS since FROM newest GROUP BY purpose`, [contactId]);
  return new Map(rows.map((row) => [row.purpose, { state: row.given ? 'given' : 'withdrawn', since: row.since }]));
}

/**
 * Adds lines to the ledger; the caller has found the contacts and may do so. Whoever was merged into a person gets the same line: what they say as one person
 * counts for all of them, and stays with each when they are split.
 * @throws DomainError 'unknown-purpose'
 */
export async function recordConsents(tx: Tx, actor: Actor, said: readonly ConsentSaid[]): Promise<string[]> {
  if (said.length === 0) return [];
  await knownPurposes(tx, [...new Set(said.map(({ purpose }) => purpose))]);
  const lines = said.map((one) => ({
    act_id: newId(), contact_id: one.contactId, purpose: one.purpose, given: one.given, source: one.source,
    at: new Date(Math.min(one.at?.getTime() ?? Date.now(), Date.now())).toISOString(), proof: one.proof ?? {}, message_id: one.messageId ?? null,
  }));
  await tx.execute(
    `WITH RECURSIVE said AS (SELECT * FROM jsonb_to_recordset($2::jsonb) AS s (act_id uuid, contact_id uuid, purpose text, given boolean, source text, at timestamptz, proof jsonb, message_id uuid)),
       tree AS (SELECT act_id, contact_id AS id FROM said UNION SELECT t.act_id, c.id FROM tree t JOIN contacts c ON c.merged_into = t.id)
     INSERT INTO consents (id, workspace_id, contact_id, act_id, purpose, given, source, at, proof, message_id, member_id)
       SELECT gen_random_uuid(), $1, t.id, s.act_id, s.purpose, s.given, s.source, s.at, s.proof, s.message_id, $3 FROM said s JOIN tree t ON t.act_id = s.act_id`,
    [actor.workspaceId, JSON.stringify(lines), actor.kind === 'member' ? actor.memberId : null]);
  await record(tx, lines.map((line) => ({ type: line.given ? 'consent.given' : 'consent.withdrawn', actor: actorOf(actor), subjectId: line.contact_id, data: { purpose: line.purpose, source: line.source, consentId: line.act_id } })), actor.workspaceId);
  return lines.map((line) => line.act_id);
}

async function knownPurposes(tx: Tx, keys: readonly string[]): Promise<void> {
  const own = keys.filter((key) => !builtinPurposes.some((purpose) => purpose.key === key));
  if (own.length === 0) return;
  const known = await tx.query<{ key: string }>('SELECT key FROM consent_purposes WHERE key = ANY($1) AND archived_at IS NULL', [own]);
  if (known.length < own.length) throw invalid('unknown-purpose', 'There is no such purpose of consent here.', { errors: [{ path: 'purpose', message: 'There is no such purpose of consent here.' }] });
}
