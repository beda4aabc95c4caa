import { newId, type Tx } from '@kontuar/platform';
import type { Actor } from '../access/actor';
import { MAX_ATTRIBUTE_BYTES } from '../attributes/attributes';
import { copyMemberships } from '../companies/memberships';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { moveAll } from './homes';

/** What a merge fills in on the contact that stays. `kinds` are those by hand, `refused` those refused by hand. */
export interface Facts { kinds: string[]; refused: string[]; language: string | null; company: string | null; note: string; attributes: Record<string, unknown> }
/** Merges from before there were fields of one's own, or refusals, have none. `companyIds`: those that the one that stays was not with before. */
export interface Moved { identityIds: string[]; companyIds?: string[]; before: Facts; after: Facts }

/** Locks in the order of ids. Contacts that went up in another are left out, except `merged`. */
export async function lockContacts(tx: Tx, ids: readonly string[], merged: readonly string[] = []): Promise<Map<string, Facts>> {
  const rows = await tx.query<Facts & { id: string; merged_into: string | null }>('SELECT id, kinds_by_hand AS kinds, kinds_refused AS refused, language, company, note, attributes, merged_into FROM contacts WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE', [ids]);
  return new Map(rows.filter((row) => row.merged_into === null || merged.includes(row.id)).map(({ id, kinds, refused, language, company, note, attributes }) => [id, { kinds, refused, language, company, note, attributes }]));
}

export const filled = (stays: Facts, goes: Facts): Facts => ({
  kinds: [...new Set([...stays.kinds, ...goes.kinds])],
  refused: [...new Set([...stays.refused, ...goes.refused])].filter((kind) => !stays.kinds.includes(kind) && !goes.kinds.includes(kind)),
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
  const { identityIds, conversationIds } = await moveAll(tx, actor, goes, stays);
  const companyIds = await copyMemberships(tx, goes, stays);
  await writeFacts(tx, stays, after);
  await tx.execute('UPDATE contacts s SET avatar_key = g.avatar_key, avatar_identity_id = g.avatar_identity_id FROM contacts g WHERE s.id = $1 AND g.id = $2 AND s.avatar_key IS NULL AND g.avatar_key IS NOT NULL', [stays, goes]);
  await tx.execute('UPDATE contacts SET merged_into = $2, updated_at = now() WHERE id = $1', [goes, stays]);
  const mergeId = newId();
  const moved: Moved = { identityIds, companyIds, before, after };
  const workspaceId = actor.workspaceId;
  await tx.query('INSERT INTO contact_merges (id, workspace_id, contact_id, other_id, moved, merged_by) VALUES ($1, $2, $3, $4, $5, $6)', [mergeId, workspaceId, stays, goes, JSON.stringify(moved), actor.kind === 'member' ? actor.memberId : null]);
  await record(tx, [
    { type: 'contact.merged', actor: actorOf(actor), subjectId: stays, data: { mergeId, otherId: goes, identityIds, conversations: conversationIds.length, ...(reason === undefined ? {} : { reason }) } },
    directoryChanged(actor, 'contacts', stays), directoryChanged(actor, 'contacts', goes),
  ], workspaceId);
  return mergeId;
}

export async function writeFacts(tx: Tx, contactId: string, facts: Facts): Promise<void> {
  await tx.execute('UPDATE contacts SET kinds_by_hand = $2, kinds_refused = $3, language = $4, company = $5, note = $6, attributes = $7, updated_at = now() WHERE id = $1', [contactId, facts.kinds, facts.refused, facts.language, facts.company, facts.note, JSON.stringify(facts.attributes)]);
}
