import type { InboundReceipt } from '@kontuar/connectors/contract';
import type { MessageStatus } from '@kontuar/contract';
import { addEvent, platformTime } from './ledger.events';
import { readAgain } from './ledger.moods';
import { moderated, newWords, openAgain } from './ledger.sides';
import { receiver } from './thread';
import type { EarlyUpdate, KnownMessage, Ledger, LedgerConversation, LedgerWrites } from './ledger.types';

const rank: Partial<Record<MessageStatus, number>> = { queued: 0, sending: 1, unknown: 1, sent: 2, delivered: 3, read: 4 };

/**
 * Where a status may go: forward only, because receipts come late and twice. 'failed' ends everything but a read message; any
 * receipt is the proof that an 'unknown' one arrived.
 */
export function advance(from: MessageStatus, to: 'sent' | 'delivered' | 'read' | 'failed'): MessageStatus {
  if (to === 'failed') return from === 'read' || from === 'failed' ? from : 'failed';
  const [current, next] = [rank[from], rank[to]];
  return current !== undefined && next !== undefined && next > current ? to : from;
}

type Changed = LedgerWrites['changedMessages'] extends Map<string, infer T> ? T : never;

function change(ledger: Ledger, message: KnownMessage): Changed {
  const known = ledger.writes.changedMessages.get(message.id);
  if (known !== undefined) return known;
  const changed: Changed = Object.assign(message, { failure_code: null, failure_detail: null, delivered_at: null, read_at: null, given_id: null });
  ledger.writes.changedMessages.set(message.id, changed);
  return changed;
}

function tell(ledger: Ledger, message: KnownMessage, what: string): void {
  ledger.writes.happenings.push({ type: 'message.updated', conversationId: message.conversation_id, messageId: message.id, data: { seq: message.seq, what } });
}

/** Applies an edit, deletion, reaction or receipt. Answers its conversation, or undefined when nothing that it speaks of is known. */
export function applyUpdate(ledger: Ledger, update: EarlyUpdate): string | undefined {
  if (update.kind === 'receipt' && update.messageId !== undefined) {
    const ours = proveSent(ledger, update.messageId, update.externalId, update.at, update);
    if (ours !== undefined) return ours;
  }
  if (update.kind === 'receipt' && update.externalId === undefined) return applyReceiptUpTo(ledger, update.threadKey ?? '', update.status, update.at);
  const message = ledger.state.messages.get(update.externalId ?? '');
  if (message === undefined) return undefined;
  const at = platformTime(update.at, ledger.now);
  switch (update.kind) {
    case 'edit': {
      const news = newWords(message, update, at);
      if (news === undefined) break;
      const before = message.rating;
      if (news.text) ledger.writes.revisions.push({ message_id: message.id, text: message.text, html: message.html, replaced_at: at });
      Object.assign(change(ledger, message), { text: update.text, html: update.html ?? null, edited_at: at, rating: update.rating ?? message.rating });
      if (update.reopens === true) openAgain(ledger, message, before, at);
      if (readAgain(ledger, message)) touch(ledger, ledger.state.conversations.get(message.conversation_id) as LedgerConversation);
      if (news.rating) refreshStars(ledger, message);
      refreshPreview(ledger, message, update.text);
      tell(ledger, message, 'edited');
      break;
    }
    case 'deletion': {
      if (message.deleted_at !== null) break;
      ledger.writes.revisions.push({ message_id: message.id, text: message.text, html: message.html, replaced_at: at });
      Object.assign(change(ledger, message), { text: '', html: null, deleted_at: at });
      if (message.rating !== null) refreshStars(ledger, message);
      refreshPreview(ledger, message, '');
      tell(ledger, message, 'deleted');
      break;
    }
    case 'reaction': {
      const identity = ledger.state.identities.get(`${ledger.channel.identityScope} ${update.from.id}`);
      const identityId = identity?.id ?? update.from.id;
      const others = message.reactions.filter((reaction) => reaction.identityId !== identityId);
      const by = update.from.name ?? identity?.name ?? update.from.handle ?? '';
      change(ledger, message).reactions = [...others, ...update.emojis.map((emoji) => ({ emoji, by, identityId }))];
      tell(ledger, message, 'reaction');
      break;
    }
    case 'moderation': {
      const moderation = moderated(ledger, message, update);
      if (moderation === undefined) break;
      change(ledger, message).moderation = moderation;
      tell(ledger, message, 'moderation');
      break;
    }
    case 'receipt':
      applyReceipt(ledger, message, update.status, at, update);
      break;
    default:
      throw new Error(`no rule for ${JSON.stringify(update satisfies never)}`);
  }
  return message.conversation_id;
}

/**
 * The platform tells of a message of ours by our own id: an uncertain send arrived. It gets the platform's id, under which all later news comes.
 * Answers its conversation, or undefined when it is none of ours.
 */
export function proveSent(ledger: Ledger, messageId: string, externalId: string | undefined, at: string, receipt?: InboundReceipt): string | undefined {
  const message = ledger.state.messages.get(`ours ${messageId.toLowerCase()}`);
  if (message === undefined) return undefined;
  if (externalId !== undefined && !ledger.state.messages.has(externalId)) {
    ledger.state.messages.set(externalId, message);
    change(ledger, message).given_id = externalId;
    for (const early of ledger.state.early.get(externalId) ?? []) {
      applyUpdate(ledger, early.inbound);
      ledger.writes.earlyUsed.push(early.id);
    }
    ledger.state.early.delete(externalId);
  }
  applyReceipt(ledger, message, receipt?.status ?? 'sent', platformTime(at, ledger.now), receipt);
  return message.conversation_id;
}

function applyReceipt(ledger: Ledger, message: KnownMessage, to: InboundReceipt['status'], at: string, why: Pick<InboundReceipt, 'code' | 'reason'> = {}): void {
  if (message.direction !== 'out') return;
  const status = advance(message.status, to);
  if (status === message.status) return;
  if (message.status === 'unknown' && status !== 'failed') nothingFailed(ledger, message);
  const changed = change(ledger, message);
  changed.status = status;
  if (status === 'delivered') changed.delivered_at = at;
  if (status === 'read') changed.read_at = at;
  if (status === 'failed') {
    changed.failure_code = why.code ?? 'bounced';
    changed.failure_detail = why.reason ?? '';
    // A question of the house that did not arrive needs nobody.
    if (message.automatic !== 'survey') returnToOwner(ledger, message);
  }
  tell(ledger, message, status);
}

/** What failed needs somebody: it comes back into the list of its owner, whatever had been done with it since. */
function returnToOwner(ledger: Ledger, message: KnownMessage): void {
  const conversation = ledger.state.conversations.get(message.conversation_id);
  if (conversation === undefined) return;
  conversation.preview_failed = true;
  // Of a campaign the results tell it: a thousand wrong addresses are not a thousand conversations.
  if (conversation.kept_apart) return touch(ledger, conversation);
  if (conversation.state !== 'open') {
    conversation.state = 'open';
    conversation.resolved_at = null;
    conversation.snoozed_until = null;
    addEvent(ledger, conversation, 'reopened', { by: 'failure' }, ledger.now.toISOString());
  }
  touch(ledger, conversation);
  ledger.writes.happenings.push({ type: 'notification', conversationId: conversation.id, messageId: message.id, data: { kind: 'send-failed', memberIds: conversation.assignee_id === null ? [] : [conversation.assignee_id] } });
}

/** The proof that an uncertain one arrived: as the last thing said it is the answer that the customer waited for. */
function nothingFailed(ledger: Ledger, message: KnownMessage): void {
  const conversation = ledger.state.conversations.get(message.conversation_id);
  if (conversation === undefined || conversation.last_said_seq !== message.seq) return;
  conversation.preview_failed = false;
  if (conversation.last_inbound_seq < message.seq) conversation.waiting_since = null;
  touch(ledger, conversation);
}

function applyReceiptUpTo(ledger: Ledger, threadKey: string, status: InboundReceipt['status'], at: string): string | undefined {
  const threadId = ledger.state.byThread.get(threadKey);
  if (threadId === undefined) return undefined;
  for (const message of new Set(ledger.state.messages.values())) {
    // Who read the private thread has not read what we wrote in public.
    if (message.visibility === 'public' && ledger.state.links.has(threadKey)) continue;
    if ((message.thread_id ?? message.conversation_id) === threadId && message.at <= at) applyReceipt(ledger, message, status, platformTime(at, ledger.now));
  }
  return receiver(ledger, ledger.state.conversations.get(threadId))?.id ?? threadId;
}

function refreshPreview(ledger: Ledger, message: KnownMessage, text: string): void {
  const conversation = ledger.state.conversations.get(message.conversation_id);
  if (conversation === undefined || conversation.last_said_seq !== message.seq) return;
  conversation.preview_text = text.replace(/\s+/g, ' ').trim().slice(0, 200);
  touch(ledger, conversation);
}

/** A list shows the stars that stand now; of a review that is gone, none. */
function refreshStars(ledger: Ledger, message: KnownMessage): void {
  const conversation = ledger.state.conversations.get(message.conversation_id);
  if (conversation === undefined) return;
  conversation.rating = message.deleted_at === null ? message.rating : null;
  touch(ledger, conversation);
}

function touch(ledger: Ledger, conversation: LedgerConversation): void {
  if (!ledger.writes.changedConversations.has(conversation.id)) {
    conversation.version += 1;
    ledger.writes.changedConversations.add(conversation.id);
  }
  ledger.writes.happenings.push({ type: 'conversation.updated', conversationId: conversation.id });
}
