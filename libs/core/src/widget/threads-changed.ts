/** Pulse topic: conversations in which something is new, for visitors' streams. Ids only; who listens asks the database. */
export const THREADS_CHANGED = 'threads';

export interface ThreadsChanged { changed: string[]; created: string[] }

/** After these a visitor's thread goes on in another conversation than before. */
const leads: ReadonlySet<string> = new Set(['conversation.created', 'conversation.merged', 'conversation.merge-undone', 'conversation.split', 'conversation.split-undone']);

export function threadsChanged(rows: readonly { type: string; conversation_id: string | null; subject_id?: string | null }[]): ThreadsChanged {
  const ids = (some: readonly { conversation_id: string | null; subject_id?: string | null }[]): string[] => [...new Set(some.flatMap((row) => row.conversation_id ?? []))];
  const led = rows.filter((row) => leads.has(row.type));
  return { changed: ids(rows), created: [...new Set([...ids(led), ...led.flatMap((row) => (row.type === 'conversation.created' ? [] : (row.subject_id ?? [])))])] };
}

/** Pulse topic: an agent writes an answer now. Payload `{conversationId, name}`. */
export const AGENT_TYPING = 'agent-typing';
