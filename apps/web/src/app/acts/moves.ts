import type { ConversationView, Linked, LinkKind, MovedMessages } from '@kontuar/contract';
import { translate } from '../../i18n';
import { showToast } from '../../ui/toast-store';
import { request } from '../client';
import { queryClient } from '../query-client';
import { queryKeys } from '../query-keys';
import { askAgain, takeConversation } from './cached';
import { movesStrings } from './moves.strings';
import { failureWords, offerUndo } from './perform';
import { markOwnAct } from './target';

/** Tells and shows what became of it; undefined when it was refused, which is told as well. */
async function act<T>(ids: readonly string[], ask: () => Promise<T>, done: (answer: T) => { text: string; tokens: string[] }): Promise<T | undefined> {
  markOwnAct(ids);
  try {
    const answer = await ask();
    const { text, tokens } = done(answer);
    offerUndo(text, tokens);
    return answer;
  } catch (error) {
    askAgain(ids);
    showToast({ text: failureWords(error), tone: 'danger' });
    return undefined;
  }
}

function take({ conversation, others }: MovedMessages): void {
  for (const one of [...others, conversation]) takeConversation(one);
  askAgain([]);
}

/** Everything of these goes up in the other one. */
export async function mergeConversations(ids: readonly string[], into: ConversationView): Promise<ConversationView | undefined> {
  const answer = await act([...ids, into.id], () => request<MovedMessages>('POST', '/conversations/merge', { ids, intoId: into.id }), (moved) => {
    take(moved);
    return { text: translate(movesStrings, 'mergedToast', { count: ids.length, number: into.number }), tokens: [moved.undoToken] };
  });
  return answer?.conversation;
}

/** From this message on it goes on in a conversation of its own. */
export async function splitFrom(conversationId: string, messageId: string): Promise<ConversationView | undefined> {
  const answer = await act([conversationId], () => request<MovedMessages>('POST', `/conversations/${conversationId}/split`, { messageId }), (moved) => {
    take(moved);
    return { text: translate(movesStrings, 'splitToast', { number: moved.conversation.number }), tokens: [moved.undoToken] };
  });
  return answer?.conversation;
}

/** Single messages, into another conversation or (null) one of their own. */
export async function moveMessages(conversationId: string, messageIds: readonly string[], to: ConversationView | null): Promise<ConversationView | undefined> {
  const body = { messageIds, ...(to === null ? {} : { toId: to.id }) };
  const answer = await act([conversationId], () => request<MovedMessages>('POST', `/conversations/${conversationId}/move`, body), (moved) => {
    take(moved);
    return { text: translate(movesStrings, 'movedToast', { count: moved.moved, number: moved.conversation.number }), tokens: [moved.undoToken] };
  });
  return answer?.conversation;
}

const linksChanged = (ids: readonly string[]) => { for (const id of ids) void queryClient.invalidateQueries({ queryKey: queryKeys.links(id) }); };

export function linkConversations(id: string, other: ConversationView, kind: LinkKind): Promise<Linked | undefined> {
  return act([id], () => request<Linked>('POST', `/conversations/${id}/links`, { otherId: other.id, kind }), ({ undoToken }) => {
    linksChanged([id, other.id]);
    return { text: translate(movesStrings, 'linkedToast', { number: other.number }), tokens: [undoToken] };
  });
}

export function unlinkConversations(id: string, linkId: string, other: ConversationView): Promise<Linked | undefined> {
  return act([id], () => request<Linked>('DELETE', `/conversations/${id}/links/${linkId}`), ({ undoToken }) => {
    linksChanged([id, other.id]);
    return { text: translate(movesStrings, 'unlinkedToast', { number: other.number }), tokens: [undoToken] };
  });
}

/** What was open in this window, newest first: what one looked at a moment ago is what one merges with. */
const seen: string[] = [];
export function noteOpened(id: string): void {
  const at = seen.indexOf(id);
  if (at >= 0) seen.splice(at, 1);
  seen.unshift(id);
  seen.length = Math.min(seen.length, 12);
}
export const recentlyOpened = (): readonly string[] => seen;
