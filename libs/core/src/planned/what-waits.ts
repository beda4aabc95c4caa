import { prepared, type Tx } from '@kontuar/platform';

export interface Waiting { planned: string[]; followUps: string[]; outreach: string[] }

/** The conversations in which somebody other than us, and no machine, said something. */
export const spokenIn = (messages: readonly { conversation_id: string; kind: string; direction: string; automatic: string | null }[]): string[] =>
  [...new Set(messages.filter((message) => message.kind === 'message' && message.direction === 'in' && message.automatic === null).map((message) => message.conversation_id))];

interface WaitingRow { kind: 'planned' | 'follow-up' | 'outreach'; id: string; conversation_id: string }

/** Asked already for some conversations, while they were locked. */
export interface KnownWaiting { in: ReadonlySet<string>; rows: readonly WaitingRow[] }

const waitingIn = (conversations: string) => prepared(`SELECT 'planned' AS kind, id, conversation_id FROM planned_answers WHERE conversation_id ${conversations} AND state IN ('awaiting', 'returned', 'scheduled') AND (state = 'scheduled' OR NOT stale)
   UNION ALL SELECT 'follow-up', id, conversation_id FROM follow_ups WHERE conversation_id ${conversations} AND state = 'active'
   UNION ALL SELECT 'outreach', id, conversation_id FROM outreach_recipients WHERE conversation_id ${conversations} AND answered_at IS NULL`);
const IN_THESE = waitingIn('= ANY($1::uuid[])');
const IN_THREADS = waitingIn('= ANY(ARRAY(SELECT c.id FROM conversations c WHERE c.channel_id = $1 AND c.current AND c.thread_key = ANY($2)))');

/** What waits in the conversations that hold these threads. Sent behind the statement that locks them, and answered with it. */
export const waitsInThreads = (tx: Tx, channelId: string, threadKeys: readonly string[]): Promise<WaitingRow[]> => tx.query<WaitingRow>(IN_THREADS, [channelId, threadKeys]);

/** What the customer's word concerns. Nothing waits in most conversations, and then this is all that is asked; not even that where it was asked while they were locked. */
export async function whatWaits(tx: Tx, conversationIds: readonly string[], known?: KnownWaiting): Promise<Waiting> {
  const others = known === undefined ? conversationIds : conversationIds.filter((id) => !known.in.has(id));
  const rows = [...(known?.rows.filter((row) => conversationIds.includes(row.conversation_id)) ?? []), ...(others.length === 0 ? [] : await tx.query<WaitingRow>(IN_THESE, [others]))];
  const of = (kind: WaitingRow['kind']) => rows.filter((row) => row.kind === kind).map((row) => row.id);
  return { planned: of('planned'), followUps: of('follow-up'), outreach: of('outreach') };
}
