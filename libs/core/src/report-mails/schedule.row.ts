import type { ReportSchedule, ReportScheduleInput } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { Rhythm } from './occurrences';

export interface ScheduleRow extends Rhythm {
  id: string; name: string; asked: ReportScheduleInput['asked']; formats: ('pdf' | 'csv')[]; active: boolean; nextAt: Date; trouble: 'no-mailbox' | null; receiverIds: string[];
  lastAt: Date | null; sent: number; failed: number; waiting: number;
}

const columns = `s.id, s.name, s.every, s.weekday, s.month_day AS "monthDay", s.at, s.time_zone AS "timeZone", s.asked, s.formats, s.active, s.next_at AS "nextAt", s.trouble,
  ARRAY(SELECT r.member_id FROM report_receivers r WHERE r.schedule_id = s.id ORDER BY r.member_id) AS "receiverIds"`;

/** With how the last one went. */
export function findSchedules(tx: Tx, workspaceId: string, only: { id?: string } = {}): Promise<ScheduleRow[]> {
  return tx.query<ScheduleRow>(
    `SELECT ${columns}, l.at AS "lastAt", coalesce(l.sent, 0) AS sent, coalesce(l.failed, 0) AS failed, coalesce(l.waiting, 0) AS waiting FROM report_schedules s
     LEFT JOIN LATERAL (SELECT m.due_at AS at, count(*) FILTER (WHERE h.status = 'sent')::int AS sent, count(*) FILTER (WHERE h.status IN ('failed', 'unknown'))::int AS failed, count(*) FILTER (WHERE h.status IN ('queued', 'sending'))::int AS waiting
       FROM report_mails m JOIN house_mails h ON h.id = m.id WHERE m.schedule_id = s.id GROUP BY m.due_at ORDER BY m.due_at DESC LIMIT 1) l ON true
     WHERE s.workspace_id = $1 AND ($2::uuid IS NULL OR s.id = $2) ORDER BY s.name, s.id`, [workspaceId, only.id ?? null]);
}

export const toSchedule = ({ nextAt, lastAt, sent, failed, waiting, ...row }: ScheduleRow): ReportSchedule => ({
  ...row, nextAt: row.active ? nextAt.toISOString() : null, last: lastAt === null ? null : { at: lastAt.toISOString(), sent, failed, waiting },
});
