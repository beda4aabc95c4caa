import type { CasePolicyRule } from '@kontuar/contract';
import { addDays, dayAt, daysBetween, hourOfDay, isDayOff, startOfDay, type Day, type DaysOff } from './calendar';

/** A year without a working day has something wrong with its days off: counting ends there, not never. */
const MAX_STEPS = 4000;

export interface ClockSetting { timeZone: string; off: DaysOff }

export interface Deadline {
  /** The day of receipt, which is not counted. */
  receivedOn: Day;
  /** The last day on which an answer is in time. */
  dueOn: Day;
  /** The first moment that is too late: the end of that day. */
  dueAt: Date;
}

/** When an answer to what was received then is due. Undefined: the policy sets no term. Pure. */
export function deadlineOf(policy: CasePolicyRule, receivedAt: Date, { timeZone, off }: ClockSetting): Deadline | undefined {
  if (policy.days === null) return undefined;
  const receivedOn = dayAt(receivedAt, timeZone);
  const counted = policy.unit === 'calendar' ? addDays(receivedOn, policy.days) : afterWorkingDays(receivedOn, policy.days, off);
  const dueOn = policy.dayOff === 'next-working-day' ? nextWorkingDay(counted, off) : policy.dayOff === 'working-day-before' ? workingDayBefore(counted, receivedOn, off) : counted;
  return { receivedOn, dueOn, dueAt: startOfDay(addDays(dueOn, 1), timeZone) };
}

function afterWorkingDays(from: Day, days: number, off: DaysOff): Day {
  let day = from;
  for (let left = days, steps = 0; left > 0 && steps < MAX_STEPS; steps += 1) {
    day = addDays(day, 1);
    if (!isDayOff(day, off)) left -= 1;
  }
  return day;
}

function nextWorkingDay(day: Day, off: DaysOff): Day {
  let next = day;
  for (let steps = 0; isDayOff(next, off) && steps < MAX_STEPS; steps += 1) next = addDays(next, 1);
  return next;
}

/** Never before the day after receipt: a term of a day that nobody works stays where it is. */
function workingDayBefore(day: Day, receivedOn: Day, off: DaysOff): Day {
  for (let before = day; before > receivedOn; before = addDays(before, -1)) if (!isDayOff(before, off)) return before;
  return day;
}

/** "Day 11 of 14", "3 days left": days of the calendar there, whatever the clock was moved by. */
export function dayOfClock({ receivedOn, dueOn }: Pick<Deadline, 'receivedOn' | 'dueOn'>, now: Date, timeZone: string): { day: number; of: number; left: number } {
  const today = dayAt(now, timeZone);
  return { day: Math.max(0, daysBetween(receivedOn, today)), of: daysBetween(receivedOn, dueOn), left: daysBetween(today, dueOn) };
}

/** A point at which somebody is warned: at the beginning of that day of the clock, or so many hours before its end. */
export interface Warning { key: string; at: Date; to: 'owner' | 'supervisor' }

/** When on such a day people are told: at night nobody reads. */
const MORNING_HOUR = 8;

/**
 * Everything that is told of one clock, in order, the end included. A day after the end is none; whoever is warned for the last time is told with those who
 * lead, and so is the end itself.
 */
export function warningsOf(policy: CasePolicyRule, deadline: Deadline, timeZone: string): Warning[] {
  const { receivedOn, dueOn, dueAt } = deadline;
  const of = daysBetween(receivedOn, dueOn);
  const onDays = [...new Set(policy.warnOnDays)].filter((day) => day > 0 && day <= of).sort((a, b) => a - b);
  const days = onDays.map((day, index): Warning => ({
    key: `day-${day}`, at: hourOfDay(addDays(receivedOn, day), MORNING_HOUR, timeZone), to: index === onDays.length - 1 && onDays.length > 1 ? 'supervisor' : 'owner',
  }));
  const hours = [...new Set(policy.warnHoursBefore)].map((before): Warning => ({ key: `hours-${before}`, at: new Date(dueAt.getTime() - before * 3_600_000), to: 'supervisor' }));
  return [...days, ...hours, { key: 'due', at: dueAt, to: 'supervisor' as const }].filter(({ at }) => at <= dueAt).sort((a, b) => a.at.getTime() - b.at.getTime() || (a.key < b.key ? -1 : 1));
}

/** What is to be told now, and when to look again. What was told is told no second time; of several that were missed, the last says it all. */
export function nextWarning(warnings: readonly Warning[], told: readonly string[], now: Date): { tell: Warning | undefined; passed: string[]; next: Date | undefined } {
  const open = warnings.filter(({ key }) => !told.includes(key));
  const passed = open.filter(({ at }) => at <= now);
  return { tell: passed.at(-1), passed: passed.map(({ key }) => key), next: open.find(({ at }) => at > now)?.at };
}
