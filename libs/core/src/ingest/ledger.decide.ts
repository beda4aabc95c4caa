import type { Inbound, InboundMessage, Party } from '@kontuar/connectors/contract';
import { newId } from '@kontuar/platform';
import { joinThread, receiver } from './thread';
import { answerIn } from '../surveys/open-questions';
import { isBareThanks } from './thanks';
import { chosenMatter, guess } from './ledger.matters';
import { feel, read } from './ledger.moods';
import { addEvent, platformTime } from './ledger.events';
import { identify, known, rename, see } from './ledger.identities';
import { hear, putBelow, visibilityOf } from './ledger.sides';
import { applyUpdate, proveSent } from './ledger.updates';
import { doubtedOf } from './same-words';
import type { EarlyUpdate, Ledger, LedgerConversation, LedgerEntry, LedgerIdentity, LedgerWrites, NewMessage } from './ledger.types';

export function emptyWrites(): LedgerWrites {
  return {
    contacts: [], newIdentities: [], seenIdentities: new Map(), newConversations: new Set(), changedConversations: new Set(), messages: [], attachments: [],
    changedMessages: new Map(), revisions: [], participants: [], earlyNew: [], earlyUsed: [], happenings: [], outcomes: new Map(), typing: [], lastInboundAt: null,
    posts: new Map(), changedPosts: new Set(), postPictures: [], linkStates: new Map(), linked: [], unlinked: [], aliases: [], renamed: new Map(), joins: [], lookups: [], outside: [],
  };
}

/** What the entries come to, in their order. Pure but for new ids: the same state and entries give the same result. */
export function decide(ledger: Ledger, entries: readonly LedgerEntry[]): LedgerWrites {
  for (const entry of entries) {
    const outcome = { conversationId: null as string | null, ignored: entry.inbounds.length === 0 ? 'nothing in it' : null };
    for (const inbound of entry.inbounds) {
      const result = take(ledger, inbound, entry.deliveryId);
      outcome.conversationId ??= result.conversationId;
      if (result.ignored !== undefined && outcome.conversationId === null) outcome.ignored = result.ignored;
    }
    if (outcome.conversationId !== null) outcome.ignored = null;
    ledger.writes.outcomes.set(entry.deliveryId, outcome);
  }
  return ledger.writes;
}

interface Taken { conversationId: string | null; ignored?: string }

function take(ledger: Ledger, inbound: Inbound, deliveryId: string): Taken {
  if ('externalId' in inbound && inbound.externalId !== undefined && ledger.state.erased.has(inbound.externalId)) return { conversationId: null, ignored: 'it was erased' };
  switch (inbound.kind) {
    case 'message':
      return takeMessage(ledger, inbound, deliveryId);
    case 'receipt': {
      const target = takeUpdate(ledger, inbound);
      // A bounce is itself a mail worth reading, in the thread of what bounced.
      if (inbound.message === undefined) return { conversationId: target };
      const message = target === null ? inbound.message : { ...inbound.message, thread: { ...inbound.message.thread, references: [inbound.externalId ?? '', ...(inbound.message.thread.references ?? [])] } };
      return takeMessage(ledger, message);
    }
    case 'edit':
    case 'deletion':
    case 'moderation':
    case 'reaction':
      return { conversationId: takeUpdate(ledger, inbound) };
    case 'typing': {
      const conversationId = goesTo(ledger, inbound.threadKey)?.id ?? null;
      if (conversationId !== null) ledger.writes.typing.push({ conversationId, name: inbound.from.name ?? inbound.from.handle ?? '' });
      return { conversationId };
    }
    case 'notice': {
      const conversation = goesTo(ledger, inbound.threadKey);
      const identity = known(ledger, inbound.from);
      const blocked = inbound.notice === 'blocked' || (inbound.notice !== 'unblocked' && identity?.blocked === true);
      if (identity !== undefined) see(ledger, identity, inbound.from, inbound.at, blocked);
      if (conversation === undefined) return { conversationId: null, ignored: `${inbound.notice}, but there is no conversation` };
      addEvent(ledger, conversation, inbound.notice, inbound.data ?? {}, inbound.at);
      return { conversationId: conversation.id };
    }
    case 'identity': {
      const ignored = rename(ledger, inbound);
      return { conversationId: null, ...(ignored === undefined ? {} : { ignored }) };
    }
    case 'pointer':
      if (ledger.channel.sides?.looksUp !== true) return { conversationId: null, ignored: 'it only points at something, and this platform cannot be asked' };
      ledger.writes.lookups.push({ id: newId(), delivery_id: deliveryId, ref: inbound.ref });
      return { conversationId: null };
    case 'ignored':
      return { conversationId: null, ignored: inbound.reason };
    default:
      return { conversationId: null, ignored: `unknown kind ${JSON.stringify(inbound satisfies never)}` };
  }
}

const goesTo = (ledger: Ledger, threadKey: string) => receiver(ledger, ledger.state.conversations.get(ledger.state.byThread.get(threadKey) ?? ''));

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

function takeMessage(ledger: Ledger, message: InboundMessage, deliveryId = ''): Taken {
  const { state, writes, now } = ledger;
  const externalId = freeId(ledger, message);
  if (externalId === undefined) {
    const conversation = state.conversations.get(state.messages.get(message.externalId)?.conversation_id ?? '');
    // Fetched after it was told, a comment knows more of the post above it.
    const holder = state.conversations.get(state.messages.get(message.externalId)?.thread_id ?? '') ?? conversation;
    if (message.post !== undefined && holder !== undefined) putBelow(ledger, holder, message.post);
    return { conversationId: state.messages.get(message.externalId)?.conversation_id ?? null };
  }
  // Our own, told by the platform: the proof that it arrived, not another message.
  if (message.echo === true && message.messageId !== undefined) {
    const ours = proveSent(ledger, message.messageId, message.externalId, message.at);
    if (ours !== undefined) return { conversationId: ours };
  }

  const at = platformTime(message.at, now);
  const inbound = message.echo !== true;
  // An echo is ours, so the person in it is whom we wrote to, and nobody new writes by it.
  const author = inbound ? identify(ledger, message.from, message.at) : undefined;
  const customer = author ?? (message.to?.[0] === undefined ? undefined : known(ledger, message.to[0]));
  const joined = joinThread(ledger, message, customer);
  if (joined.conversation === undefined && author === undefined) return { conversationId: null, ignored: 'written by us elsewhere, to nobody who ever wrote here' };
  const target = joined.conversation === undefined ? open(ledger, author as LedgerIdentity, message, null) : author === undefined ? joined.conversation : reopen(ledger, { conversation: joined.conversation, thread: joined.thread ?? joined.conversation }, author, message);
  const doubted = inbound || joined.thread === undefined ? undefined : doubtedOf(ledger, joined.thread, message);
  if (doubted !== undefined) return { conversationId: proveSent(ledger, doubted, message.externalId, message.at) ?? null };
  // What holds the thread, where people made its conversation part of another, or split that.
  const thread = target === joined.conversation && joined.thread !== undefined ? joined.thread : target;
  const elsewhere = thread === target ? null : thread.id;
  const visibility = visibilityOf(ledger, message);
  const { mood, language } = read(ledger, message);

  target.last_seq += 1;
  const replyTo = message.replyToExternalId === undefined ? undefined : state.messages.get(message.replyToExternalId);
  const row: NewMessage = {
    id: newId(), conversation_id: target.id, thread_id: elsewhere, seq: target.last_seq, kind: 'message', direction: inbound ? 'in' : 'out', status: inbound ? 'received' : 'sent',
    author_kind: inbound ? 'contact' : 'elsewhere', author_id: author?.id ?? null,
    author_name: author === undefined ? (message.from.name ?? message.from.handle ?? message.from.id) : (author.name ?? author.handle ?? author.external_id),
    author_address: author === undefined ? (message.from.handle ?? message.from.id) : (author.handle ?? author.external_id),
    author_verified: joined.verified,
    recipients: { to: parties(message.to), cc: parties(message.cc), ...(message.replyTo === undefined ? {} : { replyTo: { ...parties([message.replyTo])[0], id: message.replyTo.id } }) },
    subject: message.subject ?? null, text: message.text, html: message.html ?? null, quoted: message.quoted ?? null, quoted_html: message.quotedHtml ?? null,
    reply_to_id: replyTo?.id ?? null, external_id: externalId, automatic: message.automatic ?? null, unsupported: message.unsupported ?? null, extra: message.extra ?? null,
    event_type: null, event_data: null, at, edited_at: null, deleted_at: null, reactions: [], visibility, rating: message.rating ?? null, mood, language,
  };
  writes.messages.push(row);
  const answered = author === undefined || target !== joined.conversation || target.state !== 'resolved' ? undefined : answerIn(message, state.questions?.get(target.id));
  if (answered !== undefined) (writes.answers ??= []).push({ ...answered, conversationId: target.id, messageId: row.id });
  if (author !== undefined && (message.fields ?? message.from.fields) !== undefined) writes.outside.push({ deliveryId, conversationId: target.id, identityId: author.id, conversation: message.fields ?? {}, contact: message.from.fields ?? {} });
  (message.attachments ?? []).forEach((attachment, position) => {
    const stored = ledger.files.get(attachment);
    writes.attachments.push({
      id: newId(), message_id: row.id, position, name: attachment.name, content_type: attachment.contentType, size_bytes: stored?.sizeBytes ?? attachment.sizeBytes ?? 0,
      inline: attachment.inline ?? false, content_id: attachment.contentId ?? null, state: stored === undefined ? 'pending' : 'ready', ref: attachment.ref ?? null, file_key: stored?.key ?? null,
    });
  });
  state.messages.set(externalId, {
    id: row.id, conversation_id: target.id, thread_id: elsewhere, seq: row.seq, external_id: externalId, direction: inbound ? 'in' : 'out', status: row.status, at, text: row.text, html: row.html,
    edited_at: null, deleted_at: null, reactions: [], author_id: row.author_id, sent_to: [], visibility, rating: row.rating, mood, language, moderation: null,
  });

  target.version += 1;
  target.last_message_at = now.toISOString();
  const link = message.thread.key === undefined ? undefined : state.links.get(message.thread.key);
  if (message.threadState !== undefined) {
    if (link?.conversationId === thread.id) writes.linkStates.set(message.thread.key as string, message.threadState);
    else thread.thread_state = message.threadState;
  }
  if (message.post !== undefined) putBelow(ledger, thread, message.post);
  hear(thread, visibility, { seq: row.seq, at, inbound });
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
    // Windows are the thread's own.
    thread.last_inbound_at = at;
    target.way_id = elsewhere === target.part_of ? null : elsewhere;
    if (row.rating !== null) target.rating = row.rating;
    feel(writes, target, row);
    guess(ledger, target, message, row.seq === 1);
    if (target.state !== 'resolved' && message.automatic === undefined) target.waiting_since ??= now.toISOString();
    writes.lastInboundAt = now.toISOString();
  } else if (message.automatic === undefined) {
    // An account that answers by itself ("we are away") has answered nobody.
    target.waiting_since = null;
  }
  writes.changedConversations.add(target.id).add(thread.id);
  writes.happenings.push({ type: 'message.created', actor: { kind: inbound ? 'contact' : 'system', id: author?.contact_id ?? null }, conversationId: target.id, messageId: row.id, data: { seq: row.seq, direction: row.direction } });

  // What spoke of this message before it came.
  for (const early of state.early.get(message.externalId) ?? []) {
    applyUpdate(ledger, early.inbound);
    writes.earlyUsed.push(early.id);
  }
  state.early.delete(message.externalId);
  return { conversationId: target.id };
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
    id: newId(), number: 0, channel_id: channel.id, contact_id: identity.contact_id, identity_id: identity.id, thread_key: threadKey, current: true, thread_state: null,
    subject: message.subject ?? null, state: 'open', assignee_id: null, team_id: channel.defaultTeamId,
    last_seq: 0, version: 0, last_message_at: now.toISOString(), last_inbound_seq: 0, last_inbound_at: null, last_said_seq: 0,
    waiting_since: null, snoozed_until: null, preview_text: '', preview_kind: 'inbound', preview_author: null, preview_failed: false,
    read_seq: 0, closed_as_thanks: false, previous_id: previous?.id ?? null, resolved_at: null, ...chosenMatter(ledger, message), matter_read: null,
    post_id: null, has_public: false, last_private_at: null, last_inbound_public: false, last_public_seq: 0, last_public_at: null, rating: null, mood: null, mood_score: null, language: null,
    thread_to: null, merged_into: null, part_of: null, way_id: null, kept_apart: false,
  };
  state.conversations.set(conversation.id, conversation);
  if (threadKey !== null) state.byThread.set(threadKey, conversation.id);
  writes.newConversations.add(conversation.id);
  writes.participants.push({ conversation_id: conversation.id, identity_id: identity.id, verified: true });
  state.participants.set(`${conversation.id} ${identity.id}`, true);
  writes.happenings.push({ type: 'conversation.created', actor: { kind: 'contact', id: identity.contact_id }, conversationId: conversation.id, data: { previousId: previous?.id ?? null } });
  return conversation;
}

/** What a message does to the state of the conversation that it joins; answers the one it goes to. */
function reopen(ledger: Ledger, { conversation, thread }: { conversation: LedgerConversation; thread: LedgerConversation }, identity: LedgerIdentity, message: InboundMessage): LedgerConversation {
  const { channel, now } = ledger;
  if (message.automatic !== undefined || message.echo === true) return conversation;
  if (conversation.state === 'snoozed' || conversation.state === 'pending') {
    conversation.state = 'open';
    conversation.snoozed_until = null;
    addEvent(ledger, conversation, 'woken', {}, message.at);
    return conversation;
  }
  if (conversation.state !== 'resolved') return conversation;
  // An answer to our own question is no new one.
  if (answerIn(message, ledger.state.questions?.get(conversation.id)) !== undefined) return conversation;
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
  const { key } = message.thread;
  // The private thread of a public one goes on by itself; the public one stays where it is.
  if (key !== undefined && key !== thread.thread_key) {
    ledger.writes.unlinked.push(key);
    ledger.writes.linked = ledger.writes.linked.filter((link) => link.key !== key);
    ledger.state.links.delete(key);
  } else {
    thread.current = false;
    // Merged or split as it was, it begins anew.
    thread.thread_to = null;
  }
  ledger.writes.changedConversations.add(thread.id);
  thread.version += 1;
  return open(ledger, identity, message, thread);
}
