import type { ConversationView } from '@kontuar/contract';
import { live } from '../../realtime/live';
import { loadedRows, type ConversationPages } from '../../realtime/lists';
import { queryClient } from '../query-client';
import { queryKeys } from '../query-keys';

/** The newest view of it that this window has, from wherever it is shown. */
export function cachedConversation(id: string): ConversationView | undefined {
  const single = queryClient.getQueryData<ConversationView>(queryKeys.conversation(id));
  const rows = queryClient.getQueriesData<ConversationPages>({ queryKey: queryKeys.conversationLists }).flatMap(([, pages]) => loadedRows(pages).filter((row) => row.id === id));
  return [...(single ? [single] : []), ...rows].sort((a, b) => b.version - a.version)[0];
}

/** The answer to an act of ours enters like an event, so that the echo which follows changes nothing. */
export function takeConversation(conversation: ConversationView): void {
  const line = live.current();
  if (line) return line.take(conversation);
  queryClient.setQueryData(queryKeys.conversation(conversation.id), conversation);
  void queryClient.invalidateQueries({ queryKey: queryKeys.conversationLists });
}

/** Lists, counts and the conversations themselves are asked for again. */
export function askAgain(ids: readonly string[]): void {
  for (const id of ids) void queryClient.invalidateQueries({ queryKey: queryKeys.conversation(id) });
  void queryClient.invalidateQueries({ queryKey: queryKeys.conversationLists });
  void queryClient.invalidateQueries({ queryKey: queryKeys.conversationCounts });
}
