import { newId, type Queues, type Tx } from '@kontuar/platform';
import { findChannel } from '../channels/channel.row';
import { queueHouseMail } from '../house-mail/letters';
import { daysTold, type Rhythm } from './occurrences';

/** From which mails of the house leave; null where none is chosen, or it is gone. */
export async function mailboxOf(tx: Tx, workspaceId: string): Promise<string | null> {
  const [workspace] = await tx.query<{ id: string | null }>('SELECT notice_channel_id AS id FROM workspaces WHERE id = $1', [workspaceId]);
  const id = workspace?.id ?? null;
  return id === null || (await findChannel(tx, id)) === undefined ? null : id;
}

interface Queued { workspaceId: string; channelId: string; schedule: Rhythm & { id: string }; memberIds: readonly string[]; due: Date }

/** Once for each receiver and moment, whoever comes to it again. What it says is read when it leaves. */
export async function queueReport(tx: Tx, queues: Queues, { workspaceId, channelId, schedule, memberIds, due }: Queued): Promise<void> {
  const { from, to } = daysTold(schedule, due);
  for (const memberId of memberIds) {
    const id = newId();
    const kept = await tx.execute(
      `INSERT INTO report_mails (id, workspace_id, schedule_id, member_id, due_at, from_day, to_day) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (schedule_id, member_id, due_at) DO NOTHING`, [id, workspaceId, schedule.id, memberId, due, from, to]);
    if (kept > 0) await queueHouseMail(tx, queues, { id, workspaceId, channelId, purpose: 'report', subjectId: memberId, delayMs: 0 });
  }
}
