import type { Inbound, InboundMessage, Party } from '@kontuar/connectors/contract';
import { newId } from '@kontuar/platform';
import { joinThread } from './thread';
import { isBareThanks } from './thanks';
import { addEvent, platformTime } from './ledger.events';
import { applyUpdate } from './ledger.updates';
import type { EarlyUpdate, Ledger, LedgerConversation, LedgerEntry, LedgerIdentity, LedgerWrites, NewMessage } from './ledger.types';

export function emptyWrites(): LedgerWrites {
  return {
    contacts: [], newIdentities: [], seenIdentities: new Map(), newConversations: new Set(), changedConversations: new Set(), messages: [], attachments: [],
    changedMessages: new Map(), revisions: [], participants: [], earlyNew: [], earlyUsed: [], happenings: [], outcomes: new Map(), typing: [], lastInboundAt: null,
  };
}

/** What the entries come to, in their order. Pure but for new ids: the same state and entries give the same result. */
export function decide(ledger: Ledger, entries: readonly LedgerEntry[]): LedgerWrites {
  for (const entry of entries) {
    const outcome = { conversationId: null as string | null, ignored: entry.inbounds.length === 0 ? 'nothing in it' : null };
    for (const inbound of entry.inbounds) {
      const result = take(ledger, inbound);
      outcome.conversationId ??= result.conversationId;
      if (result.ignored !== undefined && outcome.conversationId === null) outcome.ignored = result.ignored;
    }
    if (outcome.conversationId !== null) outcome.ignored = null;
    ledger.writes.outcomes.set(entry.deliveryId, outcome);
  }
  return ledger.writes;
}

interface Taken { conversationId: string | null; ignored?: string }

function take(ledger: Ledger, inbound: Inbound): Taken {
  switch (inbound.kind) {
    case 'message':
      return { conversationId: takeMessage(ledger, inbound) };
    case 'receipt': {
      const target = takeUpdate(ledger, inbound);
      // A bounce is itself a mail worth reading, in the thread of what bounced.
      if (inbound.message === undefined) return { conversationId: target };
      const message = target === null ? inbound.message : { ...inbound.message, thread: { ...inbound.message.thread, references: [inbound.externalId ?? '', ...(inbound.message.thread.references ?? [])] } };
      return { conversationId: takeMessage(ledger, message) };
    }
    case 'edit':
    case 'deletion':
    case 'reaction':
      return { conversationId: takeUpdate(ledger, inbound) };
    case 'typing': {
      const conversationId = ledger.state.byThread.get(inbound.threadKey) ?? null;
      if (conversationId !== null) ledger.writes.typing.push({ conversationId, name: inbound.from.name ?? inbound.from.handle ?? '' });
      return { conversationId };
    }
    case 'notice': {
      const conversation = ledger.state.conversations.get(ledger.state.byThread.get(inbound.threadKey) ?? '');
      const identity = ledger.state.identities.get(identityKey(ledger, inbound.from));
      const blocked = inbound.notice === 'blocked' || (inbound.notice !== 'unblocked' && identity?.blocked === true);
      if (identity !== undefined) see(ledger, identity, inbound.from, inbound.at, blocked);
      if (conversation === undefined) return { conversationId: null, ignored: `${inbound.notice}, but there is no conversation` };
      addEvent(ledger, conversation, inbound.notice, inbound.data ?? {}, inbound.at);
      return { conversationId: conversation.id };
    }
    case 'moderation':
    case 'identity':
    case 'pointer':
      return { conversationId: null, ignored: `${inbound.kind}: no connector tells this yet` };
    case 'ignored':
      return { conversationId: null, ignored: inbound.reason };
    default:
      return { conversationId: null, ignored: `unknown kind ${JSON.stringify(inbound satisfies never)}` };
  }
}

/** How exactly it is known when somebody was last seen. */
const SEEN_EVERY_MS = 60_000;

const identityKey = (ledger: Ledger, party: Party): string => `${ledger.channel.identityScope} ${party.id}`;

function see(ledger: Ledger, identity: LedgerIdentity, party: Party, at: string, blocked = false): void {
  const name = party.name ?? identity.name;
  const handle = party.handle ?? identity.handle;
  const verified = identity.verified || party.verified === true;
  const seenAt = platformTime(at, ledger.now);
  const changed = name !== identity.name || handle !== identity.handle || verified !== identity.verified || blocked !== identity.blocked;
  // Whoever writes many messages in a row is one row written, not one for each message.
  if (!changed && identity.last_seen_at !== null && Date.parse(seenAt) - Date.parse(identity.last_seen_at) < SEEN_EVERY_MS) return;
  Object.assign(identity, { name, handle, verified, blocked, last_seen_at: seenAt });
  ledger.writes.seenIdentities.set(identity.id, { id: identity.id, name, handle, verified, blocked, seen_at: seenAt });
}

function identify(ledger: Ledger, party: Party, at: string): LedgerIdentity {
  const key = identityKey(ledger, party);
  const known = ledger.state.identities.get(key);
  if (known !== undefined) {
    see(ledger, known, party, at);
    return known;
  }
  const contactId = newId();
  const identity: LedgerIdentity = {
    id: newId(), contact_id: contactId, scope: ledger.channel.identityScope, external_id: party.id,
    handle: party.handle ?? null, name: party.name ?? null, verified: party.verified === true, blocked: false, last_seen_at: platformTime(at, ledger.now),
  };
  ledger.state.identities.set(key, identity);
  ledger.writes.contacts.push({ id: contactId, name: party.name ?? party.handle ?? party.id, language: party.language ?? null });
  ledger.writes.newIdentities.push({ ...identity, avatar_ref: party.avatarRef ?? null });
  return identity;
}

/**
 * Under which id the message is kept; undefined when we have it already. Where senders choose ids, another message may carry the same
 * one: what says something else is another message.
 */
function freeId(ledger: Ledger, message: InboundMessage): string | undefined {
  const known = ledger.state.messages.get(message.externalId);
  if (known === undefined) return message.externalId;
  if (message.externalIdIfTaken === undefined || known.text === message.text) return undefined;
  return ledger.state.messages.has(message.externalIdIfTaken) ? undefined : message.externalIdIfTaken;
}

function takeMessage(ledger: Ledger, message: InboundMessage): string | null {
  const { state, writes, now } = ledger;
  const externalId = freeId(ledger, message);
  if (externalId === undefined) return state.messages.get(message.externalId)?.conversation_id ?? null;

  const at = platformTime(message.at, now);
  const author = identify(ledger, message.from, message.at);
  // An echo is ours, so the person in it is whom we wrote to.
  const customer = message.echo === true && message.to?.[0] !== undefined ? identify(ledger, message.to[0], message.at) : author;
  const joined = joinThread(ledger, message, customer);
  const conversation = joined.conversation ?? open(ledger, customer, message, null);
  const target = joined.conversation === undefined ? conversation : reopen(ledger, conversation, customer, message);

  target.last_seq += 1;
  const inbound = message.echo !== true;
  const replyTo = message.replyToExternalId === undefined ? undefined : state.messages.get(message.replyToExternalId);
  const row: NewMessage = {
    id: newId(), conversation_id: target.id, seq: target.last_seq, kind: 'message', direction: inbound ? 'in' : 'out', status: inbound ? 'received' : 'sent',
    author_kind: inbound ? 'contact' : 'elsewhere', author_id: inbound ? author.id : null, author_name: author.name ?? author.handle ?? author.external_id, author_address: author.handle ?? author.external_id,
    author_verified: joined.verified,
    recipients: { to: parties(message.to), cc: parties(message.cc), ...(message.replyTo === undefined ? {} : { replyTo: { ...parties([message.replyTo])[0], id: message.replyTo.id } }) },
    subject: message.subject ?? null, text: message.text, html: message.html ?? null, quoted: message.quoted ?? null, quoted_html: message.quotedHtml ?? null,
    reply_to_id: replyTo?.id ?? null, external_id: externalId, automatic: message.automatic ?? null, unsupported: message.unsupported ?? null, extra: message.extra ?? null,
    event_type: null, event_data: null, at, edited_at: null, deleted_at: null, reactions: [],
  };
  writes.messages.push(row);
  (message.attachments ?? []).forEach((attachment, position) => {
    const stored = ledger.files.get(attachment);
    writes.attachments.push({
      id: newId(), message_id: row.id, position, name: attachment.name, content_type: attachment.contentType, size_bytes: stored?.sizeBytes ?? attachment.sizeBytes ?? 0,
      inline: attachment.inline ?? false, content_id: attachment.contentId ?? null, state: stored === undefined ? 'pending' : 'ready', ref: attachment.ref ?? null, file_key: stored?.key ?? null,
    });
  });
  state.messages.set(externalId, {
    id: row.id, conversation_id: target.id, seq: row.seq, external_id: externalId, direction: inbound ? 'in' : 'out', status: row.status, at, text: row.text, html: row.html,
    edited_at: null, deleted_at: null, reactions: [], author_id: row.author_id, sent_to: [],
  });

  target.version += 1;
  target.last_message_at = now.toISOString();
  if (message.threadState !== undefined) target.thread_state = message.threadState;
  target.subject ??= message.subject ?? null;
  // The report of a failure must not cover the reply that failed.
  if (message.automatic !== 'bounce' || joined.conversation === undefined) {
    target.last_said_seq = row.seq;
    target.preview_text = (message.text.trim() === '' ? (message.attachments?.[0]?.name ?? message.unsupported ?? '') : message.text).replace(/\s+/g, ' ').trim().slice(0, 200);
    target.preview_kind = inbound ? 'inbound' : 'outbound';
    target.preview_author = row.author_name;
    target.preview_failed = false;
  }
  if (inbound) {
    target.last_inbound_seq = row.seq;
    target.last_inbound_at = at;
    if (target.state !== 'resolved' && message.automatic === undefined) target.waiting_since ??= now.toISOString();
    writes.lastInboundAt = now.toISOString();
  } else {
    target.waiting_since = null;
  }
  writes.changedConversations.add(target.id);
  writes.happenings.push({ type: 'message.created', actor: { kind: inbound ? 'contact' : 'system', id: inbound ? author.contact_id : null }, conversationId: target.id, messageId: row.id, data: { seq: row.seq, direction: row.direction } });

  // What spoke of this message before it came.
  for (const early of state.early.get(message.externalId) ?? []) {
    applyUpdate(ledger, early.inbound);
    writes.earlyUsed.push(early.id);
  }
  state.early.delete(message.externalId);
  return target.id;
}

const parties = (list: readonly Party[] | undefined) => (list ?? []).map((party) => ({ name: party.name ?? null, address: party.handle ?? party.id }));

function takeUpdate(ledger: Ledger, update: EarlyUpdate): string | null {
  const found = applyUpdate(ledger, update);
  if (found !== undefined) return found;
  // The message may still be on its way (webhooks come out of order): keep the update until then.
  if (update.externalId !== undefined) {
    const row = { id: newId(), inbound: update };
    ledger.writes.earlyNew.push({ ...row, external_id: update.externalId });
    ledger.state.early.set(update.externalId, [...(ledger.state.early.get(update.externalId) ?? []), row]);
  }
  return null;
}

/** A new conversation; `previous` is the resolved one that it continues. */
function open(ledger: Ledger, identity: LedgerIdentity, message: InboundMessage, previous: LedgerConversation | null): LedgerConversation {
  const { channel, state, writes, now } = ledger;
  const threadKey = message.thread.key ?? null;
  const conversation: LedgerConversation = {
    id: newId(), number: 0, contact_id: identity.contact_id, identity_id: identity.id, thread_key: threadKey, current: true, thread_state: null,
    subject: message.subject ?? null, state: 'open', assignee_id: null, team_id: channel.defaultTeamId,
    last_seq: 0, version: 0, last_message_at: now.toISOString(), last_inbound_seq: 0, last_inbound_at: null, last_said_seq: 0,
    waiting_since: null, snoozed_until: null, preview_text: '', preview_kind: 'inbound', preview_author: null, preview_failed: false,
    read_seq: 0, closed_as_thanks: false, previous_id: previous?.id ?? null, resolved_at: null, matter: matterOf(message),
  };
  state.conversations.set(conversation.id, conversation);
  if (threadKey !== null) state.byThread.set(threadKey, conversation.id);
  writes.newConversations.add(conversation.id);
  writes.participants.push({ conversation_id: conversation.id, identity_id: identity.id, verified: true });
  state.participants.set(`${conversation.id} ${identity.id}`, true);
  writes.happenings.push({ type: 'conversation.created', actor: { kind: 'contact', id: identity.contact_id }, conversationId: conversation.id, data: { previousId: previous?.id ?? null } });
  return conversation;
}

const matters = new Set(['question', 'report', 'complaint', 'claim', 'warranty', 'lead', 'praise']);

/** What the visitor chose before writing, where a channel asks. */
function matterOf(message: InboundMessage): string | null {
  const { extra } = message;
  const chosen = extra !== null && typeof extra === 'object' && !Array.isArray(extra) ? extra?.['matter'] : undefined;
  return typeof chosen === 'string' && matters.has(chosen) ? chosen : null;
}

/** What a message does to the state of the conversation that it joins; answers the one it goes to. */
function reopen(ledger: Ledger, conversation: LedgerConversation, identity: LedgerIdentity, message: InboundMessage): LedgerConversation {
  const { channel, now } = ledger;
  if (message.automatic !== undefined || message.echo === true) return conversation;
  if (conversation.state === 'snoozed' || conversation.state === 'pending') {
    conversation.state = 'open';
    conversation.snoozed_until = null;
    addEvent(ledger, conversation, 'woken', {}, message.at);
    return conversation;
  }
  if (conversation.state !== 'resolved') return conversation;
  if (isBareThanks(message.text) && (message.attachments ?? []).length === 0) {
    conversation.closed_as_thanks = true;
    return conversation;
  }
  const resolvedAt = conversation.resolved_at === null ? now.getTime() : Date.parse(conversation.resolved_at);
  if (now.getTime() - resolvedAt <= channel.reopenWindowHours * 3_600_000) {
    conversation.state = 'open';
    conversation.resolved_at = null;
    conversation.closed_as_thanks = false;
    addEvent(ledger, conversation, 'reopened', { by: 'contact' }, message.at);
    return conversation;
  }
  conversation.current = false;
  ledger.writes.changedConversations.add(conversation.id);
  conversation.version += 1;
  return open(ledger, identity, message, conversation);
}
