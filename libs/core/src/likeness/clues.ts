import { companyDomain } from '../companies/free-mail';
import { fold } from '@kontuar/language';
import { nameKey } from './names';
import { readPhone } from './phone';
import { readSignature, type Letter } from './signature';

export interface Clue { kind: 'phone' | 'email' | 'handle' | 'name'; value: string; source: 'address' | 'signature'; words: string; messageId: string | null }
export interface KnownIdentity { scope: string; externalId: string; handle: string | null; name: string | null; phone: string | null; email: string | null; contactName: string; /** Of the companies with which the person is. */ domains: readonly string[] }
export interface KnownLetter extends Omit<Letter, 'authorAddress' | 'country'> { messageId: string }

/** In which the id itself is a number. */
const numbered = /^(phone|sms|whatsapp|twilio-whatsapp|viber)(:|$)/;
/** Names that thousands choose for what they are, not for who they are. */
const anybodys = new Set('info admin kontakt contact official shop sklep store user customer guest test anonymous support hello office biuro team home me the'.split(' '));

/** All that is known of one identity, in a form that can be compared, and as it was written. Letters: the newest first. */
export function cluesOf(identity: KnownIdentity, letters: readonly KnownLetter[], country: string): Clue[] {
  const clues = new Map<string, Clue>();
  const add = (kind: Clue['kind'], value: string | undefined, source: Clue['source'], words: string, messageId: string | null = null) => {
    const key = `${kind} ${value ?? ''} ${source}`;
    if (value !== undefined && value !== '' && value.length <= 320 && !clues.has(key)) clues.set(key, { kind, value, source, words: words.slice(0, 200), messageId });
  };
  const mail = identity.email ?? (identity.scope === 'email' ? identity.externalId : null);
  if (identity.phone !== null) add('phone', readPhone(identity.phone, country), 'address', identity.phone);
  if (numbered.test(identity.scope)) add('phone', readPhone(identity.externalId, country) ?? readPhone(`+${identity.externalId}`, country), 'address', identity.handle ?? identity.externalId);
  if (mail !== null && mail.includes('@')) add('email', mail.trim().toLowerCase(), 'address', mail);
  if (identity.handle !== null && identity.scope !== 'email' && !numbered.test(identity.scope)) add('handle', handleOf(identity.handle), 'address', identity.handle);
  for (const letter of letters) {
    for (const { kind, value, words } of readSignature({ ...letter, authorAddress: mail ?? '', country })) add(kind, value, 'signature', words, letter.messageId);
  }
  const name = nameKey(identity.name ?? '') ?? nameKey(identity.contactName);
  const written = nameKey(identity.name ?? '') === undefined ? identity.contactName : (identity.name ?? '');
  if (name !== undefined) {
    const mails = [...clues.values()].filter(({ kind }) => kind === 'email').map(({ value }) => companyDomain(value));
    for (const domain of new Set([...mails, ...identity.domains])) if (domain !== undefined) add('name', `${name} ${domain}`, 'address', `${written}, ${domain}`);
  }
  return [...clues.values()];
}

/** As it is compared across networks: without what each writes around it. Undefined: too short, or anybody's. */
export function handleOf(handle: string): string | undefined {
  const bare = fold(handle.trim().replace(/^@/, '').replace(/^@?([^@:\s]+)[@:][a-z0-9.-]+$/i, '$1'));
  return bare.length >= 4 && bare.length <= 100 && !anybodys.has(bare) && !/^\d+$/.test(bare) && !/\s/.test(bare) ? bare : undefined;
}
