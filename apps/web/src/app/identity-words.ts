import type { ContactView, IdentityView } from '@kontuar/contract';

/** An address that a person would recognise: a handle, an email, a number. Ids that platforms and we make up say nothing to anybody. */
export function identityAddress({ handle, externalId }: Pick<IdentityView, 'handle' | 'externalId'>): string | null {
  if (handle !== null && handle !== '') return handle;
  return /^[^\s@]+@[^\s@]+$/.test(externalId) || /^\+[\d ()-]{5,}$/.test(externalId) ? externalId : null;
}

/** 'marta@example.com, +48 600 555 214' */
export function addressesOf(contact: Pick<ContactView, 'identities'>, most = 3): string {
  return contact.identities.map(identityAddress).filter((address) => address !== null).slice(0, most).join(', ');
}
