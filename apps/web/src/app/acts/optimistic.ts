import type { ConversationView } from '@kontuar/contract';

/**
 * What the screen shows before the server answered. It stands half a step above the version it changes: the server's next
 * version wins over it, and a late copy of the old one does not.
 */
export function ahead(conversation: ConversationView, change: Partial<ConversationView>): ConversationView {
  return { ...conversation, ...change, version: Math.floor(conversation.version) + 0.5 };
}

/** The server refused: back to what was, above the guess and still below any answer. */
export function backTo(conversation: ConversationView): ConversationView {
  return { ...conversation, version: Math.floor(conversation.version) + 0.75 };
}
