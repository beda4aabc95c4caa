import type { Tx } from '@kontuar/platform';

/** Seconds in which a member can take back what they sent. A live chat has no pause, whatever a member chose for the rest: there a message is deleted instead. */
export async function undoSecondsOf(tx: Tx, { memberId }: { memberId: string }, channelSeconds: number): Promise<number> {
  if (channelSeconds === 0) return 0;
  const [member] = await tx.query<{ undo_send_seconds: number | null }>(`SELECT undo_send_seconds FROM memberships WHERE id = $1`, [memberId]);
  return member?.undo_send_seconds ?? channelSeconds;
}
