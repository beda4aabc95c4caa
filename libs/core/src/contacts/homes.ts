import type { Tx } from '@kontuar/platform';
import type { Actor } from '../access/actor';
import { actorOf, record } from '../history/history';

/*
 * Whose something is has two answers. `contact_id` is the person with whom it stands on the screen. `home_id` is the contact to whom it belongs but for merges
 * (null: that person). Merges make a forest of contacts (`merged_into`), and the person of a thing is the root above its home: so that a merge or a split can be
 * taken back at any time and in any order, by changing the forest or a home and putting things where they now belong.
 */

/** `tree`: a contact and all that went up in it, one in another. */
const treeOf = (parameter: string): string => `tree AS (SELECT ${parameter}::uuid AS id UNION SELECT c.id FROM contacts c JOIN tree ON c.merged_into = tree.id)`;

/** The contact that stands for this one. Undefined when there is none. */
export async function rootOf(tx: Tx, contactId: string): Promise<string | undefined> {
  const [row] = await tx.query<{ id: string }>(
    `WITH RECURSIVE way AS (SELECT id, merged_into FROM contacts WHERE id = $1 UNION SELECT n.id, n.merged_into FROM contacts n JOIN way ON n.id = way.merged_into) SELECT id FROM way WHERE merged_into IS NULL`, [contactId]);
  return row?.id;
}

export async function isUnder(tx: Tx, contactId: string, rootId: string): Promise<boolean> {
  return (await tx.query(`WITH RECURSIVE ${treeOf('$1')} SELECT 1 FROM tree WHERE id = $2`, [rootId, contactId])).length > 0;
}

export interface Moving { identityIds: string[]; conversationIds: string[] }

/** Everything that stands with `from` stands with `to` from now on, and stays known as what it is. */
export async function moveAll(tx: Tx, actor: Actor, from: string, to: string): Promise<Moving> {
  const identityIds = ids(await tx.query('UPDATE identities SET contact_id = $2, home_id = nullif(coalesce(home_id, $1), $2) WHERE contact_id = $1 RETURNING id', [from, to]));
  // One that began since an earlier merge has no home of its own: it is at home where its identity is.
  const conversationIds = ids(await tx.query(
    `UPDATE conversations c SET contact_id = $2, version = version + 1, home_id = nullif(coalesce(c.home_id, (SELECT coalesce(i.home_id, $2) FROM identities i WHERE i.id = c.identity_id AND i.id = ANY($3::uuid[])), $1), $2)
     WHERE c.contact_id = $1 RETURNING c.id`, [from, to, identityIds]));
  await tx.execute('UPDATE pins SET contact_id = $2, home_id = nullif(coalesce(home_id, $1), $2) WHERE contact_id = $1', [from, to]);
  await tell(tx, actor, conversationIds, to);
  return { identityIds, conversationIds };
}

/** What is at home in `contactId`, or in one that went up in it, comes out of `root` and stands with it; also what came in since on its identities. */
export async function takeOut(tx: Tx, actor: Actor, root: string, contactId: string): Promise<Moving> {
  const identityIds = ids(await tx.query(`WITH RECURSIVE ${treeOf('$2')} UPDATE identities SET contact_id = $2, home_id = nullif(home_id, $2) WHERE contact_id = $1 AND home_id IN (SELECT id FROM tree) RETURNING id`, [root, contactId]));
  const conversationIds = ids(await tx.query(
    `WITH RECURSIVE ${treeOf('$2')} UPDATE conversations SET contact_id = $2, home_id = nullif(home_id, $2), version = version + 1
     WHERE contact_id = $1 AND (home_id IN (SELECT id FROM tree) OR (home_id IS NULL AND identity_id = ANY($3::uuid[]))) RETURNING id`, [root, contactId, identityIds]));
  // Also what was taken since from a note in a conversation that goes.
  await tx.execute(
    `WITH RECURSIVE ${treeOf('$2')} UPDATE pins SET contact_id = $2, home_id = CASE WHEN home_id IN (SELECT id FROM tree) THEN nullif(home_id, $2) END
     WHERE contact_id = $1 AND (home_id IN (SELECT id FROM tree) OR message_id IN (SELECT m.id FROM messages m WHERE m.conversation_id = ANY($3::uuid[])))`, [root, contactId, conversationIds]);
  await tell(tx, actor, conversationIds, contactId);
  return { identityIds, conversationIds };
}

/** Whose each thing was before; by id. A conversation without a home of its own goes with its identity. */
export interface Homes { identities: Record<string, string>; conversations: Record<string, string | null>; pins: Record<string, string> }

/** These identities of `from`, their conversations and the notes taken from those become `to`'s own. */
export async function splitOff(tx: Tx, actor: Actor, { from, to, identityIds }: { from: string; to: string; identityIds: readonly string[] }): Promise<Homes> {
  const identities = await tx.query<{ id: string; home: string }>('SELECT id, coalesce(home_id, contact_id) AS home FROM identities WHERE contact_id = $1 AND id = ANY($2::uuid[]) FOR UPDATE', [from, identityIds]);
  const conversations = await tx.query<{ id: string; home: string | null }>('SELECT id, home_id AS home FROM conversations WHERE contact_id = $1 AND identity_id = ANY($2::uuid[]) ORDER BY id FOR UPDATE', [from, identityIds]);
  const conversationIds = ids(conversations);
  const pins = await tx.query<{ id: string; home: string }>('SELECT id, coalesce(home_id, contact_id) AS home FROM pins WHERE contact_id = $1 AND message_id IN (SELECT m.id FROM messages m WHERE m.conversation_id = ANY($2::uuid[]))', [from, conversationIds]);
  await tx.execute('UPDATE identities SET contact_id = $2, home_id = NULL WHERE id = ANY($1::uuid[])', [ids(identities), to]);
  await tx.execute('UPDATE conversations SET contact_id = $2, home_id = NULL, version = version + 1 WHERE id = ANY($1::uuid[])', [conversationIds, to]);
  await tx.execute('UPDATE pins SET contact_id = $2, home_id = NULL WHERE id = ANY($1::uuid[])', [ids(pins), to]);
  await tell(tx, actor, conversationIds, to);
  const byId = <T extends string | null>(rows: readonly { id: string; home: T }[]): Record<string, T> => Object.fromEntries(rows.map(({ id, home }) => [id, home]));
  return { identities: byId(identities), conversations: byId(conversations), pins: byId(pins) };
}

/** What is at home in `contactId` goes back to whom it belonged before, or, having come since, to `source`; and stands wherever that one stands now. */
export async function sendBack(tx: Tx, actor: Actor, { contactId, source, homes }: { contactId: string; source: string; homes: Homes }): Promise<void> {
  const mine = '(home_id = $1 OR (home_id IS NULL AND contact_id = $1))';
  const identityIds = ids(await tx.query(`SELECT id FROM identities WHERE ${mine} FOR UPDATE`, [contactId]));
  const conversations = await tx.query<{ id: string; identity_id: string }>(`SELECT id, identity_id FROM conversations WHERE ${mine} OR (home_id IS NULL AND identity_id = ANY($2::uuid[])) ORDER BY id FOR UPDATE`, [contactId, identityIds]);
  const pinIds = ids(await tx.query(`SELECT id FROM pins WHERE ${mine} FOR UPDATE`, [contactId]));
  const roots = new Map<string, string>();
  const place = async (home: string): Promise<{ contact: string; home: string | null }> => {
    let root = roots.get(home);
    // Erased since: what it had stays with the one from whom it was split.
    if (root === undefined) roots.set(home, (root = (await rootOf(tx, home)) ?? (await rootOf(tx, source)) ?? source));
    return { contact: root, home: root === home ? null : home };
  };
  const splits = new Map<string, { source: string; homes: Homes } | undefined>();
  /** Who was split off and is nobody any more is no home: what was theirs belongs to whom it belonged before that. */
  const homeOf = async (kind: keyof Homes, id: string, wanted: string): Promise<string> => {
    let home = wanted;
    for (const seen = new Set<string>(); !seen.has(home);) {
      seen.add(home);
      if (!splits.has(home)) {
        const [split] = await tx.query<{ source: string; homes: Homes }>('SELECT contact_id AS source, moved AS homes FROM contact_splits WHERE other_id = $1 AND undone_at IS NOT NULL', [home]);
        splits.set(home, split);
      }
      const split = splits.get(home);
      if (split === undefined) return home;
      home = split.homes[kind][id] ?? split.source;
    }
    return home;
  };
  const put = async (table: 'identities' | 'conversations' | 'pins', id: string, { contact, home }: { contact: string; home: string | null }) =>
    tx.execute(`UPDATE ${table} SET contact_id = $2, home_id = $3${table === 'conversations' ? ', version = version + 1' : ''} WHERE id = $1`, [id, contact, home]);
  const identityAt = new Map<string, { contact: string; home: string | null }>();
  for (const id of identityIds) {
    const at = await place(await homeOf('identities', id, homes.identities[id] ?? source));
    identityAt.set(id, at);
    await put('identities', id, at);
  }
  const movedTo = new Map<string, string[]>();
  for (const { id, identity_id: identityId } of conversations) {
    // With its identity, wherever that goes.
    const at = identityAt.get(identityId) ?? (await place(await homeOf('conversations', id, homes.conversations[id] ?? source)));
    await put('conversations', id, at);
    movedTo.set(at.contact, [...(movedTo.get(at.contact) ?? []), id]);
  }
  for (const id of pinIds) await put('pins', id, await place(await homeOf('pins', id, homes.pins[id] ?? source)));
  for (const [to, conversationIds] of movedTo) await tell(tx, actor, conversationIds, to);
}

/**
 * A message may have come in while somebody merged, split or took that back: its conversation was opened with the person as it was a moment before.
 * Puts such ones, of these contacts, where they belong.
 */
export async function bringHome(tx: Tx, actor: Actor, contactIds: readonly string[]): Promise<void> {
  const left = ids(await tx.query(
    `SELECT p.id FROM contacts p WHERE p.id = ANY($1::uuid[]) AND p.merged_into IS NOT NULL AND (EXISTS (SELECT 1 FROM conversations c WHERE c.contact_id = p.id) OR EXISTS (SELECT 1 FROM identities i WHERE i.contact_id = p.id)) ORDER BY p.id FOR UPDATE`, [contactIds]));
  for (const id of left) {
    const root = await rootOf(tx, id);
    if (root !== undefined) await moveAll(tx, actor, id, root);
  }
  const strayed = await tx.query<{ id: string; contact: string }>(
    `SELECT c.id, i.contact_id AS contact FROM conversations c JOIN identities i ON i.id = c.identity_id
     WHERE c.contact_id = ANY($1::uuid[]) AND i.contact_id <> c.contact_id AND c.home_id IS NULL AND (
       EXISTS (SELECT 1 FROM contact_merges m WHERE m.contact_id = c.contact_id AND m.undone_at BETWEEN c.created_at AND c.created_at + interval '5 minutes')
       OR EXISTS (SELECT 1 FROM contact_splits d WHERE (d.contact_id = c.contact_id AND d.split_at BETWEEN c.created_at AND c.created_at + interval '5 minutes') OR (d.other_id = c.contact_id AND d.undone_at BETWEEN c.created_at AND c.created_at + interval '5 minutes')))
     ORDER BY c.id FOR UPDATE OF c`, [contactIds]);
  for (const { id, contact } of strayed) {
    await tx.execute('UPDATE conversations SET contact_id = $2, version = version + 1 WHERE id = $1', [id, contact]);
    await tell(tx, actor, [id], contact);
  }
}

const ids = (rows: readonly object[]): string[] => (rows as { id: string }[]).map(({ id }) => id);

const tell = (tx: Tx, actor: Actor, conversationIds: readonly string[], contactId: string): Promise<void> =>
  record(tx, conversationIds.map((id) => ({ type: 'conversation.updated', actor: actorOf(actor), conversationId: id, data: { contactId } })), actor.workspaceId);
