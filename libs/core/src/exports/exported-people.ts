import type { Tx } from '@kontuar/platform';
import { peopleWhere, type PeopleAsked } from '../people/people.queries';
import type { PeopleContext } from '../people/compile-people';
import { consentsOfMany } from '../privacy/consents';
import type { ExportedPerson } from './export-table';

interface Row {
  id: string; name: string; kinds: string[]; kindsByHand: string[]; language: string | null; timeZone: string | null; note: string; attributes: ExportedPerson['attributes']; createdAt: Date;
  conversations: number; firstSeenAt: Date | null; lastSeenAt: Date | null; companies: ExportedPerson['companies']; identities: ExportedPerson['identities'];
}

/** The next of them behind `after`, in the order of their ids: whoever is changed meanwhile is neither left out nor told twice. */
export async function exportedPeople(tx: Tx, context: PeopleContext, asked: PeopleAsked, after: string | null, limit: number): Promise<ExportedPerson[]> {
  const parameters: unknown[] = [];
  const where = peopleWhere(asked, context, parameters);
  const behind = after === null ? '' : ` AND p.id > $${parameters.push(after)}::uuid`;
  const rows = await tx.query<Row>(
    `WITH page AS MATERIALIZED (SELECT p.id FROM contacts p JOIN contact_stats s ON s.contact_id = p.id WHERE ${where}${behind} ORDER BY p.id LIMIT ${limit})
     SELECT p.id, p.name, p.kinds, p.kinds_by_hand AS "kindsByHand", p.language, p.time_zone AS "timeZone", p.note, p.attributes, p.created_at AS "createdAt", s.conversations, s.first_at AS "firstSeenAt", s.last_seen_at AS "lastSeenAt",
       coalesce((SELECT jsonb_agg(jsonb_build_object('name', k.name, 'taxId', k.tax_id, 'role', m.role, 'main', m.main) ORDER BY m.main DESC, k.name) FROM company_members m JOIN companies k ON k.id = m.company_id WHERE m.contact_id = p.id), '[]') AS companies,
       coalesce((SELECT jsonb_agg(jsonb_build_object('scope', i.scope, 'externalId', i.external_id, 'handle', i.handle, 'name', i.name, 'phone', i.phone, 'email', i.email, 'verified', i.verified, 'verifiedBy', i.verified_by, 'blocked', i.blocked) ORDER BY i.created_at, i.id) FROM identities i WHERE i.contact_id = p.id), '[]') AS identities
     FROM page JOIN contacts p ON p.id = page.id JOIN contact_stats s ON s.contact_id = p.id ORDER BY p.id`, parameters);
  const consents = await consentsOfMany(tx, rows.map(({ id }) => id));
  return rows.map(({ createdAt, firstSeenAt, lastSeenAt, ...row }) => ({
    ...row, createdAt: createdAt.toISOString(), firstSeenAt: firstSeenAt?.toISOString() ?? null, lastSeenAt: lastSeenAt?.toISOString() ?? null,
    consents: Object.fromEntries([...(consents.get(row.id) ?? [])].map(([purpose, { state, since }]) => [purpose, { state: state === 'given' ? 'given' as const : 'withdrawn' as const, since: since?.toISOString() ?? null }])),
  }));
}
