import type { InboundMessage } from '@kontuar/connectors/contract';
import type { Ledger, LedgerConversation, LedgerIdentity } from './ledger.types';

/**
 * The conversation that a message continues, if any. The platform's own thread comes first; then reply tokens that we issued, then
 * ids of messages that we know. Whoever was not written to in it joins as unverified: an address proves nothing.
 */
export function joinThread(ledger: Ledger, message: InboundMessage, sender: LedgerIdentity | undefined): { conversation: LedgerConversation | undefined; verified: boolean } {
  const { state, channel } = ledger;
  if (message.thread.key !== undefined) {
    const conversation = state.conversations.get(state.byThread.get(message.thread.key) ?? '');
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
