import type { Supervised } from '@kontuar/contract';
import type { Pulse, Tx } from '@kontuar/platform';
import { qualitySettingsOf } from '../quality/settings';

/** Pulse topic: to the screens of some members. */
export const SUPERVISED = 'supervised';
export interface SupervisedPulse { memberIds: string[]; event: Supervised }

/** Who gives no sign of life for so long has left. */
export const LISTENING = `ended_at IS NULL AND alive_at > now() - interval '60 seconds'`;

/** Once the unit is kept; at most once, as every pulse: what was missed stands in the answer to the next look. */
export function tellSupervised(tx: Tx, pulse: Pulse, memberIds: readonly (string | null)[], event: Supervised): void {
  const to = [...new Set(memberIds.filter((id) => id !== null))];
  if (to.length > 0) tx.afterCommit(() => { pulse.publish(SUPERVISED, JSON.stringify({ memberIds: to, event } satisfies SupervisedPulse)); });
}

/** Whether a member listens to a conversation of the named table without its agents being shown it; `member`: a placeholder. */
export const listensUnseen = (conversation: string, member: string): string =>
  `(EXISTS (SELECT 1 FROM listens WHERE conversation_id = ${conversation}.id AND member_id = ${member}::uuid AND ${LISTENING}) AND EXISTS (SELECT 1 FROM quality_settings q WHERE q.workspace_id = ${conversation}.workspace_id AND NOT q.listeners_shown))`;

export async function listenersOf(tx: Tx, conversationId: string): Promise<string[]> {
  return (await tx.query<{ member_id: string }>(`SELECT member_id FROM listens WHERE conversation_id = $1 AND ${LISTENING}`, [conversationId])).map((row) => row.member_id);
}

/** What a member is writing to the customer, to those who listen; empty: nothing any more. Notes are for those whom they are written to. */
export async function letListenersHear(tx: Tx, pulse: Pulse, { workspaceId, conversationId, memberId, text }: { workspaceId: string; conversationId: string; memberId: string; text: string }): Promise<void> {
  const listeners = (await listenersOf(tx, conversationId)).filter((id) => id !== memberId);
  if (listeners.length === 0 || !(await qualitySettingsOf(tx, workspaceId)).draftsHeard) return;
  tellSupervised(tx, pulse, listeners, { conversationId, draft: { memberId, text, at: new Date().toISOString() } });
}
