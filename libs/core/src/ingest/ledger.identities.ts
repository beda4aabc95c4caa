import type { InboundIdentity, Party } from '@kontuar/connectors/contract';
import { newId } from '@kontuar/platform';
import { platformTime } from './ledger.events';
import { renameThread } from './thread';
import type { Ledger, LedgerIdentity } from './ledger.types';

/** How exactly it is known when somebody was last seen. */
const SEEN_EVERY_MS = 60_000;

const keyOf = (ledger: Ledger, externalId: string): string => `${ledger.channel.identityScope} ${externalId}`;

/** By the id, or by any other under which the platform knows them. */
export function known(ledger: Ledger, party: Party): LedgerIdentity | undefined {
  for (const id of [party.id, ...(party.aliases ?? [])]) {
    const identity = ledger.state.identities.get(keyOf(ledger, id));
    if (identity !== undefined) return identity;
  }
  return undefined;
}

export function see(ledger: Ledger, identity: LedgerIdentity, party: Party, at: string, blocked = false): void {
  const name = party.name ?? identity.name;
  const handle = party.handle ?? identity.handle;
  const phone = party.phone ?? identity.phone;
  const email = party.email?.toLowerCase() ?? identity.email;
  const verified = identity.verified || party.verified === true;
  alias(ledger, identity, party);
  const seenAt = platformTime(at, ledger.now);
  const due = pictureDue(ledger, identity, party) ? ledger.now.toISOString() : null;
  const since = identity.aged ? null : believed(ledger, party);
  const changed = since !== null || name !== identity.name || handle !== identity.handle || phone !== identity.phone || email !== identity.email || verified !== identity.verified || blocked !== identity.blocked || due !== null;
  // Whoever writes many messages in a row is one row written, not one for each message.
  if (!changed && identity.last_seen_at !== null && Date.parse(seenAt) - Date.parse(identity.last_seen_at) < SEEN_EVERY_MS) return;
  const avatarRef = due === null ? identity.avatar_ref : party.avatarRef ?? null;
  Object.assign(identity, { name, handle, phone, email, verified, blocked, last_seen_at: seenAt, avatar_ref: avatarRef, pictured_at: due ?? identity.pictured_at, aged: identity.aged || since !== null });
  const asked = ledger.writes.seenIdentities.get(identity.id);
  ledger.writes.seenIdentities.set(identity.id, {
    id: identity.id, name, handle, phone, email, verified, blocked, seen_at: seenAt, account_since: since ?? asked?.account_since ?? null,
    avatar_ref: avatarRef, profile_due_at: due ?? asked?.profile_due_at ?? null, profile_channel_id: due === null ? asked?.profile_channel_id ?? null : ledger.channel.id,
  });
}

/** No account is from the future, whatever a server says of it. */
function believed({ now }: Ledger, { accountSince }: Party): string | null {
  const since = accountSince === undefined ? NaN : Date.parse(accountSince);
  return Number.isNaN(since) || since > now.getTime() + DAY_MS ? null : new Date(since).toISOString();
}

const DAY_MS = 86_400_000;

/** People change their pictures, and addresses of pictures change by themselves: each is asked for once a month, a new address once a day. */
function pictureDue(ledger: Ledger, identity: LedgerIdentity, { avatarRef }: Party): boolean {
  if (avatarRef === undefined || ledger.channel.sides?.fetchesPictures !== true) return false;
  if (identity.pictured_at === null) return true;
  return ledger.now.getTime() - Date.parse(identity.pictured_at) > (avatarRef === identity.avatar_ref ? 30 : 1) * DAY_MS;
}

/** Later deliveries may name them by any of these. One that belongs to somebody else already stays with them. */
function alias(ledger: Ledger, identity: LedgerIdentity, party: Party): void {
  for (const externalId of [party.id, ...(party.aliases ?? [])]) {
    if (externalId === '' || externalId === identity.external_id || ledger.state.identities.has(keyOf(ledger, externalId))) continue;
    ledger.state.identities.set(keyOf(ledger, externalId), identity);
    ledger.writes.aliases.push({ scope: identity.scope, external_id: externalId, identity_id: identity.id });
  }
}

export function identify(ledger: Ledger, party: Party, at: string): LedgerIdentity {
  const found = known(ledger, party);
  if (found !== undefined) {
    see(ledger, found, party, at);
    return found;
  }
  const contactId = newId();
  const identity: LedgerIdentity = {
    id: newId(), contact_id: contactId, scope: ledger.channel.identityScope, external_id: party.id,
    handle: party.handle ?? null, name: party.name ?? null, phone: party.phone ?? null, email: party.email?.toLowerCase() ?? null,
    verified: party.verified === true, blocked: false, last_seen_at: platformTime(at, ledger.now), avatar_ref: party.avatarRef ?? null, pictured_at: null, aged: believed(ledger, party) !== null,
  };
  ledger.state.identities.set(keyOf(ledger, party.id), identity);
  ledger.writes.contacts.push({ id: contactId, name: party.name ?? party.handle ?? party.id, language: party.language ?? null });
  const asked = (party.name === undefined && ledger.channel.sides?.asksProfiles === true) || pictureDue(ledger, identity, party);
  if (asked) identity.pictured_at = ledger.now.toISOString();
  ledger.writes.newIdentities.push({ ...identity, account_since: believed(ledger, party), profile_due_at: asked ? ledger.now.toISOString() : null, profile_channel_id: asked ? ledger.channel.id : null });
  alias(ledger, identity, party);
  return identity;
}

/**
 * The platform names the same person anew: their row goes on under the new id, and the old one leads to it. Where both ids are people by now, they
 * are joined; it is the one join that nobody is asked for, because the platform itself says so. Answers why nothing was done, if so.
 */
export function rename(ledger: Ledger, update: InboundIdentity): string | undefined {
  const { state, writes } = ledger;
  const before = state.identities.get(keyOf(ledger, update.previousId));
  const after = state.identities.get(keyOf(ledger, update.from.id));
  if (before === undefined) return 'a new id of somebody who never wrote';
  // Also when another channel of the same people told it before: each has threads of its own.
  renameThread(ledger, update.previousId, update.from.id, (after ?? before).id);
  if (after === before) {
    see(ledger, before, update.from, update.at);
    return undefined;
  }
  if (after !== undefined) {
    see(ledger, after, update.from, update.at);
    if (after.contact_id !== before.contact_id) writes.joins.push({ stays: before.contact_id, goes: after.contact_id });
    return undefined;
  }
  const previous = before.external_id;
  before.external_id = update.from.id;
  writes.renamed.set(before.id, update.from.id);
  state.identities.set(keyOf(ledger, update.from.id), before);
  if (previous !== update.from.id) writes.aliases.push({ scope: before.scope, external_id: previous, identity_id: before.id });
  see(ledger, before, update.from, update.at);
  return undefined;
}
