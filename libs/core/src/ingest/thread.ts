import type { InboundMessage } from '@kontuar/connectors/contract';
import type { Ledger, LedgerConversation, LedgerIdentity } from './ledger.types';

/**
 * The conversation that a message continues, if any. The platform's own thread comes first; then reply tokens that we issued, then
 * ids of messages that we know. Whoever was not written to in it joins as unverified: an address proves nothing.
 */
export function joinThread(ledger: Ledger, message: InboundMessage, sender: LedgerIdentity | undefined): { conversation: LedgerConversation | undefined; verified: boolean } {
  const { state, channel } = ledger;
  if (message.thread.key !== undefined) {
    const conversation = state.conversations.get(state.byThread.get(message.thread.key) ?? '') ?? underAnotherId(ledger, message);
    return { conversation, verified: true };
  }
  for (const token of channel.readTokens(message.thread.tokens ?? [], sender?.external_id ?? message.from.id)) {
    const conversation = newest(ledger, state.conversations.get(token.conversationId));
    if (conversation !== undefined) return { conversation, verified: join(ledger, conversation, sender, token.fitsSender) };
  }
  for (const reference of message.thread.references ?? []) {
    const known = state.messages.get(reference);
    const conversation = known === undefined ? undefined : newest(ledger, state.conversations.get(known.conversation_id));
    // The id of our own message proves as much as a token, for those to whom it went.
    if (conversation !== undefined) return { conversation, verified: join(ledger, conversation, sender, sender !== undefined && known?.sent_to.includes(sender.external_id.toLowerCase()) === true) };
  }
  return { conversation: undefined, verified: true };
}

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

/** The thread may have gone on in a newer conversation since. */
function newest(ledger: Ledger, conversation: LedgerConversation | undefined): LedgerConversation | undefined {
  let current = conversation;
  for (let hops = 0; current !== undefined && hops < 20; hops++) {
    const { id } = current;
    const next = [...ledger.state.conversations.values()].find((other) => other.previous_id === id);
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
