import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { actorOf, type Happening } from '../history/history';

/** When the last of them is in, everybody of the round sees all. */
export async function closeRound(tx: Tx, actor: MemberActor, calibrationId: string): Promise<Happening[]> {
  const [round] = await tx.query<{ member_ids: string[]; given: number }>(
    `SELECT b.member_ids, (SELECT count(*)::int FROM reviews r WHERE r.calibration_id = b.id AND r.state <> 'draft') AS given FROM calibrations b WHERE b.id = $1 FOR NO KEY UPDATE`, [calibrationId]);
  if (round === undefined) return [];
  const done = round.given >= round.member_ids.length && (await tx.execute('UPDATE calibrations SET closed_at = now() WHERE id = $1 AND closed_at IS NULL', [calibrationId])) > 0;
  return [
    ...(done ? [{ type: 'calibration.closed', actor: actorOf(actor), subjectId: calibrationId }] : []),
    { type: 'directory.changed', actor: actorOf(actor), subjectId: calibrationId, data: { what: 'quality', memberIds: round.member_ids } },
  ];
}
