import type { Absence, DutyState, Presence, WorkHours } from '@kontuar/contract';
import { spansAround, standsIn } from './weekly';

export interface ShiftFacts { hours: WorkHours | null; absence: Absence | null }
export interface Duty { state: DutyState; until: Date | null }

/**
 * Whether somebody works at that moment, and when that changes by itself. What they said goes before their hours; without hours nobody knows of any,
 * and they count as on: then only the screen that is there or not tells.
 */
export function dutyAt({ hours, absence }: ShiftFacts, now: Date): Duty {
  const planned = byHours(hours, now);
  if (absence === null) return planned;
  const [from, until] = [absence.from === null ? null : new Date(absence.from), absence.until === null ? null : new Date(absence.until)];
  if (until !== null && until <= now) return planned;
  if (from !== null && from > now) return { state: planned.state, until: earlier(planned.until, from) };
  return { state: absence.state, until };
}

function byHours(hours: WorkHours | null, now: Date): Duty {
  if (hours === null) return { state: 'on', until: null };
  const { inside, until } = standsIn(spansAround(hours.week, hours.timeZone, now), now);
  return { state: inside ? 'on' : 'off', until };
}

/** What is over needs no place any more. */
export const isOver = (absence: Absence, now: Date): boolean => absence.until !== null && new Date(absence.until) <= now;

/** What everybody sees beside a face: their shift, and on shift whether a screen of theirs is there. */
export function presenceOf(duty: DutyState, here: boolean): Presence {
  switch (duty) {
    case 'on': return here ? 'on' : 'off';
    case 'away': return 'away';
    case 'sick': case 'off': return 'off';
    default: throw new Error(`no presence for ${JSON.stringify(duty satisfies never)}`);
  }
}

const earlier = (a: Date | null, b: Date): Date => (a === null || b < a ? b : a);
