import { Injectable } from '@nestjs/common';
import type { ContactView, Joinings, Merged, MergeUndone } from '@kontuar/contract';
import { Database } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { movedKeys } from '../attributes/attributes';
import { dropMemberships } from '../companies/memberships';
import { conflict, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { contactViews } from './contact.view';
import { findContact } from './find-contact';
import { rootOf, takeOut } from './homes';
import { joinContacts, lockContacts, writeFacts, type Facts, type Moved } from './join';
import { settle } from './settle';

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
      if (mergeId === undefined) throw moved();
      return { mergeId, contact: (await contactViews(tx, [stays]))[0] as ContactView };
    });
  }

  /**
   * At any time, also when the person went up in another since: what was at home in the one that goes back, and what came in since on its identities,
   * comes out of whoever holds it now.
   */
  async undo(actor: MemberActor, mergeId: string): Promise<MergeUndone> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [merge] = await tx.query<{ contact_id: string; other_id: string; moved: Moved; undone_at: Date | null; merged_at: Date }>('SELECT contact_id, other_id, moved, undone_at, merged_at FROM contact_merges WHERE id = $1 FOR UPDATE', [mergeId]);
      if (merge === undefined) throw notFound('merge');
      const root = await findContact(tx, actor, merge.contact_id);
      if (merge.undone_at !== null) throw conflict('already-undone', 'This merge was taken back already.');
      const { contact_id: stays, other_id: goes, moved: what } = merge;
      const facts = await lockContacts(tx, [root, stays, goes], [stays, goes]);
      const now = facts.get(stays);
      if (now === undefined || facts.get(root) === undefined || (await rootOf(tx, goes)) !== root) throw moved();
      await tx.execute('UPDATE contacts SET merged_into = NULL, updated_at = now() WHERE id = $1', [goes]);
      const { identityIds } = await takeOut(tx, actor, root, goes);
      await writeFacts(tx, stays, restored(now, what));
      await dropMemberships(tx, stays, what.companyIds ?? [], merge.merged_at);
      // The picture of an identity that goes back goes with it.
      await tx.execute('UPDATE contacts g SET avatar_key = s.avatar_key, avatar_identity_id = s.avatar_identity_id FROM contacts s WHERE g.id = $1 AND s.id = $2 AND s.avatar_identity_id = ANY($3::uuid[])', [goes, root, identityIds]);
      await tx.execute('UPDATE contacts SET avatar_key = NULL, avatar_identity_id = NULL WHERE id = ANY($1::uuid[]) AND avatar_identity_id = ANY($2::uuid[])', [[...new Set([root, stays])], identityIds]);
      await tx.execute('UPDATE contact_merges SET undone_at = now() WHERE id = $1', [mergeId]);
      await record(tx, [
        { type: 'contact.merge-undone', actor: actorOf(actor), subjectId: root, data: { mergeId, otherId: goes } },
        directoryChanged(actor, 'contacts', root), directoryChanged(actor, 'contacts', goes),
      ]);
      const [kept, gone] = [await settle(tx, actor, root), await settle(tx, actor, goes)];
      const views = await contactViews(tx, [kept, gone]);
      return { contact: views.find(({ id }) => id === kept) as ContactView, other: views.find(({ id }) => id === gone) as ContactView };
    });
  }

  /** What was merged into this person, and into those who went up in it, and what was split off; newest first. */
  async list(actor: MemberActor, contactId: string): Promise<Joinings> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const id = await findContact(tx, actor, contactId);
      const rows = await tx.query<{ id: string; kind: 'merge' | 'split'; at: Date; by: string | null; other_id: string; name: string; identities: number; undone_at: Date | null }>(
        `WITH RECURSIVE tree AS (SELECT $1::uuid AS id UNION SELECT c.id FROM contacts c JOIN tree ON c.merged_into = tree.id)
         SELECT j.*, p.name FROM (
           SELECT m.id, 'merge' AS kind, m.merged_at AS at, m.merged_by AS by, m.other_id, jsonb_array_length(m.moved->'identityIds') AS identities, m.undone_at FROM contact_merges m WHERE m.contact_id IN (SELECT id FROM tree)
           UNION ALL SELECT d.id, 'split', d.split_at, d.split_by, d.other_id, (SELECT count(*)::int FROM jsonb_object_keys(d.moved->'identities')), d.undone_at FROM contact_splits d WHERE d.contact_id IN (SELECT id FROM tree)
         ) j JOIN contacts p ON p.id = j.other_id ORDER BY j.at DESC, j.id DESC LIMIT 200`, [id]);
      return { items: rows.map((row) => ({ id: row.id, kind: row.kind, at: row.at.toISOString(), byId: row.by, otherId: row.other_id, otherName: row.name, identities: row.identities, automatic: row.by === null, undoneAt: row.undone_at?.toISOString() ?? null })) };
    });
  }
}

const moved = () => conflict('contact-moved', 'Somebody merged one of these contacts a moment ago.');

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
  return { kinds: keep('kinds'), refused: keep('refused') ?? now.refused, language: keep('language'), company: keep('company'), note: keep('note'), attributes: fieldsBack(now.attributes, before.attributes, after.attributes) };
}
