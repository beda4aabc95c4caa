import { Injectable } from '@nestjs/common';
import { Database, Queues } from '@kontuar/platform';
import { ownAddresses } from '../asides/people';
import { ChannelContexts } from '../channels/channel-contexts';
import { Connectors } from '../tokens';
import { lastOccurrence, nextOccurrence } from './occurrences';
import { mailboxOf, queueReport } from './queue-report';
import { findSchedules } from './schedule.row';

/** Lets reports leave when they are due. Of what was due while nobody was there, the last; each occurrence once, whoever comes to it and however often. */
@Injectable()
export class ReportMailer {
  constructor(private readonly database: Database, private readonly queues: Queues, private readonly contexts: ChannelContexts, private readonly connectors: Connectors) {}

  due(): Promise<{ id: string; workspaceId: string }[]> {
    return this.database.lookAsSystem((tx) => tx.query<{ id: string; workspaceId: string }>('SELECT id, workspace_id AS "workspaceId" FROM report_schedules WHERE active AND next_at <= now() ORDER BY next_at LIMIT 100'));
  }

  /** `now`: the moment of looking. */
  run(workspaceId: string, id: string, now = new Date()): Promise<void> {
    return this.database.inWorkspace(workspaceId, async (tx) => {
      const [held] = await tx.query<{ id: string }>('SELECT id FROM report_schedules WHERE id = $1 AND active AND next_at <= $2 FOR UPDATE SKIP LOCKED', [id, now]);
      const [schedule] = held === undefined ? [] : await findSchedules(tx, workspaceId, { id });
      if (schedule === undefined) return;
      const due = lastOccurrence(schedule, schedule.nextAt, now);
      const channelId = await mailboxOf(tx, workspaceId);
      if (channelId !== null) {
        // What a mailbox of ours sends to itself would come back as a letter of a customer.
        const own = await ownAddresses(tx, this.contexts, this.connectors);
        const receivers = await tx.query<{ id: string; email: string }>('SELECT m.id, u.email FROM report_receivers r JOIN memberships m ON m.id = r.member_id JOIN users u ON u.id = m.user_id WHERE r.schedule_id = $1 AND m.active ORDER BY m.id', [id]);
        await queueReport(tx, this.queues, { workspaceId, channelId, schedule, memberIds: receivers.filter(({ email }) => !own.has(email.toLowerCase())).map((receiver) => receiver.id), due });
      }
      await tx.execute('UPDATE report_schedules SET next_at = $2, trouble = $3 WHERE id = $1', [id, nextOccurrence(schedule, now), channelId === null ? 'no-mailbox' : null]);
    });
  }
}
