import { barsOf } from './day-bars';

const HOUR = 3_600_000;
const hoursOf = (bars: readonly Date[]): number[] => bars.slice(1).map((bar, at) => (bar.getTime() - (bars[at]?.getTime() ?? 0)) / HOUR);

it('begins hours with the hour, and days and their quarters with the clock of the house', () => {
  const now = new Date('2026-11-23T19:28:41Z');
  expect(barsOf('day', now, 'Europe/Warsaw').at(0)?.toISOString()).toBe('2026-11-22T20:00:00.000Z');
  expect(barsOf('day', now, 'Europe/Warsaw').at(-1)?.toISOString()).toBe('2026-11-23T19:00:00.000Z');
  expect(barsOf('week', now, 'Europe/Warsaw').slice(-2).map((bar) => bar.toISOString())).toEqual(['2026-11-23T11:00:00.000Z', '2026-11-23T17:00:00.000Z']);
  expect(barsOf('month', now, 'Asia/Kolkata').slice(-2).map((bar) => bar.toISOString())).toEqual(['2026-11-22T18:30:00.000Z', '2026-11-23T18:30:00.000Z']);
});

it('never overlaps, has no gap and no bar without time, also where clocks change', () => {
  for (const [day, zone] of [['2026-03-29', 'Europe/Warsaw'], ['2026-10-25', 'Europe/Warsaw'], ['2026-09-06', 'America/Santiago'], ['2026-04-05', 'Australia/Lord_Howe'], ['2026-11-23', 'UTC']] as const) {
    for (let hour = 0; hour < 48; hour += 1) {
      const now = new Date(Date.parse(`${day}T00:10:00Z`) + (hour - 12) * HOUR);
      for (const span of ['day', 'week', 'month'] as const) {
        const bars = barsOf(span, now, zone);
        const usual = { day: 1, week: 6, month: 24 }[span];
        expect(bars.length).toBe(span === 'day' ? 24 : 28);
        expect(hoursOf(bars).every((hours) => Math.abs(hours - usual) <= (span === 'day' ? 0 : 1))).toBe(true);
        expect(bars.at(-1)?.getTime()).toBeLessThanOrEqual(now.getTime());
        expect(now.getTime() - (bars.at(-1)?.getTime() ?? 0)).toBeLessThan((usual + 1) * HOUR);
      }
    }
  }
});
