import { Injectable } from '@nestjs/common';
import type { ReportSchedule, ReportScheduleInput, ReportSchedulePatch, ReportSchedules } from '@kontuar/contract';
import { Database, newId, Queues, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { orTaken } from '../database-errors';
import { conflict, invalid, notFound } from '../errors';
import { actorOf, record } from '../history/history';
import { findActors } from '../members/members.service';
import { mayReadKeys } from '../reports/all-measures';
import { isTimeZone } from '../time-zones/wall-clock';
import { nextOccurrence } from './occurrences';
import { queueReport, mailboxOf } from './queue-report';
import { findSchedules, toSchedule } from './schedule.row';

const MAX_SCHEDULES = 100;

/** Reports that come by mail: who gets which, when. */
@Injectable()
export class ReportScheduleDesk {
  constructor(private readonly database: Database, private readonly queues: Queues) {}

  list(actor: MemberActor): Promise<ReportSchedules> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const [workspace] = await tx.query<{ time_zone: string }>('SELECT time_zone FROM workspaces WHERE id = $1', [actor.workspaceId]);
      return { items: (await findSchedules(tx, actor.workspaceId)).map(toSchedule), hasMailbox: (await mailboxOf(tx, actor.workspaceId)) !== null, timeZone: workspace?.time_zone ?? 'UTC' };
    });
  }

  create(actor: MemberActor, input: ReportScheduleInput): Promise<ReportSchedule> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await check(tx, input);
      const [sum] = await tx.query<{ n: number }>('SELECT count(*)::int AS n FROM report_schedules WHERE workspace_id = $1', [actor.workspaceId]);
      if ((sum?.n ?? 0) >= MAX_SCHEDULES) throw conflict('too-many-schedules', `A workspace sends at most ${MAX_SCHEDULES} reports by mail.`);
      const id = newId();
      await orTaken(tx.execute(
        `INSERT INTO report_schedules (id, workspace_id, name, every, weekday, month_day, at, time_zone, asked, formats, active, next_at, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
        [id, actor.workspaceId, input.name, input.every, input.weekday, input.monthDay, input.at, input.timeZone, JSON.stringify(input.asked), input.formats, input.active, nextOccurrence(input, new Date()), actor.memberId]), taken);
      await setReceivers(tx, actor.workspaceId, id, input.receiverIds);
      return told(tx, actor, id, 'created');
    });
  }

  /** What is changed comes by the new rhythm from now on; what was due before and did not leave does not. */
  change(actor: MemberActor, id: string, patch: ReportSchedulePatch): Promise<ReportSchedule> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const before = await find(tx, actor.workspaceId, id);
      const after = { ...before, ...(Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Partial<ReportScheduleInput>) };
      await check(tx, { ...after, receiverIds: patch.receiverIds ?? [] });
      await orTaken(tx.execute(
        `UPDATE report_schedules SET name = $2, every = $3, weekday = $4, month_day = $5, at = $6, time_zone = $7, asked = $8, formats = $9, active = $10, next_at = $11 WHERE id = $1`,
        [id, after.name, after.every, after.weekday, after.monthDay, after.at, after.timeZone, JSON.stringify(after.asked), after.formats, after.active, nextOccurrence(after, new Date())]), taken);
      if (patch.receiverIds !== undefined) await setReceivers(tx, actor.workspaceId, id, patch.receiverIds);
      return told(tx, actor, id, 'changed');
    });
  }

  remove(actor: MemberActor, id: string): Promise<void> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await find(tx, actor.workspaceId, id);
      await tx.execute('DELETE FROM report_schedules WHERE id = $1', [id]);
      await record(tx, [{ type: 'report-schedule.removed', actor: actorOf(actor), subjectId: id }]);
    });
  }

  /** To whoever asks alone, to see what the others will get. More than once a minute it is one. */
  sendNow(actor: MemberActor, id: string): Promise<void> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const schedule = await find(tx, actor.workspaceId, id);
      const channelId = await mailboxOf(tx, actor.workspaceId);
      if (channelId === null) throw conflict('no-mailbox', 'Choose in the settings of the workspace from which mailbox such mails leave.');
      const minute = new Date(Math.floor(Date.now() / 60_000) * 60_000);
      await queueReport(tx, this.queues, { workspaceId: actor.workspaceId, channelId, schedule, memberIds: [actor.memberId], due: minute });
    });
  }

  /** No more of these, for whoever asks. The last one who leaves leaves it to nobody: it stands still. */
  leave(actor: MemberActor, id: string): Promise<void> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await find(tx, actor.workspaceId, id);
      await tx.execute('DELETE FROM report_receivers WHERE schedule_id = $1 AND member_id = $2', [id, actor.memberId]);
      await record(tx, [{ type: 'report-schedule.left', actor: actorOf(actor), subjectId: id }]);
    });
  }
}

const taken = () => conflict('schedule-exists', 'There is a report by mail with this name already.');

async function check(tx: Tx, { timeZone, receiverIds, asked }: Pick<ReportScheduleInput, 'timeZone' | 'receiverIds' | 'asked'>): Promise<void> {
  if (!isTimeZone(timeZone)) throw invalid('unknown-time-zone', 'There is no such time zone.');
  const wanted = [...new Set(receiverIds)];
  if (wanted.length === 0) return;
  const readers = (await findActors(tx, wanted)).filter((receiver) => mayReadKeys(receiver, asked.measure));
  if (readers.length < wanted.length) throw invalid('receiver-may-not', 'One of those who are to get it may not read reports.', { errors: [{ path: 'receiverIds', message: wanted.filter((each) => !readers.some(({ memberId }) => memberId === each)).join(', ') }] });
}

async function setReceivers(tx: Tx, workspaceId: string, id: string, memberIds: readonly string[]): Promise<void> {
  await tx.execute('DELETE FROM report_receivers WHERE schedule_id = $1 AND NOT member_id = ANY($2::uuid[])', [id, memberIds]);
  await tx.execute('INSERT INTO report_receivers (workspace_id, schedule_id, member_id) SELECT $1, $2, unnest($3::uuid[]) ON CONFLICT DO NOTHING', [workspaceId, id, memberIds]);
}

async function find(tx: Tx, workspaceId: string, id: string) {
  const [row] = await findSchedules(tx, workspaceId, { id });
  if (row === undefined) throw notFound('report-schedule');
  return row;
}

async function told(tx: Tx, actor: MemberActor, id: string, what: 'created' | 'changed'): Promise<ReportSchedule> {
  await record(tx, [{ type: `report-schedule.${what}`, actor: actorOf(actor), subjectId: id }]);
  return toSchedule(await find(tx, actor.workspaceId, id));
}
