import type { AttributeDefinition, AttributeSubject, AttributeValue, AttributeValues } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { DomainError } from '../errors';
import { record, type Happening } from '../history/history';
import { definitionColumns, movedKeys, withAttributes, type Attributes } from './attributes';
import { readValue } from './value';

/** What a system of the shop's own says of a conversation and of the person in it, beside a message. */
export interface OutsideFields { deliveryId: string; conversationId: string; identityId: string; conversation: Readonly<Record<string, unknown>>; contact: Readonly<Record<string, unknown>> }
export interface RefusedField { key: string; message: string }

const CLOSED = 'No field with this key is open to pages and systems of your own.';
const bare = (value: unknown): AttributeValue | null => (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || (Array.isArray(value) && value.every((each) => typeof each === 'string')) ? (value as AttributeValue) : null);

export const openDefinitions = (tx: Tx): Promise<AttributeDefinition[]> =>
  tx.query<AttributeDefinition>(`SELECT ${definitionColumns} FROM attribute_definitions WHERE from_outside AND archived_at IS NULL ORDER BY position, id`);

/** Field by field: one that is wrong or not open to the outside holds up no other, and no message. */
export function readOutside(definitions: readonly AttributeDefinition[], subject: AttributeSubject, given: Readonly<Record<string, unknown>>, before: Attributes = {}): { values: AttributeValues; refused: RefusedField[] } {
  const values: AttributeValues = {};
  const refused: RefusedField[] = [];
  for (const [key, value] of Object.entries(given)) {
    const definition = definitions.find((each) => each.subject === subject && each.key === key);
    if (definition === undefined) {
      refused.push({ key, message: CLOSED });
      continue;
    }
    const read = value === null || bare(value) !== null ? readValue(definition, bare(value), before[key]) : { ok: false as const, message: 'This is no value of a field.' };
    if (read.ok) values[key] = read.value;
    else refused.push({ key, message: read.message });
  }
  return { values, refused };
}

/** In the transaction of the message; what is not taken is said at its delivery. */
export async function takeOutsideFields(tx: Tx, all: readonly OutsideFields[]): Promise<void> {
  if (all.length === 0) return;
  const definitions = await openDefinitions(tx);
  for (const each of all) {
    const refused = [...(await setConversation(tx, definitions, each)), ...(await setContact(tx, definitions, each))];
    if (refused.length > 0) await tx.execute('UPDATE deliveries SET error = $2 WHERE id = $1', [each.deliveryId, refused.map(({ key, message }) => `Not taken: ${key}. ${message}`).join(' ').slice(0, 500)]);
  }
}

async function setConversation(tx: Tx, definitions: readonly AttributeDefinition[], { conversationId, conversation }: OutsideFields): Promise<RefusedField[]> {
  if (Object.keys(conversation).length === 0) return [];
  const [row] = await tx.query<{ attributes: Attributes }>('SELECT attributes FROM conversations WHERE id = $1 FOR NO KEY UPDATE', [conversationId]);
  const { after, moved, refused } = changed(definitions, 'conversation', conversation, row?.attributes ?? {});
  if (moved.length === 0) return refused;
  await tx.execute('UPDATE conversations SET attributes = $2 WHERE id = $1', [conversationId, JSON.stringify(after)]);
  await record(tx, [{ type: 'conversation.updated', conversationId, data: { fields: {}, attributes: moved, outside: true } }]);
  return refused;
}

async function setContact(tx: Tx, definitions: readonly AttributeDefinition[], { identityId, contact }: OutsideFields): Promise<RefusedField[]> {
  if (Object.keys(contact).length === 0) return [];
  const [row] = await tx.query<{ id: string; attributes: Attributes }>('SELECT p.id, p.attributes FROM contacts p JOIN identities i ON i.contact_id = p.id WHERE i.id = $1 FOR UPDATE OF p', [identityId]);
  if (row === undefined) return [];
  const { after, moved, refused } = changed(definitions, 'contact', contact, row.attributes);
  if (moved.length === 0) return refused;
  await tx.execute('UPDATE contacts SET attributes = $2, updated_at = now() WHERE id = $1', [row.id, JSON.stringify(after)]);
  const happenings: Happening[] = [{ type: 'contact.changed', subjectId: row.id, data: { fields: [], attributes: moved, outside: true } }, { type: 'directory.changed', subjectId: row.id, data: { what: 'contacts' } }];
  await record(tx, happenings);
  return refused;
}

function changed(definitions: readonly AttributeDefinition[], subject: AttributeSubject, given: Readonly<Record<string, unknown>>, before: Attributes): { after: Attributes; moved: string[]; refused: RefusedField[] } {
  const { values, refused } = readOutside(definitions, subject, given, before);
  try {
    const after = withAttributes(before, values);
    return { after, moved: movedKeys(before, after), refused };
  } catch (error) {
    // All of them together are too large.
    if (!(error instanceof DomainError)) throw error;
    return { after: before, moved: [], refused: [...refused, ...Object.keys(values).map((key) => ({ key, message: error.message }))] };
  }
}
