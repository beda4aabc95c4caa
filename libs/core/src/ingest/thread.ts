import type { InboundMessage } from '@kontuar/connectors/contract';
import type { Ledger, LedgerConversation, LedgerIdentity } from './ledger.types';

/**
 * The conversation that a message continues, if any. The platform's own thread comes first; then reply tokens that we issued, then
 * ids of messages that we know. Whoever was not written to in it joins as unverified: an address proves nothing.
 */
export function joinThread(ledger: Ledger, message: InboundMessage, sender: LedgerIdentity | undefined): Joined {
  const { state, channel } = ledger;
  if (message.thread.key !== undefined) {
    const thread = state.conversations.get(state.byThread.get(message.thread.key) ?? '') ?? underAnotherId(ledger, message);
    return { conversation: receiver(ledger, thread), thread, verified: true };
  }
  for (const token of channel.readTokens(message.thread.tokens ?? [], sender?.external_id ?? message.from.id)) {
    const found = state.conversations.get(token.conversationId);
    const thread = holderOf(ledger, found, null);
    const conversation = newest(ledger, found);
    if (conversation !== undefined && thread !== undefined) return { conversation, thread: follow(found, thread, conversation), verified: join(ledger, thread, sender, token.fitsSender) };
  }
  for (const reference of message.thread.references ?? []) {
    const known = state.messages.get(reference);
    const found = known === undefined ? undefined : state.conversations.get(known.conversation_id);
    const thread = holderOf(ledger, found, known?.thread_id ?? null);
    const conversation = newest(ledger, found);
    // The id of our own message proves as much as a token, for those to whom it went.
    if (conversation !== undefined && thread !== undefined) return { conversation, thread: follow(found, thread, conversation), verified: join(ledger, thread, sender, sender !== undefined && known?.sent_to.includes(sender.external_id.toLowerCase()) === true) };
  }
  return { conversation: undefined, thread: undefined, verified: true };
}

/** `conversation` takes the message in; `thread` holds the platform's thread: the same one, unless people merged or split it. */
export interface Joined { conversation: LedgerConversation | undefined; thread: LedgerConversation | undefined; verified: boolean }

/** Which conversation takes in what comes on the thread that this one holds. */
export function receiver({ state }: Ledger, thread: LedgerConversation | undefined): LedgerConversation | undefined {
  return thread?.thread_to == null ? thread : (state.conversations.get(thread.thread_to) ?? thread);
}

/** Who holds the thread of a message that stands in `found`; nobody, when it is another channel's. */
function holderOf({ state, channel }: Ledger, found: LedgerConversation | undefined, threadId: string | null): LedgerConversation | undefined {
  const holder = state.conversations.get(threadId ?? found?.part_of ?? found?.id ?? '');
  return holder?.channel_id === channel.id ? holder : undefined;
}

/** One that goes on in a newer conversation of its own is held by that one from there on. */
const follow = (found: LedgerConversation | undefined, thread: LedgerConversation, conversation: LedgerConversation): LedgerConversation =>
  found === thread && thread.thread_to === null && conversation.id !== thread.id && conversation.part_of === null ? conversation : thread;

/** A thread that is named after the person goes on when the platform calls that person otherwise. */
function underAnotherId({ state, writes }: Ledger, { thread: { key }, from }: InboundMessage): LedgerConversation | undefined {
  if (key === undefined || key !== from.id) return undefined;
  const conversation = (from.aliases ?? []).map((alias) => state.conversations.get(state.byThread.get(alias) ?? '')).find((found) => found !== undefined);
  if (conversation === undefined) return undefined;
  writes.linked.push({ key, conversationId: conversation.id });
  state.byThread.set(key, conversation.id);
  state.links.set(key, { conversationId: conversation.id, threadState: null });
  return conversation;
}

/** The thread of somebody who has a new id goes by that one, and still hears the old. */
export function renameThread({ state, writes }: Ledger, previous: string, next: string, identityId: string): void {
  const conversation = state.conversations.get(state.byThread.get(previous) ?? '');
  if (conversation === undefined || state.byThread.has(next)) return;
  conversation.identity_id = identityId;
  if (conversation.thread_key === previous) {
    conversation.thread_key = next;
    conversation.version += 1;
    writes.changedConversations.add(conversation.id);
  } else {
    writes.linked.push({ key: next, conversationId: conversation.id });
  }
  writes.linked.push({ key: previous, conversationId: conversation.id });
  state.byThread.set(next, conversation.id);
}

/** The thread may have gone on in a newer conversation since, or in one with which people merged it or into which they split it. */
function newest(ledger: Ledger, conversation: LedgerConversation | undefined): LedgerConversation | undefined {
  let current = conversation;
  for (let hops = 0; current !== undefined && hops < 20; hops++) {
    const { id, thread_to: to, merged_into: into } = current;
    const next = [...ledger.state.conversations.values()].find((other) => other.previous_id === id) ?? ledger.state.conversations.get(to ?? into ?? '');
    if (next === undefined) return current;
    current = next;
  }
  return current;
}

function join(ledger: Ledger, conversation: LedgerConversation, sender: LedgerIdentity | undefined, proved: boolean): boolean {
  // We ourselves, from elsewhere, to somebody who never wrote.
  if (sender === undefined) return true;
  const key = `${conversation.id} ${sender.id}`;
  const known = ledger.state.participants.get(key);
  const verified = known === true || proved;
  if (known === undefined || (proved && !known)) {
    ledger.state.participants.set(key, verified);
    ledger.writes.participants.push({ conversation_id: conversation.id, identity_id: sender.id, verified });
  }
  return verified;
}
