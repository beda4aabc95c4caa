import type { HeldKind } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { directoryChanged } from '../history/directory';
import { record } from '../history/history';
import { addEntry, concerns } from './in-force';

/** Somebody sends it now although a crisis holds it: they are asked nothing, and the room knows who did. */
export async function letGoByHand(tx: Tx, actor: MemberActor, { kind, id, channelId, teamId, at }: { kind: HeldKind; id: string; channelId: string; teamId: string | null; at: Date }): Promise<void> {
  const claimed = await tx.query<{ crisis_id: string; ended: boolean }>(
    `INSERT INTO crisis_holds (workspace_id, crisis_id, kind, item_id, was_due, state, decided_by, decided_at)
       SELECT k.workspace_id, k.id, $2, $3, $6, 'send', $7, now() FROM crises k LEFT JOIN crisis_holds h ON h.crisis_id = k.id AND h.kind = $2 AND h.item_id = $3
       WHERE k.workspace_id = $1 AND ((k.ended_at IS NULL AND ${concerns('$4::uuid', '$5::uuid')}) OR h.state = 'held')
     ON CONFLICT (crisis_id, kind, item_id) DO UPDATE SET state = 'send', decided_by = excluded.decided_by, decided_at = now() WHERE crisis_holds.state = 'held'
     RETURNING crisis_id, (SELECT ended_at IS NOT NULL FROM crises WHERE id = crisis_id) AS ended`, [actor.workspaceId, kind, id, channelId, teamId, at, actor.memberId]);
  for (const { crisis_id: crisisId, ended } of claimed) {
    await addEntry(tx, actor.workspaceId, crisisId, actor, { kind: ended ? 'decided' : 'released', held: { act: 'send', count: 1 } });
    await record(tx, [directoryChanged(actor, 'crisis', crisisId)]);
  }
}
