import { Inject, Injectable } from '@nestjs/common';
import type { ReportHours } from '@kontuar/contract';
import { Database, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { invalid } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { PULSE } from '../tokens';
import { FACTS_DUE } from './facts-keeper';

/** By whose hours business time is counted. Changing them counts the past anew, so that periods stay comparable. */
@Injectable()
export class ReportHoursDesk {
  constructor(private readonly database: Database, @Inject(PULSE) private readonly pulse: Pulse) {}

  hours(actor: MemberActor): Promise<ReportHours> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => read(tx, actor.workspaceId));
  }

  /** @throws DomainError 'unknown-calendar', 'unknown-team' */
  change(actor: MemberActor, wanted: ReportHours): Promise<ReportHours> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const rows = [...(wanted.calendarId === null ? [] : [{ team_id: null, calendar_id: wanted.calendarId }]), ...wanted.teams.map(({ teamId, calendarId }) => ({ team_id: teamId, calendar_id: calendarId }))];
      await known(tx, 'business_calendars', rows.map((row) => row.calendar_id), () => invalid('unknown-calendar', 'There is no such calendar.'));
      await known(tx, 'teams', wanted.teams.map(({ teamId }) => teamId), () => invalid('unknown-team', 'There is no such team.'));
      const json = JSON.stringify(rows);
      // What stays as it was is not counted anew.
      const gone = await tx.execute(
        `DELETE FROM report_hours h WHERE h.workspace_id = $1 AND NOT EXISTS (SELECT 1 FROM jsonb_to_recordset($2::jsonb) AS r (team_id uuid, calendar_id uuid) WHERE r.team_id IS NOT DISTINCT FROM h.team_id AND r.calendar_id = h.calendar_id)`, [actor.workspaceId, json]);
      const made = await tx.execute(
        `INSERT INTO report_hours (workspace_id, team_id, calendar_id) SELECT $1, team_id, calendar_id FROM jsonb_to_recordset($2::jsonb) AS r (team_id uuid, calendar_id uuid) ON CONFLICT DO NOTHING`, [actor.workspaceId, json]);
      if (gone + made > 0) {
        await record(tx, [{ type: 'report.hours-changed', actor: actorOf(actor), data: { calendars: rows.length } }, directoryChanged(actor, 'sla')]);
        tx.afterCommit(() => { this.pulse.publish(FACTS_DUE); });
      }
      return read(tx, actor.workspaceId);
    });
  }
}

async function read(tx: Tx, workspaceId: string): Promise<ReportHours> {
  const rows = await tx.query<{ teamId: string | null; calendarId: string }>('SELECT team_id AS "teamId", calendar_id AS "calendarId" FROM report_hours WHERE workspace_id = $1 ORDER BY team_id', [workspaceId]);
  return { calendarId: rows.find(({ teamId }) => teamId === null)?.calendarId ?? null, teams: rows.flatMap(({ teamId, calendarId }) => (teamId === null ? [] : [{ teamId, calendarId }])) };
}

async function known(tx: Tx, table: 'business_calendars' | 'teams', ids: readonly string[], refusal: () => Error): Promise<void> {
  const wanted = [...new Set(ids)];
  const [row] = await tx.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE id = ANY($1::uuid[])`, [wanted]);
  if (row?.n !== wanted.length) throw refusal();
}
