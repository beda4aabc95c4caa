import type { AsideAddress, AsidePerson } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { likeText } from '../contacts/like-text';
import { visibleContacts } from '../contacts/contact.view';
import type { ChannelContexts } from '../channels/channel-contexts';
import { CHANNEL_COLUMNS, type ChannelRow } from '../channels/channel.row';
import { invalid } from '../errors';
import type { Connectors } from '../tokens';

export interface Recipient { address: string; name?: string | undefined }

/** Under which addresses people write to this workspace, each with the channel that it belongs to. */
export async function ownAddresses(tx: Tx, contexts: ChannelContexts, connectors: Connectors): Promise<Map<string, string>> {
  const channels = await tx.query<ChannelRow>(`SELECT ${CHANNEL_COLUMNS} FROM channels c WHERE c.deleted_at IS NULL AND c.connector_id = ANY($1::text[])`, [connectors.all.filter((connector) => connector.addresses !== undefined).map(({ id }) => id)]);
  const found = new Map<string, string>();
  for (const channel of channels) {
    try {
      for (const address of connectors.get(channel.connector_id).addresses?.(contexts.settingsOf(channel)) ?? []) found.set(address.toLowerCase(), channel.name);
    } catch {
      // Settings that fit no longer: the channel says so elsewhere.
    }
  }
  return found;
}

/** As a plus-address is delivered: `support+anything@` reaches `support@`. */
const withoutTag = (address: string): string => address.replace(/\+[^@]*@/, '@');

/**
 * Who they are, each once. @throws DomainError for the customer, who would read what is meant for the house, and for an address of our own, at
 * which the mail would come in as somebody's question.
 */
export async function peopleOf(tx: Tx, conversation: { id: string; contact_id: string }, to: readonly Recipient[], own: ReadonlyMap<string, string>): Promise<AsidePerson[]> {
  const named = new Map(to.map(({ address, name }) => [address.toLowerCase(), name === undefined || name === '' ? null : name]));
  const addresses = [...named.keys()];
  for (const address of addresses) {
    const channel = own.get(address) ?? own.get(withoutTag(address));
    if (channel !== undefined) throw invalid('aside-to-ourselves', `${address} is the address of our own channel “${channel}”: the mail would come back to us.`, { address });
  }
  const customer = await tx.query<{ address: string }>(
    `SELECT lower(address) AS address FROM identities i, unnest(ARRAY[i.external_id, i.handle, i.email]) AS address WHERE lower(address) = ANY($2::text[])
       AND (i.contact_id = $1 OR i.id IN (SELECT m.author_id FROM messages m WHERE m.conversation_id = $3 AND m.author_kind = 'contact'))`, [conversation.contact_id, addresses, conversation.id]);
  if (customer[0] !== undefined) throw invalid('aside-to-customer', `${customer[0].address} is the customer of this conversation: answer there. A side conversation is what the customer does not see.`, { address: customer[0].address });
  const known = await tx.query<{ address: string; name: string | null; kind: 'member' | 'contact' }>(
    `SELECT lower(u.email) AS address, u.name, 'member' AS kind FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.active AND lower(u.email) = ANY($1::text[])
     UNION ALL SELECT i.external_id, coalesce(i.name, p.name), 'contact' FROM identities i JOIN contacts p ON p.id = i.contact_id WHERE i.external_id = ANY($1::text[])`,
    [addresses],
  );
  return addresses.map((address) => {
    const person = known.find((one) => one.address === address && one.kind === 'member') ?? known.find((one) => one.address === address);
    return { address, name: named.get(address) ?? person?.name ?? null, kind: person?.kind ?? 'free' };
  });
}

const BOOK = 12;

/** Whom one may want to write to: who was written to lately in conversations that this member may see, colleagues, then customers that they may see. */
export async function addressBook(tx: Tx, actor: MemberActor, q: string, visible: (parameters: unknown[]) => string): Promise<AsideAddress[]> {
  const like = `%${likeText(q)}%`;
  const recentParameters: unknown[] = [like, BOOK];
  const contactParameters: unknown[] = [likeText(q), BOOK];
  const [recent, members, contacts] = await Promise.all([
    tx.query<{ address: string; name: string | null; kind: AsidePerson['kind']; last_at: Date }>(
      `SELECT p.address, max(p.name) AS name, max(p.kind) AS kind, max(a.last_at) AS last_at FROM aside_people p JOIN asides a ON a.id = p.aside_id JOIN conversations c ON c.id = a.conversation_id
       WHERE (kontuar_plain(p.address) LIKE kontuar_plain($1) OR kontuar_plain(coalesce(p.name, '')) LIKE kontuar_plain($1)) AND ${visible(recentParameters)}
       GROUP BY p.address ORDER BY max(a.last_at) DESC LIMIT $2`,
      recentParameters,
    ),
    tx.query<{ address: string; name: string }>(
      `SELECT lower(u.email) AS address, u.name FROM memberships m JOIN users u ON u.id = m.user_id
       WHERE m.active AND m.id <> $3 AND (kontuar_plain(u.email) LIKE kontuar_plain($1) OR kontuar_plain(u.name) LIKE kontuar_plain($1)) ORDER BY u.name LIMIT $2`,
      [like, BOOK, actor.memberId],
    ),
    q.length < 2 ? [] : tx.query<{ address: string; name: string }>(
      `SELECT i.external_id AS address, p.name FROM kontuar_search_contacts($1, 100) AS found JOIN contacts p ON p.id = found JOIN identities i ON i.contact_id = p.id
       WHERE p.merged_into IS NULL AND i.external_id LIKE '%_@_%' AND ${visibleContacts(actor, contactParameters)} LIMIT $2`,
      contactParameters,
    ),
  ]);
  const book = new Map<string, AsideAddress>();
  for (const { last_at: lastAt, ...person } of recent) book.set(person.address, { ...person, lastAt: lastAt.toISOString() });
  for (const person of members) if (!book.has(person.address)) book.set(person.address, { ...person, kind: 'member', lastAt: null });
  for (const person of contacts) if (!book.has(person.address)) book.set(person.address, { ...person, kind: 'contact', lastAt: null });
  return [...book.values()].slice(0, BOOK);
}
