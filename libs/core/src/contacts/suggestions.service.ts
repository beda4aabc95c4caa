import { Injectable } from '@nestjs/common';
import type { SuggestionList, SuggestionView } from '@kontuar/contract';
import { Database, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { visibleConversations } from '../access/can';
import { invalid } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { evidenceOf, type Shared, type Side } from '../likeness/judge';
import { contactViews, visibleContacts } from './contact.view';
import { findContact } from './find-contact';
import { treesOf } from './trees';

interface Row {
  other_id: string; kind: Shared['kind']; value: string;
  own_source: Side['source']; own_words: string; own_scope: string; own_name: string; own_verified: boolean; own_message: string | null; own_conversation: string | null;
  source: Side['source']; words: string; scope: string; name: string; verified: boolean; message: string | null; conversation: string | null;
}

const SHOWN = 20;
/** What more people than that have in common is a desk, a firm or a family, and no evidence. */
const MOST_PEOPLE = 4;
const LOOKED_AT = 200;

/** Who may be the same person, with what speaks for it. Joining is a member's act, the ordinary merge. */
@Injectable()
export class Suggestions {
  constructor(private readonly database: Database) {}

  async list(actor: MemberActor, contactId: string): Promise<SuggestionList> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const id = await findContact(tx, actor, contactId);
      const rows = await sharedClues(tx, actor, id);
      const shown = await allowed(tx, actor, id, [...new Set(rows.map((row) => row.other_id))]);
      const views = new Map((await contactViews(tx, [id, ...shown])).map((view) => [view.id, view]));
      const found: { item: SuggestionView; strength: number }[] = [];
      for (const otherId of shown) {
        const contact = views.get(otherId);
        if (contact === undefined) continue;
        const pairs = rows.filter((row) => row.other_id === otherId).map((row) => ({ row, shared: toShared(row) }));
        const { evidence, strength } = evidenceOf(pairs.map(({ shared }) => shared), { own: views.get(id)?.name ?? '', other: contact.name });
        if (evidence.length === 0) continue;
        found.push({ strength, item: { contact, evidence: pairs.filter(({ shared }) => evidence.includes(shared)).map(({ row }) => toEvidence(row)) } });
      }
      return { items: found.sort((a, b) => b.strength - a.strength).slice(0, SHOWN).map(({ item }) => item) };
    });
  }

  /** These two are not one person, and nobody is asked again, whomever each of them is merged with later. */
  async dismiss(actor: MemberActor, contactId: string, otherId: string): Promise<void> {
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [one, other] = [await findContact(tx, actor, contactId), await findContact(tx, actor, otherId)];
      if (one === other) throw invalid('same-contact', 'This is one contact already.');
      // Also of those who went up in them: were a merge taken back, the question would come again.
      const touched = await tx.execute(
        `WITH RECURSIVE ${treesOf('$2', 'ours')}, ${treesOf('$3', 'theirs')}
         INSERT INTO dismissed_suggestions (workspace_id, contact_id, other_id, dismissed_by) SELECT $1, least(a.id, b.id), greatest(a.id, b.id), $4 FROM (SELECT id FROM ours LIMIT 50) a, (SELECT id FROM theirs LIMIT 50) b ON CONFLICT DO NOTHING`,
        [actor.workspaceId, one, other, actor.memberId]);
      if (touched > 0) await record(tx, [{ type: 'contact.suggestion-dismissed', actor: actorOf(actor), subjectId: one, data: { otherId: other } }, directoryChanged(actor, 'contacts', one), directoryChanged(actor, 'contacts', other)]);
    });
  }
}

/** What the person has in common with others; nothing that is read in a conversation out of the actor's sight. */
function sharedClues(tx: Tx, actor: MemberActor, contactId: string): Promise<Row[]> {
  const parameters: unknown[] = [contactId, MOST_PEOPLE, LOOKED_AT];
  const visible = visibleConversations(actor, parameters);
  const inSight = (clue: string) => (visible === 'true' ? 'true' : `(${clue}.message_id IS NULL OR EXISTS (SELECT 1 FROM messages s JOIN conversations c ON c.id = s.conversation_id WHERE s.id = ${clue}.message_id AND ${visible}))`);
  return tx.query<Row>(
    `WITH own AS MATERIALIZED (
       SELECT k.*, i.scope, coalesce(i.name, '') AS name, i.verified FROM identities i JOIN identity_clues k ON k.identity_id = i.id WHERE i.contact_id = $1 AND ${inSight('k')}
     ), rare AS MATERIALIZED (
       SELECT v.kind, v.value FROM (SELECT DISTINCT kind, value FROM own) v
       WHERE (SELECT count(*) FROM (SELECT DISTINCT i.contact_id FROM identity_clues k JOIN identities i ON i.id = k.identity_id WHERE k.workspace_id = (SELECT kontuar_workspace()) AND k.kind = v.kind AND k.value = v.value LIMIT $2 + 1) people) <= $2
     )
     SELECT i.contact_id AS other_id, own.kind, own.value,
       own.source AS own_source, own.words AS own_words, own.scope AS own_scope, own.name AS own_name, own.verified AS own_verified, own.message_id AS own_message, om.conversation_id AS own_conversation,
       k.source, k.words, i.scope, coalesce(i.name, '') AS name, i.verified, k.message_id AS message, m.conversation_id AS conversation
     FROM own JOIN rare USING (kind, value) JOIN identity_clues k ON k.workspace_id = own.workspace_id AND k.kind = own.kind AND k.value = own.value JOIN identities i ON i.id = k.identity_id
       JOIN contacts p ON p.id = i.contact_id LEFT JOIN messages om ON om.id = own.message_id LEFT JOIN messages m ON m.id = k.message_id
     -- The same name in the same place is a mistake of ours, not a second network.
     WHERE i.contact_id <> $1 AND p.merged_into IS NULL AND NOT (own.kind = 'handle' AND i.scope = own.scope) AND ${inSight('k')} ORDER BY i.contact_id, own.kind, own.value LIMIT $3`, parameters);
}

const toShared = (row: Row): Shared => ({
  kind: row.kind, value: row.value,
  own: { source: row.own_source, words: row.own_words, scope: row.own_scope, name: row.own_name, verified: row.own_verified, messageId: row.own_message },
  other: { source: row.source, words: row.words, scope: row.scope, name: row.name, verified: row.verified, messageId: row.message },
});

const toEvidence = (row: Row): SuggestionView['evidence'][number] => ({
  kind: row.kind, value: row.value, verified: row.own_verified && row.verified,
  own: { scope: row.own_scope, source: row.own_source, words: row.own_words, conversationId: row.own_conversation, messageId: row.own_message },
  other: { scope: row.scope, source: row.source, words: row.words, conversationId: row.conversation, messageId: row.message },
});

/** Those whom the actor may know and whom nobody dismissed: also not one of those who went up in either of them. */
async function allowed(tx: Tx, actor: MemberActor, contactId: string, otherIds: readonly string[]): Promise<string[]> {
  if (otherIds.length === 0) return [];
  const parameters: unknown[] = [otherIds, contactId];
  const rows = await tx.query<{ id: string }>(
    `WITH RECURSIVE ${treesOf('$2', 'ours')}, theirs AS (SELECT unnest AS root, unnest AS id FROM unnest($1::uuid[]) UNION SELECT theirs.root, n.id FROM contacts n JOIN theirs ON n.merged_into = theirs.id)
     SELECT p.id FROM contacts p WHERE p.id = ANY($1::uuid[]) AND ${visibleContacts(actor, parameters)}
       AND NOT EXISTS (SELECT 1 FROM theirs JOIN ours ON true JOIN dismissed_suggestions d ON d.contact_id = least(theirs.id, ours.id) AND d.other_id = greatest(theirs.id, ours.id) WHERE theirs.root = p.id)`,
    parameters,
  );
  return rows.map((row) => row.id);
}
