import { wallTime, weekdayOf } from '../time-zones/wall-clock';
import { holidays } from '../legal-clock/calendar';
import { Clock, type BusinessHours } from './clock';

const MINUTE = 60_000;
const office: BusinessHours = { timeZone: 'Europe/Warsaw', week: [1, 2, 3, 4, 5].map((day) => ({ day, from: '08:00', to: '16:00' })), country: 'PL', daysOff: [{ on: '2026-11-13' }] };
const at = (iso: string) => new Date(iso);

/** Chance that is the same in every run. */
function lottery(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** The slow way: looks at every minute, and asks the clock on the wall whether somebody works in it. */
function byMinutes(hours: BusinessHours, from: Date, to: Date): number {
  const off = new Set(hours.daysOff.map(({ on }) => on));
  const text = (wall: { year: number; month: number; day: number }) => new Date(Date.UTC(wall.year, wall.month - 1, wall.day)).toISOString().slice(0, 10);
  const isOff = (day: string) => off.has(day) || (hours.country !== '' && holidays(hours.country, Number(day.slice(0, 4))).includes(day));
  const time = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
  let sum = 0;
  for (let now = from.getTime(); now < to.getTime(); now += MINUTE) {
    const wall = wallTime(new Date(now), hours.timeZone);
    const minute = wall.hour * 60 + wall.minute;
    const yesterday = { year: wall.year, month: wall.month, day: wall.day - 1 };
    const works = (day: typeof yesterday, shift: number) => !isOff(text(day)) && hours.week.some(({ day: on, from: begin, to: end }) => {
      const length = time(end) <= time(begin) ? time(end) + 1440 : time(end);
      return on === weekdayOf(day) && minute + shift >= time(begin) && minute + shift < length;
    });
    if (works(wall, 0) || works(yesterday, 1440)) sum += MINUTE;
  }
  return sum;
}

const zones = ['Europe/Warsaw', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/Santiago'];
const someHours = (random: (below: number) => number): BusinessHours => {
  const two = (value: number) => String(value).padStart(2, '0');
  // Minutes that the change of a clock neither leaves out nor has twice: those the slow way and ours may call by different names.
  const time = () => `${two([0, 4, 6, 8, 12, 17, 22][random(7)] ?? 9)}:${two(random(2) * 30)}`;
  return {
    timeZone: zones[random(zones.length)] ?? 'UTC', country: random(2) === 0 ? 'PL' : '', daysOff: random(2) === 0 ? [{ on: '2026-03-30' }, { on: '2026-10-26' }] : [],
    week: Array.from({ length: 1 + random(6) }, () => ({ day: random(7), from: time(), to: time() })),
  };
};

describe('business time', () => {
  it('counts hours of the week, and neither nights, weekends, public holidays nor days off', () => {
    const clock = new Clock(office);
    // A Tuesday, 10 November; the 11th is a public holiday, the 13th a day off of the house, then comes the weekend.
    expect(clock.add(at('2026-11-10T14:30:00Z'), 60 * MINUTE)).toEqual(at('2026-11-12T07:30:00Z'));
    expect(clock.add(at('2026-11-12T14:30:00Z'), 60 * MINUTE)).toEqual(at('2026-11-16T07:30:00Z'));
    expect(clock.elapsed(at('2026-11-10T14:30:00Z'), at('2026-11-16T07:30:00Z'))).toBe(9.5 * 60 * MINUTE - 30 * MINUTE);
    // Written on Saturday: it counts from Monday on.
    expect(clock.add(at('2026-11-21T11:00:00Z'), 30 * MINUTE)).toEqual(at('2026-11-23T07:30:00Z'));
    expect(clock.counts(at('2026-11-21T11:00:00Z'))).toBe(false);
    expect(clock.counts(at('2026-11-23T07:00:00Z'))).toBe(true);
  });

  it('is due at the end of the day, not at the beginning of the next', () => {
    expect(new Clock(office).add(at('2026-11-23T07:00:00Z'), 8 * 60 * MINUTE)).toEqual(at('2026-11-23T15:00:00Z'));
  });

  it('knows no moment where nobody ever works', () => {
    const never = new Clock({ timeZone: 'UTC', week: [], country: '', daysOff: [] });
    expect(never.add(at('2026-11-23T07:00:00Z'), MINUTE)).toBeNull();
    expect(never.elapsed(at('2026-11-23T07:00:00Z'), at('2027-11-23T07:00:00Z'))).toBe(0);
  });

  it('counts all time without a calendar', () => {
    const clock = new Clock(null);
    expect(clock.add(at('2026-11-23T07:00:00.123Z'), 90_500)).toEqual(at('2026-11-23T07:01:30.623Z'));
    expect(clock.elapsed(at('2026-11-23T07:00:00Z'), at('2026-11-23T06:00:00Z'))).toBe(0);
  });

  it('lets a night have an hour more or less where the clock is changed, and counts what two shifts share once', () => {
    const nights = new Clock({ timeZone: 'Europe/Warsaw', week: [{ day: 6, from: '22:00', to: '06:00' }, { day: 0, from: '05:00', to: '07:00' }], country: '', daysOff: [] });
    expect(nights.elapsed(at('2026-10-24T12:00:00Z'), at('2026-10-25T12:00:00Z'))).toBe(10 * 60 * MINUTE);
    expect(nights.elapsed(at('2026-03-28T12:00:00Z'), at('2026-03-29T12:00:00Z'))).toBe(8 * 60 * MINUTE);
  });

  it('agrees with a stepper that looks at every minute, through changes of the clock in five time zones', () => {
    const random = lottery(11);
    for (let n = 0; n < 60; n += 1) {
      const hours = someHours(random);
      const around = [Date.UTC(2026, 2, 26), Date.UTC(2026, 9, 23), Date.UTC(2026, 3, 2), Date.UTC(2026, 10, 9)][random(4)] ?? 0;
      const from = new Date(around + random(2 * 1440) * MINUTE);
      const to = new Date(from.getTime() + random(4 * 1440) * MINUTE);
      expect([hours, from, to, new Clock(hours).elapsed(from, to)]).toEqual([hours, from, to, byMinutes(hours, from, to)]);
    }
  });

  it('is additive, never runs backwards, and comes back by its inverse', () => {
    const random = lottery(5);
    for (let n = 0; n < 400; n += 1) {
      const clock = new Clock(someHours(random));
      const [a, b, c] = [0, 0, 0].map(() => new Date(Date.UTC(2026, 0, 1) + random(366 * 1440) * MINUTE + random(60_000))).sort((one, other) => one.getTime() - other.getTime()) as [Date, Date, Date];
      expect(clock.elapsed(a, b) + clock.elapsed(b, c)).toBe(clock.elapsed(a, c));
      const [some, more] = [random(5000) * MINUTE + 1, random(5000) * MINUTE];
      const first = clock.add(a, some) as Date;
      const second = clock.add(a, some + more) as Date;
      expect(clock.elapsed(a, first)).toBe(some);
      expect(second.getTime()).toBeGreaterThanOrEqual(first.getTime());
      expect(clock.add(first, more)?.getTime()).toBe(more === 0 ? first.getTime() : second.getTime());
      // The earliest such moment: a breath before it, less had passed.
      expect(clock.elapsed(a, new Date(first.getTime() - 1))).toBe(some - 1);
    }
  });
});
