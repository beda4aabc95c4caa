import { Inject, Injectable } from '@nestjs/common';
import type { BusinessCalendar, BusinessCalendarInput, BusinessCalendarPatch } from '@kontuar/contract';
import { Database, newId, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { orTaken } from '../database-errors';
import { conflict, invalid, notFound } from '../errors';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { holidays } from '../legal-clock/calendar';
import { NOTICES_DUE } from '../notices/notifier.service';
import { isTimeZone } from '../time-zones/wall-clock';
import { PULSE } from '../tokens';
import { lookThrough } from './look-through';

const MAX_CALENDARS = 50;

/** In which hours a house, a branch or a team works: what business time is counted by. */
@Injectable()
export class BusinessCalendars {
  constructor(private readonly database: Database, @Inject(PULSE) private readonly pulse: Pulse) {}

  create(actor: MemberActor, input: BusinessCalendarInput): Promise<BusinessCalendar> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      check(input);
      const [sum] = await tx.query<{ n: number }>('SELECT count(*)::int AS n FROM business_calendars WHERE workspace_id = $1', [actor.workspaceId]);
      if ((sum?.n ?? 0) >= MAX_CALENDARS) throw conflict('too-many-calendars', `A workspace has at most ${MAX_CALENDARS} calendars.`);
      const id = newId();
      await orTaken(tx.execute('INSERT INTO business_calendars (id, workspace_id, name, time_zone, week, country, days_off) VALUES ($1, $2, $3, $4, $5, $6, $7)',
        [id, actor.workspaceId, input.name, input.timeZone, JSON.stringify(input.week), input.country ?? '', JSON.stringify(input.daysOff)]), taken);
      return this.told(tx, actor, id, 'created');
    });
  }

  /** What runs by it is counted again. */
  change(actor: MemberActor, id: string, patch: BusinessCalendarPatch): Promise<BusinessCalendar> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const before = await find(tx, actor.workspaceId, id);
      const after = { ...before, ...Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) };
      check(after);
      await orTaken(tx.execute('UPDATE business_calendars SET name = $2, time_zone = $3, week = $4, country = $5, days_off = $6 WHERE id = $1',
        [id, after.name, after.timeZone, JSON.stringify(after.week), after.country ?? '', JSON.stringify(after.daysOff)]), taken);
      if (after.usedBy > 0) await lookThrough(tx, actor.workspaceId);
      tx.afterCommit(() => { this.pulse.publish(NOTICES_DUE); });
      return this.told(tx, actor, id, 'changed');
    });
  }

  remove(actor: MemberActor, id: string): Promise<void> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const { usedBy } = await find(tx, actor.workspaceId, id);
      if (usedBy > 0) throw conflict('calendar-in-use', 'Promises or routing go by this calendar. Give them another one first.');
      await tx.execute('DELETE FROM business_calendars WHERE id = $1', [id]);
      await record(tx, [{ type: 'calendar.removed', actor: actorOf(actor), subjectId: id }, directoryChanged(actor, 'sla', id)]);
    });
  }

  private async told(tx: Tx, actor: MemberActor, id: string, what: 'created' | 'changed'): Promise<BusinessCalendar> {
    await record(tx, [{ type: `calendar.${what}`, actor: actorOf(actor), subjectId: id }, directoryChanged(actor, 'sla', id)]);
    return find(tx, actor.workspaceId, id);
  }
}

const taken = () => conflict('calendar-exists', 'There is a calendar with this name already.');

function check({ timeZone, week }: Pick<BusinessCalendarInput, 'timeZone' | 'week'>): void {
  if (!isTimeZone(timeZone)) throw invalid('unknown-time-zone', 'There is no such time zone.');
  if (week.length === 0) throw invalid('no-hours', 'Say when somebody works.');
}

async function find(tx: Tx, workspaceId: string, id: string): Promise<BusinessCalendar> {
  const calendar = (await findCalendars(tx, workspaceId)).find((one) => one.id === id);
  if (calendar === undefined) throw notFound('calendar');
  return calendar;
}

export async function findCalendars(tx: Tx, workspaceId: string): Promise<BusinessCalendar[]> {
  const rows = await tx.query<Omit<BusinessCalendar, 'holidays'>>(
    `SELECT k.id, k.name, k.time_zone AS "timeZone", k.week, nullif(k.country, '') AS country, k.days_off AS "daysOff", ((SELECT count(*) FROM sla_policies p WHERE p.calendar_id = k.id) + (SELECT count(*) FROM routing_policies r WHERE r.calendar_id = k.id))::int AS "usedBy"
     FROM business_calendars k WHERE k.workspace_id = $1 ORDER BY k.name, k.id`, [workspaceId]);
  const year = new Date().getUTCFullYear();
  return rows.map((row) => ({ ...row, holidays: row.country === null ? [] : [...holidays(row.country, year), ...holidays(row.country, year + 1)] }));
}
