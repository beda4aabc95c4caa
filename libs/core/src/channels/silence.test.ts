import { isUnusuallySilent } from './silence';

const HOUR = 3_600_000;
const at = (text: string) => new Date(`${text}:00Z`);

/** Heard on workdays from 9 to 17, in each hour with the chance `busy` (fixed by a counter, not by luck). */
function shopHours(weeks: number, busy = 1): number[] {
  const heard: number[] = [];
  const start = at('2026-09-07T00:00').getTime(); // a Monday
  let n = 0;
  for (let hour = 0; hour < weeks * 7 * 24; hour++) {
    const [day, clock] = [Math.floor(hour / 24) % 7, hour % 24];
    if (day >= 5 || clock < 9 || clock >= 17) continue;
    n += busy;
    if (n < 1) continue;
    n -= 1;
    heard.push(start + hour * HOUR);
  }
  return heard;
}

const shop = { heard: shopHours(4), timeZone: 'UTC' };
// Four weeks end on Friday, 2 October, at 17:00.
const friday = at('2026-10-02T16:40');

describe('an unusual silence', () => {
  it('is not a weekend, nor a night', () => {
    expect(isUnusuallySilent({ ...shop, since: friday, now: at('2026-10-05T09:30') })).toBe(false);
  });

  it('is a Monday morning without a word', () => {
    expect(isUnusuallySilent({ ...shop, since: friday, now: at('2026-10-05T12:05') })).toBe(true);
  });

  it('takes longer to tell on a channel that is heard in every fourth hour only', () => {
    const quiet = { heard: shopHours(4, 0.25), timeZone: 'UTC' };
    expect(isUnusuallySilent({ ...quiet, since: friday, now: at('2026-10-05T17:05') })).toBe(false);
    expect(isUnusuallySilent({ ...quiet, since: friday, now: at('2026-10-09T17:05') })).toBe(true);
  });

  it('is unknown as long as nothing is usual', () => {
    expect(isUnusuallySilent({ heard: [], timeZone: 'UTC', since: friday, now: at('2026-12-01T12:00') })).toBe(false);
    expect(isUnusuallySilent({ heard: [friday.getTime() - 2 * HOUR, friday.getTime() - HOUR], timeZone: 'UTC', since: friday, now: at('2026-10-03T12:00') })).toBe(false);
  });

  it('counts hours where the shop is, through a change of clocks', () => {
    // 9 to 17 in Warsaw is 7 to 15 UTC in summer; clocks go back on 25 October.
    const heard = shopHours(6).map((hour) => hour - 2 * HOUR);
    expect(isUnusuallySilent({ heard, timeZone: 'Europe/Warsaw', since: at('2026-10-16T14:40'), now: at('2026-10-26T07:55') })).toBe(true);
    expect(isUnusuallySilent({ heard: heard.filter((hour) => hour < at('2026-10-16T14:00').getTime()), timeZone: 'Europe/Warsaw', since: at('2026-10-16T14:40'), now: at('2026-10-19T06:55') })).toBe(false);
  });

  it('does not break on a time zone that nobody knows', () => {
    expect(isUnusuallySilent({ ...shop, timeZone: 'Atlantis/Capital', since: friday, now: at('2026-10-05T12:05') })).toBe(true);
  });
});
