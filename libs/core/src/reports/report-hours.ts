import type { Tx } from '@kontuar/platform';
import { clockOf, type BusinessHours } from '../sla/clock';
import type { OpenTime } from './keep-facts';

interface HoursRow extends BusinessHours { teamId: string | null }

/** Time in opening hours: those of the team that had it, or of the house; null where neither has any. */
export async function openTimeOf(tx: Tx, workspaceId: string): Promise<OpenTime> {
  const rows = await tx.query<HoursRow>(
    `SELECT h.team_id AS "teamId", k.time_zone AS "timeZone", k.week, k.country, k.days_off AS "daysOff" FROM report_hours h JOIN business_calendars k ON k.id = h.calendar_id WHERE h.workspace_id = $1`, [workspaceId]);
  const clocks = new Map(rows.map(({ teamId, timeZone, week, country, daysOff }) => [teamId, clockOf({ timeZone, week, country, daysOff })]));
  return (fromMs, toMs, teamId) => (clocks.get(teamId) ?? clocks.get(null))?.elapsed(new Date(fromMs), new Date(toMs)) ?? null;
}
