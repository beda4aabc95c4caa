import type { AttributeDefinition, AttributeSubject, AttributeValues } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { conflict, invalid } from '../errors';
import { readValue } from './value';

/** All fields of one conversation or contact together; they travel with every row of a list. */
export const MAX_ATTRIBUTE_BYTES = 16_000;

export type Attributes = Readonly<Record<string, unknown>>;
export const definitionColumns = `id, subject, key, kind, name, description, options, required, from_outside AS "fromOutside", position, archived_at IS NOT NULL AS archived`;

/** Definitions of the workspace, in the order of the panel. */
export async function definitionsOf(tx: Tx, subject: AttributeSubject, keys?: readonly string[]): Promise<AttributeDefinition[]> {
  return tx.query<AttributeDefinition>(`SELECT ${definitionColumns} FROM attribute_definitions WHERE subject = $1 AND ($2::text[] IS NULL OR key = ANY($2)) ORDER BY position, id`, [subject, keys ?? null]);
}

/** What values come to when each is held against its definition: null takes the field out. Nothing is kept unless all are right. @throws DomainError 'wrong-attributes' */
export async function readAttributes(tx: Tx, subject: AttributeSubject, values: AttributeValues, before: Attributes = {}): Promise<AttributeValues> {
  const keys = Object.keys(values);
  if (keys.length === 0) return {};
  const definitions = new Map((await definitionsOf(tx, subject, keys)).map((definition) => [definition.key, definition]));
  const errors: { path: string; message: string }[] = [];
  const read: AttributeValues = {};
  for (const [key, value] of Object.entries(values)) {
    const definition = definitions.get(key);
    // What is archived can still be emptied.
    if (definition === undefined || (definition.archived && value !== null)) {
      errors.push({ path: `attributes.${key}`, message: 'There is no such field.' });
      continue;
    }
    const answer = readValue(definition, value ?? null, before[key]);
    if (answer.ok) read[key] = answer.value;
    else errors.push({ path: `attributes.${key}`, message: answer.message });
  }
  if (errors.length > 0) throw invalid('wrong-attributes', 'A field does not take this.', { errors });
  return read;
}

/** The fields with some of them set and some emptied. @throws DomainError 'attributes-too-large' */
export function withAttributes(before: Attributes, change: AttributeValues): Record<string, unknown> {
  const after: Record<string, unknown> = { ...before };
  for (const [key, value] of Object.entries(change)) {
    if (value === null) delete after[key];
    else after[key] = value;
  }
  if (Buffer.byteLength(JSON.stringify(after)) > MAX_ATTRIBUTE_BYTES) throw invalid('attributes-too-large', 'All fields together hold at most 16 000 bytes.');
  return after;
}

/** Keys that differ. */
export const movedKeys = (before: Attributes, after: Attributes): string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key])).sort();

export interface MissingField { subject: AttributeSubject; key: string; name: { en: string; pl: string } }

/** Which fields have to be filled in before each of these conversations is resolved by hand; complete ones are left out. */
export async function missingBeforeResolve(tx: Tx, conversationIds: readonly string[]): Promise<Map<string, MissingField[]>> {
  const rows = await tx.query<MissingField & { id: string }>(
    `SELECT c.id, d.subject, d.key, d.name FROM attribute_definitions d CROSS JOIN conversations c JOIN contacts p ON p.id = c.contact_id
     WHERE d.required AND d.archived_at IS NULL AND c.id = ANY($1::uuid[]) AND NOT (CASE d.subject WHEN 'conversation' THEN c.attributes ELSE p.attributes END) ? d.key
     ORDER BY d.subject DESC, d.position, d.id`,
    [conversationIds],
  );
  const missing = new Map<string, MissingField[]>();
  for (const { id, ...field } of rows) missing.set(id, [...(missing.get(id) ?? []), field]);
  return missing;
}

export const incomplete = (missing: readonly MissingField[]): Error =>
  conflict('fields-missing', `Fill in first: ${missing.map(({ name }) => name.en).join(', ')}.`, { missing });
