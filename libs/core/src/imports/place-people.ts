import { newId, type Tx } from '@kontuar/platform';
import type { definitionsOf } from '../attributes/attributes';
import { readValue } from '../attributes/value';
import { companiesNamed } from '../companies/memberships';
import { sourceOf, type ChatwootConversation, type ChatwootPerson } from './chatwoot-shape';
import { PERSON_SCOPES } from './person-scopes';

export interface Channel { id: string; identity_scope: string }
export interface Place { contactId: string; identityId: string; name: string }
export interface Wanted { channel: Channel; conversation: ChatwootConversation }
export interface PlaceContext { workspaceId: string; importId: string; fields: Awaited<ReturnType<typeof definitionsOf>> }
interface Address { scope: string; address: string }
interface Known { id: string; contactId: string }

const email = (person: ChatwootPerson): string | null => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(person.email) ? person.email.toLowerCase() : null);
const phone = (person: ChatwootPerson): string | null => { const number = person.phone_number.replace(/[ ().-]/g, ''); return /^\+?\d{5,15}$/.test(number) ? number : null; };
const keyOf = ({ scope, address }: Address): string => `${scope} ${address}`;

/** Their address on this channel first; then the mail and the number, which they may be known by anywhere. */
function addressesOf({ channel, conversation }: Wanted): [Address, ...Address[]] {
  const { sender } = conversation.meta;
  const [mail, number] = [email(sender), phone(sender)];
  const own = channel.identity_scope === PERSON_SCOPES.email && mail !== null ? mail : channel.identity_scope === PERSON_SCOPES.phone && number !== null ? number : `${sourceOf(conversation)}:${sender.id ?? conversation.id}`;
  return [{ scope: channel.identity_scope, address: own }, ...(mail === null ? [] : [{ scope: PERSON_SCOPES.email, address: mail }]), ...(number === null ? [] : [{ scope: PERSON_SCOPES.phone, address: number }])];
}

/** Who wrote each: by the address on this channel, else by the mail or the number anywhere; else somebody new, who is the same person in the next conversation. */
export async function placesOf(tx: Tx, context: PlaceContext, wanted: readonly Wanted[]): Promise<Place[]> {
  const owners = await ownersOf(tx, context.workspaceId, wanted.flatMap(addressesOf));
  const identities: (Address & { id: string; contact_id: string; name: string | null })[] = [];
  const people = new Map<string, ChatwootPerson>();
  const places = wanted.map((one): Place => {
    const { sender } = one.conversation.meta;
    const addresses = addressesOf(one);
    let contactId = addresses.map((address) => owners.get(keyOf(address))?.contactId).find((id) => id !== undefined);
    if (contactId === undefined) {
      contactId = newId();
      people.set(contactId, sender);
    }
    for (const address of addresses) {
      if (owners.has(keyOf(address))) continue;
      const id = newId();
      owners.set(keyOf(address), { id, contactId });
      identities.push({ id, contact_id: contactId, ...address, name: sender.name === '' ? null : sender.name.slice(0, 200) });
    }
    return { contactId, identityId: owners.get(keyOf(addresses[0]))?.id ?? '', name: sender.name };
  });
  await newPeople(tx, context, people);
  await tx.execute(
    `INSERT INTO identities (id, workspace_id, contact_id, scope, external_id, handle, name) SELECT r.id, $1, r.contact_id, r.scope, r.address, CASE WHEN r.address LIKE 'chatwoot:%' THEN NULL ELSE r.address END, r.name
     FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, contact_id uuid, scope text, address text, name text)`, [context.workspaceId, JSON.stringify(identities)]);
  await tx.execute('UPDATE contact_stats SET due_at = now() WHERE due_at IS NULL AND contact_id = ANY($1::uuid[])', [places.map(({ contactId }) => contactId)]);
  return places;
}

async function ownersOf(tx: Tx, workspaceId: string, addresses: readonly Address[]): Promise<Map<string, Known>> {
  const rows = await tx.query<Address & Known>(
    `SELECT i.id, i.scope, i.external_id AS address, i.contact_id AS "contactId" FROM identities i JOIN unnest($2::text[], $3::text[]) AS w (scope, address) ON i.scope = w.scope AND i.external_id = w.address WHERE i.workspace_id = $1`,
    [workspaceId, addresses.map(({ scope }) => scope), addresses.map(({ address }) => address)]);
  return new Map(rows.map((row) => [keyOf(row), { id: row.id, contactId: row.contactId }]));
}

async function newPeople(tx: Tx, context: PlaceContext, people: ReadonlyMap<string, ChatwootPerson>): Promise<void> {
  if (people.size === 0) return;
  await tx.execute('INSERT INTO contacts (id, workspace_id, name, attributes) SELECT r.id, $1, r.name, r.attributes FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, name text, attributes jsonb)', [context.workspaceId, JSON.stringify([...people].map(([id, person]) => ({ id, name: nameOf(person), attributes: attributesOf(context, person) })))]);
  const members = [...people].flatMap(([id, { additional_attributes: more }]) => { const firm = more['company_name']; return typeof firm === 'string' && firm.trim() !== '' ? [{ id, firm: firm.trim().slice(0, 200) }] : []; });
  if (members.length === 0) return;
  const companies = await companiesNamed(tx, context.workspaceId, [...new Map(members.map(({ firm }) => [firm.toLowerCase(), firm])).values()], context.importId);
  const joined = JSON.stringify(members.map(({ id, firm }) => ({ contact_id: id, company_id: companies.get(firm.toLowerCase()) })));
  await tx.execute('INSERT INTO company_members (workspace_id, company_id, contact_id) SELECT $1, r.company_id, r.contact_id FROM jsonb_to_recordset($2::jsonb) AS r (contact_id uuid, company_id uuid)', [context.workspaceId, joined]);
  await tx.execute('UPDATE contacts p SET company = k.name FROM jsonb_to_recordset($1::jsonb) AS r (contact_id uuid, company_id uuid) JOIN companies k ON k.id = r.company_id WHERE p.id = r.contact_id', [joined]);
}

const nameOf = (sender: ChatwootPerson): string => (sender.name === '' ? (email(sender)?.split('@')[0] ?? phone(sender) ?? '') : sender.name).slice(0, 200);

function attributesOf({ fields }: PlaceContext, sender: ChatwootPerson): Record<string, unknown> {
  return Object.fromEntries(fields.flatMap((field) => {
    const value = sender.custom_attributes[field.key];
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return [];
    const read = readValue(field, field.kind === 'text' ? String(value) : value);
    return read.ok && read.value !== null ? [[field.key, read.value]] : [];
  }));
}
