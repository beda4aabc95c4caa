import { Injectable } from '@nestjs/common';
import type { ContactView, Merged, MergeUndone } from '@kontuar/contract';
import { Database } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { movedKeys } from '../attributes/attributes';
import { conflict, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { contactViews } from './contact.view';
import { findContact } from './contacts.service';
import { joinContacts, lockContacts, moveConversations, writeFacts, type Facts, type Moved } from './join';

/** Two contacts that are one person, and the way back when they are not. */
@Injectable()
export class Merges {
  constructor(private readonly database: Database) {}

  /** `otherId` goes up in `contactId`: identities and conversations move, what the one that stays lacks is filled in. */
  async merge(actor: MemberActor, contactId: string, otherId: string): Promise<Merged> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [stays, goes] = [await findContact(tx, actor, contactId), await findContact(tx, actor, otherId)];
      if (stays === goes) throw invalid('same-contact', 'This is one contact already.');
      const mergeId = await joinContacts(tx, actor, stays, goes);
      // Somebody merged one of them between our look and our lock.
      if (mergeId === undefined) throw conflict('contact-moved', 'Somebody merged one of these contacts a moment ago.');
      return { mergeId, contact: (await contactViews(tx, [stays]))[0] as ContactView };
    });
  }

  /** Moves back what the merge moved, and what came in since from the identities that go back. */
  async undo(actor: MemberActor, mergeId: string): Promise<MergeUndone> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [merge] = await tx.query<{ contact_id: string; other_id: string; moved: Moved; undone_at: Date | null }>('SELECT contact_id, other_id, moved, undone_at FROM contact_merges WHERE id = $1 FOR UPDATE', [mergeId]);
      if (merge === undefined) throw notFound('merge');
      await findContact(tx, actor, merge.contact_id);
      if (merge.undone_at !== null) throw conflict('already-undone', 'This merge was taken back already.');
      const { contact_id: stays, other_id: goes, moved } = merge;
      const now = (await lockContacts(tx, [stays, goes], goes)).get(stays);
      if (now === undefined) throw conflict('merged-further', 'This contact was merged again since. Take the later merge back first.');
      const conversations = await tx.query<{ id: string }>(
        'SELECT id FROM conversations WHERE contact_id = $1 AND (id = ANY($2::uuid[]) OR identity_id = ANY($3::uuid[]))', [stays, moved.conversationIds, moved.identityIds]);
      await tx.execute('UPDATE identities SET contact_id = $1 WHERE id = ANY($2::uuid[]) AND contact_id = $3', [goes, moved.identityIds, stays]);
      await tx.execute('UPDATE contacts SET merged_into = NULL, updated_at = now() WHERE id = $1', [goes]);
      // Also what was taken since from a note in a conversation that goes back.
      await tx.execute('UPDATE pins SET contact_id = $1 WHERE contact_id = $2 AND (id = ANY($3::uuid[]) OR message_id IN (SELECT m.id FROM messages m WHERE m.conversation_id = ANY($4::uuid[])))', [goes, stays, moved.pinIds ?? [], conversations.map((row) => row.id)]);
      await moveConversations(tx, actor, conversations.map((row) => row.id), goes);
      await writeFacts(tx, stays, restored(now, moved));
      // The picture of an identity that goes back goes with it.
      await tx.execute('UPDATE contacts g SET avatar_key = s.avatar_key, avatar_identity_id = s.avatar_identity_id FROM contacts s WHERE g.id = $1 AND s.id = $2 AND s.avatar_identity_id = ANY($3::uuid[])', [goes, stays, moved.identityIds]);
      await tx.execute('UPDATE contacts SET avatar_key = NULL, avatar_identity_id = NULL WHERE id = $1 AND avatar_identity_id = ANY($2::uuid[])', [stays, moved.identityIds]);
      await tx.execute('UPDATE contact_merges SET undone_at = now() WHERE id = $1', [mergeId]);
      await record(tx, [
        { type: 'contact.merge-undone', actor: actorOf(actor), subjectId: stays, data: { mergeId, otherId: goes } },
        directoryChanged(actor, 'contacts', stays), directoryChanged(actor, 'contacts', goes),
      ]);
      const [contact, other] = await contactViews(tx, [stays, goes]);
      return { contact: contact as ContactView, other: other as ContactView };
    });
  }
}

/** Of the workspace's own fields each by itself. */
function fieldsBack(now: Facts['attributes'], before: Facts['attributes'] | undefined, after: Facts['attributes'] | undefined): Facts['attributes'] {
  if (before === undefined || after === undefined) return now;
  const back = { ...now };
  for (const key of movedKeys(before, after)) {
    if (JSON.stringify(now[key]) !== JSON.stringify(after[key])) continue;
    if (Object.hasOwn(before, key)) back[key] = before[key];
    else delete back[key];
  }
  return back;
}

/** Fields go back unless somebody changed them since the merge. */
function restored(now: Facts, { before, after }: Moved): Facts {
  const keep = <F extends keyof Facts>(field: F): Facts[F] => (JSON.stringify(now[field]) === JSON.stringify(after[field]) ? before[field] : now[field]);
  return { kinds: keep('kinds'), language: keep('language'), company: keep('company'), note: keep('note'), attributes: fieldsBack(now.attributes, before.attributes, after.attributes) };
}
