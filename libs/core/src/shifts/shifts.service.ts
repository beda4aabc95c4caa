import { Inject, Injectable } from '@nestjs/common';
import type { Absence, DutyState, DutyView, OwnShiftPatch, Presence, ShiftPatch, ShiftView, WorkHours } from '@kontuar/contract';
import { Database, Gathered, prepared, type Pulse, type Tx } from '@kontuar/platform';
import type { Actor, MemberActor } from '../access/actor';
import { can } from '../access/can';
import { lookAtClocks } from '../approvals/clock';
import { orMissing } from '../database-errors';
import { invalid, notFound } from '../errors';
import { actorOf, record } from '../history/history';
import { isTimeZone } from '../time-zones/wall-clock';
import { PULSE } from '../tokens';
import { dutyAt, isOver, presenceOf } from './duty';

interface ShiftRow { id: string; active: boolean; presence: Presence; here: boolean; duty: DutyState; duty_until: Date | null; hours: WorkHours | null; absence: Absence | null; substitute_id: string | null }
const shiftColumns = 'id, active, presence, here, duty, duty_until, hours, absence, substitute_id';

/** Who is sick is no business of colleagues: they see that the place is empty. */
export function dutyFor(reader: MemberActor, row: { id: string; duty: DutyState; duty_until: Date | null; substitute_id: string | null }): DutyView {
  const shown = row.duty === 'sick' && row.id !== reader.memberId && !can(reader, 'shift.manage') ? 'off' : row.duty;
  return { state: shown, until: row.duty_until?.toISOString() ?? null, substituteId: row.substitute_id };
}

/** The one truth about who works now: what members say, what their hours say, and whether a screen of theirs is there. */
@Injectable()
export class Shifts {
  /** Most screens that come are of members who are here already: a reload, a second tab, ten thousand whose api came back. */
  private readonly absent = new Gathered<string, true>((memberIds) => this.absentOf(memberIds), { atOnce: 1, most: 500, restMs: 10 });

  constructor(private readonly database: Database, @Inject(PULSE) private readonly pulse: Pulse) {}

  async of(actor: MemberActor, memberId: string): Promise<ShiftView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => this.view(actor, await this.row(tx, memberId)));
  }

  /** Callers have asked whether the actor may: hours are planned by those who plan shifts, an absence by oneself, too. */
  async change(actor: MemberActor, memberId: string, patch: ShiftPatch | OwnShiftPatch): Promise<ShiftView> {
    const hours = 'hours' in patch ? patch.hours : undefined;
    if (hours != null && !isTimeZone(hours.timeZone)) throw invalid('unknown-time-zone', 'There is no such time zone.');
    const absence = patch.absence;
    if (absence?.until != null && absence.from !== null && Date.parse(absence.until) <= Date.parse(absence.from)) throw invalid('absence-backwards', 'It ends before it begins.');
    if (patch.substituteId === memberId) throw invalid('own-substitute', 'Nobody stands in for themselves.');
    return this.unit(actor, async (tx) => {
      await this.row(tx, memberId);
      await orMissing(
        tx.execute(
          `UPDATE memberships SET hours = CASE WHEN $2 THEN $3::jsonb ELSE hours END, absence = CASE WHEN $4 THEN $5::jsonb ELSE absence END, substitute_id = CASE WHEN $6 THEN $7::uuid ELSE substitute_id END WHERE id = $1`,
          [memberId, hours !== undefined, hours == null ? null : JSON.stringify(hours), absence !== undefined, absence == null ? null : JSON.stringify(absence), patch.substituteId !== undefined, patch.substituteId ?? null],
        ),
        () => invalid('unknown-member', 'One of these members does not exist.'),
      );
      await record(tx, [{ type: 'member.shift', actor: actorOf(actor), subjectId: memberId, data: { fields: Object.keys(patch) } }, { type: 'directory.changed', actor: actorOf(actor), subjectId: memberId, data: { what: 'members' } }]);
      return this.view(actor, await this.refresh(tx, actor, memberId));
    });
  }

  /** The three words of the menu. On ends what was said before; beyond the hours it holds until they begin. Away and off hold until then, too. */
  async say(actor: MemberActor, presence: Presence): Promise<void> {
    await this.unit(actor, async (tx) => {
      const row = await this.row(tx, actor.memberId);
      const planned = dutyAt({ hours: row.hours, absence: null }, new Date());
      const until = planned.until?.toISOString() ?? null;
      const said: Absence | null = presence === 'on'
        ? (planned.state === 'on' ? null : { state: 'on', from: null, until })
        : { state: presence, from: null, until: presence === 'away' || planned.state === 'off' ? until : this.nextShift(row.hours, planned.until) };
      await tx.execute('UPDATE memberships SET absence = $2, here = here OR $3 WHERE id = $1', [actor.memberId, said === null ? null : JSON.stringify(said), presence === 'on']);
      await this.refresh(tx, actor, actor.memberId);
    });
  }

  /** A screen of theirs came or went. A break without an end is over when they leave; whoever has no hours and was off comes to work when they come back. */
  async appear(actor: MemberActor, here: boolean): Promise<void> {
    if (here && (await this.absent.ask(actor.memberId)) === undefined) return;
    await this.unit(actor, async (tx) => {
      const changed = await tx.execute(
        `UPDATE memberships SET here = $2, absence = CASE WHEN absence->>'until' IS NULL AND (CASE WHEN $2 THEN absence->>'state' = 'off' AND hours IS NULL ELSE absence->>'state' = 'away' END) THEN NULL ELSE absence END
         WHERE id = $1 AND active AND here <> $2`, [actor.memberId, here]);
      if (changed > 0) await this.refresh(tx, actor, actor.memberId);
    });
  }

  private async absentOf(memberIds: string[]): Promise<Map<string, true>> {
    const rows = await this.database.lookAsSystem((tx) => tx.query<{ id: string }>(prepared('SELECT id FROM memberships WHERE id = ANY($1::uuid[]) AND active AND NOT here'), [memberIds]));
    return new Map(rows.map(({ id }) => [id, true]));
  }

  /** Begins and ends what has come to its time. */
  async turn(): Promise<void> {
    const due = await this.database.lookAsSystem((tx) => tx.query<{ id: string; workspace_id: string }>(`SELECT id, workspace_id FROM memberships WHERE duty_until <= now() ORDER BY duty_until LIMIT 200`));
    for (const { id, workspace_id: workspaceId } of due) {
      await this.database.inWorkspace(workspaceId, (tx) => this.refresh(tx, { kind: 'system', workspaceId }, id));
    }
    if (due.length > 0) this.pulse.publish('relay');
  }

  /** Brings what is kept in line with the clock, and tells when it changed. What waited for the end of a quiet time is looked at again. */
  async refresh(tx: Tx, actor: Actor, memberId: string, now = new Date()): Promise<ShiftRow> {
    const row = await this.row(tx, memberId, true);
    const absence = row.absence !== null && isOver(row.absence, now) ? null : row.absence;
    const duty = dutyAt({ hours: row.hours, absence }, now);
    const presence = row.active ? presenceOf(duty.state, row.here) : 'off';
    await tx.execute('UPDATE memberships SET duty = $2, duty_until = $3, absence = $4, presence = $5 WHERE id = $1', [memberId, duty.state, duty.until, absence === null ? null : JSON.stringify(absence), presence]);
    const after: ShiftRow = { ...row, absence, duty: duty.state, duty_until: duty.until, presence };
    if (presence === row.presence && duty.state === row.duty && duty.until?.getTime() === row.duty_until?.getTime()) return after;
    if (duty.state !== row.duty) {
      await tx.execute(`UPDATE notice_ways SET due_at = now() WHERE member_id = $1 AND held AND done_at IS NULL`, [memberId]);
      await lookAtClocks(tx, memberId);
    }
    if (presence !== row.presence || duty.state !== row.duty) await record(tx, [{ type: 'member.presence', actor: actorOf(actor), subjectId: memberId, data: { presence } }]);
    tx.afterCommit(() => {
      const shown = duty.state === 'sick' ? 'off' : duty.state;
      this.pulse.publish('presence', JSON.stringify({ workspaceId: actor.workspaceId, memberId, presence, duty: { state: shown, until: duty.until?.toISOString() ?? null } }));
    });
    return after;
  }

  private nextShift(hours: WorkHours | null, endOfThis: Date | null): string | null {
    if (hours === null || endOfThis === null) return null;
    return dutyAt({ hours, absence: null }, endOfThis).until?.toISOString() ?? null;
  }

  // Not against those who only refer to the member: what they hold may be what is looked at next.
  private async row(tx: Tx, memberId: string, hold = false): Promise<ShiftRow> {
    const [row] = await tx.query<ShiftRow>(`SELECT ${shiftColumns} FROM memberships WHERE id = $1${hold ? ' FOR NO KEY UPDATE' : ''}`, [memberId]);
    if (row === undefined) throw notFound('member');
    return row;
  }

  private view(actor: MemberActor, row: ShiftRow): ShiftView {
    const duty = dutyFor(actor, row);
    const open = row.id === actor.memberId || can(actor, 'shift.manage');
    return { memberId: row.id, duty, hours: row.hours, absence: open ? row.absence : null };
  }

  private unit<T>(actor: MemberActor, work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.database.inWorkspace(actor.workspaceId, (tx) => {
      tx.afterCommit(() => { this.pulse.publish('relay'); });
      return work(tx);
    });
  }
}
