import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { notFound } from '../errors';
import { visibleContacts } from './contact.view';

/** Follows merges to the contact that stands. @throws DomainError not-found, also for one out of the actor's sight. */
export async function findContact(tx: Tx, actor: MemberActor, contactId: string): Promise<string> {
  const parameters: unknown[] = [contactId];
  const [row] = await tx.query<{ id: string }>(
    `WITH RECURSIVE way AS (
       SELECT id, merged_into FROM contacts WHERE id = $1
       UNION SELECT n.id, n.merged_into FROM contacts n JOIN way ON n.id = way.merged_into
     ) SELECT p.id FROM way p WHERE p.merged_into IS NULL AND ${visibleContacts(actor, parameters)}`,
    parameters,
  );
  if (row === undefined) throw notFound('contact');
  return row.id;
}
