import { newId, type Tx } from '@kontuar/platform';
import type { Actor } from '../access/actor';
import { MAX_ATTRIBUTE_BYTES } from '../attributes/attributes';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';

/** What a merge fills in on the contact that stays. */
export interface Facts { kinds: string[]; language: string | null; company: string | null; note: string; attributes: Record<string, unknown> }
/** Merges from before there were fields of one's own and notes to keep in mind have neither. */
export interface Moved { identityIds: string[]; conversationIds: string[]; pinIds?: string[]; before: Facts; after: Facts }

/** Locks in the order of ids. Contacts that went up in another are left out, except `merged`. */
export async function lockContacts(tx: Tx, ids: readonly string[], merged?: string): Promise<Map<string, Facts>> {
  const rows = await tx.query<Facts & { id: string; merged_into: string | null }>('SELECT id, kinds, language, company, note, attributes, merged_into FROM contacts WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE', [ids]);
  return new Map(rows.filter((row) => row.merged_into === null || row.id === merged).map(({ id, kinds, language, company, note, attributes }) => [id, { kinds, language, company, note, attributes }]));
}

const filled = (stays: Facts, goes: Facts): Facts => ({
  kinds: [...new Set([...stays.kinds, ...goes.kinds])],
  language: stays.language ?? goes.language,
  company: stays.company ?? goes.company,
  note: [stays.note, goes.note].filter((note) => note !== '').join('\n\n'),
  attributes: filledFields(stays.attributes, goes.attributes),
});

/** What would be more than one contact may have stays on the one that goes, and is there again after an undo. */
function filledFields(stays: Facts['attributes'], goes: Facts['attributes']): Facts['attributes'] {
  let all = stays;
  for (const [key, value] of Object.entries(goes)) {
    if (!Object.hasOwn(all, key) && Buffer.byteLength(JSON.stringify({ ...all, [key]: value })) <= MAX_ATTRIBUTE_BYTES) all = { ...all, [key]: value };
  }
  return all;
}

/**
 * `goes` goes up in `stays`, so that it can be taken back. `reason` 'platform': the platform itself says that the two are one, nobody was asked.
 * Answers the merge, or undefined when one of them went up in another meanwhile.
 */
export async function joinContacts(tx: Tx, actor: Actor, stays: string, goes: string, reason?: 'platform'): Promise<string | undefined> {
  const facts = await lockContacts(tx, [stays, goes]);
  const [before, added] = [facts.get(stays), facts.get(goes)];
  if (before === undefined || added === undefined) return undefined;
  const after = filled(before, added);
  const identityIds = (await tx.query<{ id: string }>('UPDATE identities SET contact_id = $1 WHERE contact_id = $2 RETURNING id', [stays, goes])).map((row) => row.id);
  const conversationIds = (await tx.query<{ id: string }>('SELECT id FROM conversations WHERE contact_id = $1', [goes])).map((row) => row.id);
  await moveConversations(tx, actor, conversationIds, stays);
  const pinIds = (await tx.query<{ id: string }>('UPDATE pins SET contact_id = $1 WHERE contact_id = $2 RETURNING id', [stays, goes])).map((row) => row.id);
  await writeFacts(tx, stays, after);
  await tx.execute('UPDATE contacts s SET avatar_key = g.avatar_key, avatar_identity_id = g.avatar_identity_id FROM contacts g WHERE s.id = $1 AND g.id = $2 AND s.avatar_key IS NULL AND g.avatar_key IS NOT NULL', [stays, goes]);
  await tx.execute('UPDATE contacts SET merged_into = $2, updated_at = now() WHERE id = $1', [goes, stays]);
  const mergeId = newId();
  const moved: Moved = { identityIds, conversationIds, pinIds, before, after };
  const workspaceId = actor.workspaceId;
  await tx.query('INSERT INTO contact_merges (id, workspace_id, contact_id, other_id, moved, merged_by) VALUES ($1, $2, $3, $4, $5, $6)', [mergeId, workspaceId, stays, goes, JSON.stringify(moved), actor.kind === 'member' ? actor.memberId : null]);
  await record(tx, [
    { type: 'contact.merged', actor: actorOf(actor), subjectId: stays, data: { mergeId, otherId: goes, identityIds, conversations: conversationIds.length, ...(reason === undefined ? {} : { reason }) } },
    directoryChanged(actor, 'contacts', stays), directoryChanged(actor, 'contacts', goes),
  ], workspaceId);
  return mergeId;
}

export async function writeFacts(tx: Tx, contactId: string, facts: Facts): Promise<void> {
  await tx.execute('UPDATE contacts SET kinds = $2, language = $3, company = $4, note = $5, attributes = $6, updated_at = now() WHERE id = $1', [contactId, facts.kinds, facts.language, facts.company, facts.note, JSON.stringify(facts.attributes)]);
}

export async function moveConversations(tx: Tx, actor: Actor, ids: readonly string[], contactId: string): Promise<void> {
  await tx.execute('UPDATE conversations SET contact_id = $2, version = version + 1 WHERE id = ANY($1::uuid[])', [ids, contactId]);
  await record(tx, ids.map((id) => ({ type: 'conversation.updated', actor: actorOf(actor), conversationId: id, data: { contactId } })), actor.workspaceId);
}
