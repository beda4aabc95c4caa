import type { ContactView, IdentityView } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { In } from 'typeorm';
import type { Actor } from '../access/actor';
import { visibleConversations } from '../access/can';
import { pictureVersion } from '../members/avatar';
import { Contact } from './contact.entity';
import { Identity } from './identity.entity';

/**
 * Contacts `p` that the actor may know, for WHERE clauses: somebody who wrote on a channel that the actor reads, or who never
 * wrote at all. Who is known only from a channel that is closed to the actor stays unknown.
 */
export function visibleContacts(actor: Actor, parameters: unknown[]): string {
  const visible = visibleConversations(actor, parameters);
  if (visible === 'true') return 'true';
  return `(EXISTS (SELECT 1 FROM conversations c WHERE c.contact_id = p.id AND ${visible}) OR NOT EXISTS (SELECT 1 FROM conversations c WHERE c.contact_id = p.id))`;
}

/** In the order of `ids`; ids that name nothing are left out. */
export async function contactViews(tx: Tx, ids: readonly string[]): Promise<ContactView[]> {
  if (ids.length === 0) return [];
  const [contacts, identities] = [
    await tx.manager.findBy(Contact, { id: In(ids) }),
    await tx.manager.find(Identity, { where: { contactId: In(ids) }, order: { createdAt: 'ASC', id: 'ASC' } }),
  ];
  return ids.flatMap((id) => contacts.filter((contact) => contact.id === id)).map((contact) => toContact(contact, identities.filter((identity) => identity.contactId === contact.id)));
}

const toContact = (contact: Contact, identities: readonly Identity[]): ContactView => ({
  id: contact.id, name: contact.name, kinds: contact.kinds, kindsBy: { hand: contact.kindsByHand, rule: contact.kindsByRule, refused: contact.kindsRefused }, language: contact.language, company: contact.company, note: contact.note, attributes: contact.attributes,
  avatarUrl: contactPictureUrl(contact.id, contact.avatarKey),
  identities: identities.map(toIdentity), createdAt: contact.createdAt.toISOString(),
});

/** Another picture has another address, so that a browser may keep each. */
export const contactPictureUrl = (contactId: string, key: string | null): string | null => (key === null ? null : `/api/v1/contacts/${contactId}/avatar?v=${pictureVersion(key)}`);

const toIdentity = (identity: Identity): IdentityView => ({
  id: identity.id, scope: identity.scope, externalId: identity.externalId, handle: identity.handle, name: identity.name,
  verified: identity.verified, verifiedBy: identity.verifiedBy, blocked: identity.blocked, lastSeenAt: identity.lastSeenAt?.toISOString() ?? null,
});
