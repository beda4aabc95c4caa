import { Injectable } from '@nestjs/common';
import type { ContactView, SplitDone, PersonSplitInput, SplitUndone } from '@kontuar/contract';
import { Database, newId } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { conflict, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { contactViews } from './contact.view';
import { findContact } from './find-contact';
import { rootOf, sendBack, splitOff, type Homes } from './homes';
import { lockContacts } from './join';
import { settle } from './settle';

/** One contact that is two people, and the way back. */
@Injectable()
export class Splits {
  constructor(private readonly database: Database) {}

  /** The identities, their conversations and what was noted from those become a person of their own. @throws DomainError 'nothing-left', 'not-theirs' */
  async split(actor: MemberActor, contactId: string, input: PersonSplitInput): Promise<SplitDone> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const id = await findContact(tx, actor, contactId);
      const facts = (await lockContacts(tx, [id])).get(id);
      if (facts === undefined) throw conflict('contact-moved', 'Somebody merged one of these contacts a moment ago.');
      const identities = await tx.query<{ id: string; name: string | null; handle: string | null; external_id: string }>('SELECT id, name, handle, external_id FROM identities WHERE contact_id = $1 ORDER BY created_at, id FOR UPDATE', [id]);
      const taken = identities.filter((identity) => input.identityIds.includes(identity.id));
      if (taken.length < new Set(input.identityIds).size) throw invalid('not-theirs', 'Not all of these identities belong to this contact.');
      if (taken.length === identities.length) throw invalid('nothing-left', 'Leave at least one identity with the contact.');
      const otherId = newId();
      const [first] = taken;
      await tx.execute('INSERT INTO contacts (id, workspace_id, name, language) VALUES ($1, $2, $3, $4)', [otherId, actor.workspaceId, input.name ?? first?.name ?? first?.handle ?? first?.external_id ?? '', facts.language]);
      const homes = await splitOff(tx, actor, { from: id, to: otherId, identityIds: taken.map((identity) => identity.id) });
      await tx.execute('UPDATE contacts g SET avatar_key = s.avatar_key, avatar_identity_id = s.avatar_identity_id FROM contacts s WHERE g.id = $1 AND s.id = $2 AND s.avatar_identity_id = ANY($3::uuid[])', [otherId, id, input.identityIds]);
      await tx.execute('UPDATE contacts SET avatar_key = NULL, avatar_identity_id = NULL WHERE id = $1 AND avatar_identity_id = ANY($2::uuid[])', [id, input.identityIds]);
      const splitId = newId();
      await tx.execute('INSERT INTO contact_splits (id, workspace_id, contact_id, other_id, moved, split_by) VALUES ($1, $2, $3, $4, $5, $6)', [splitId, actor.workspaceId, id, otherId, JSON.stringify(homes), actor.memberId]);
      // They are two, and nobody is asked again whether they are one.
      await tx.execute('INSERT INTO dismissed_suggestions (workspace_id, contact_id, other_id, dismissed_by) VALUES ($1, least($2::uuid, $3::uuid), greatest($2::uuid, $3::uuid), $4) ON CONFLICT DO NOTHING', [actor.workspaceId, id, otherId, actor.memberId]);
      // Neither is anybody asked whether who comes out is one of those of whom it was refused while they stood here.
      await tx.execute(
        `INSERT INTO dismissed_suggestions (workspace_id, contact_id, other_id, dismissed_by) SELECT d.workspace_id, least($2::uuid, o.id), greatest($2::uuid, o.id), d.dismissed_by
         FROM dismissed_suggestions d CROSS JOIN LATERAL (SELECT CASE WHEN d.contact_id = $1 THEN d.other_id ELSE d.contact_id END AS id) o WHERE (d.contact_id = $1 OR d.other_id = $1) AND o.id <> $2 ON CONFLICT DO NOTHING`, [id, otherId]);
      await record(tx, [
        { type: 'contact.split', actor: actorOf(actor), subjectId: id, data: { splitId, otherId, identityIds: Object.keys(homes.identities), conversations: Object.keys(homes.conversations).length } },
        directoryChanged(actor, 'contacts', id), directoryChanged(actor, 'contacts', otherId),
      ]);
      const [contact, other] = await contactViews(tx, [id, otherId]);
      return { splitId, contact: contact as ContactView, other: other as ContactView };
    });
  }

  /** At any time: what was taken goes back to whom it belonged, and what came since goes with it. */
  async undo(actor: MemberActor, splitId: string): Promise<SplitUndone> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const [split] = await tx.query<{ contact_id: string; other_id: string; moved: Homes; undone_at: Date | null }>('SELECT contact_id, other_id, moved, undone_at FROM contact_splits WHERE id = $1 FOR UPDATE', [splitId]);
      if (split === undefined) throw notFound('split');
      const [from, to] = [await findContact(tx, actor, split.contact_id), await findContact(tx, actor, split.other_id)];
      if (split.undone_at !== null) throw conflict('already-undone', 'This split was taken back already.');
      const { contact_id: source, other_id: other, moved } = split;
      await lockContacts(tx, [from, to, source, other], [source, other]);
      if ((await rootOf(tx, source)) !== from || (await rootOf(tx, other)) !== to) throw conflict('contact-moved', 'Somebody merged one of these contacts a moment ago.');
      await tx.execute('UPDATE contact_splits SET undone_at = now() WHERE id = $1', [splitId]);
      await sendBack(tx, actor, { contactId: other, source, homes: moved });
      // Also those to whom something went back and who are nobody any more themselves.
      const stands = await settle(tx, actor, other);
      for (const home of new Set([source, ...Object.values(moved.identities)])) await settle(tx, actor, home);
      await tx.execute('DELETE FROM dismissed_suggestions WHERE contact_id = least($1::uuid, $2::uuid) AND other_id = greatest($1::uuid, $2::uuid)', [source, other]);
      await record(tx, [
        { type: 'contact.split-undone', actor: actorOf(actor), subjectId: from, data: { splitId, otherId: other } },
        directoryChanged(actor, 'contacts', from), directoryChanged(actor, 'contacts', other),
      ]);
      const contact = (await rootOf(tx, source)) ?? stands;
      return { contact: (await contactViews(tx, [contact]))[0] as ContactView };
    });
  }
}
