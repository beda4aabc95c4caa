/** Pulse topic: conversations in which something is new, for visitors' streams. Ids only; who listens asks the database. */
export const THREADS_CHANGED = 'threads';

export interface ThreadsChanged { changed: string[]; created: string[] }

export function threadsChanged(rows: readonly { type: string; conversation_id: string | null }[]): ThreadsChanged {
  const ids = (some: readonly { conversation_id: string | null }[]): string[] => [...new Set(some.flatMap((row) => row.conversation_id ?? []))];
  return { changed: ids(rows), created: ids(rows.filter((row) => row.type === 'conversation.created')) };
}

/** Pulse topic: an agent writes an answer now. Payload `{conversationId, name}`. */
export const AGENT_TYPING = 'agent-typing';
