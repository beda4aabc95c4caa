import type { InboundMessage } from '@kontuar/connectors/contract';
import type { Tx } from '@kontuar/platform';
import { platformTime } from './ledger.events';
import type { Ledger, LedgerConversation } from './ledger.types';

/** Clocks of platforms go otherwise than ours; what was said longer before ours is another message. */
export const CLOCKS_DIFFER_MS = 5 * 60_000;

/** Platforms keep the words and not always the blanks between them. */
export function sameWords(one: string, other: string): boolean {
  const words = (text: string) => text.trim().split(/\s+/u).join(' ');
  return words(one) !== '' && words(one) === words(other);
}

/**
 * Many platforms tell of what we wrote without our id. If nobody knows whether an answer of ours arrived, and the same words then stand in
 * its thread as ours, this is that answer. The id of ours, or undefined: somebody else of us wrote it, elsewhere.
 */
export function doubtedOf({ state, now }: Ledger, thread: LedgerConversation, message: InboundMessage): string | undefined {
  return state.doubted.find((id) => {
    const ours = state.messages.get(`ours ${id}`);
    return ours?.status === 'unknown' && (ours.thread_id ?? ours.conversation_id) === thread.id && (message.visibility ?? ours.visibility) === ours.visibility
      && sameWords(ours.text, message.text) && Date.parse(platformTime(message.at, now)) >= Date.parse(ours.at) - CLOCKS_DIFFER_MS;
  });
}

/** The other way round: what the platform told of an answer while we were still waiting to hear whether it was taken. Callers hold the conversation. */
export async function toldMeanwhile(tx: Tx, message: { id: string; channel_id: string; conversation_id: string; thread_id: string | null; text: string; visibility: string }): Promise<string | undefined> {
  const rows = await tx.query<{ external_id: string; text: string }>(
    `SELECT m.external_id, m.text FROM messages m JOIN messages ours ON ours.id = $1
     WHERE m.conversation_id = $2 AND m.thread_id IS NOT DISTINCT FROM $3::uuid AND m.channel_id = $4 AND m.visibility = $5 AND m.direction = 'out' AND m.author_kind = 'elsewhere' AND m.external_id IS NOT NULL
       AND m.seq > ours.seq AND m.at >= ours.at - make_interval(secs => $6) ORDER BY m.seq`,
    [message.id, message.conversation_id, message.thread_id, message.channel_id, message.visibility, CLOCKS_DIFFER_MS / 1000],
  );
  return rows.find(({ text }) => sameWords(text, message.text))?.external_id;
}
