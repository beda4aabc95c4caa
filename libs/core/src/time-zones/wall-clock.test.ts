import { isTimeZone, momentOf, offsetAt, wallTime } from './wall-clock';

const at = (text: string, timeZone: string) => {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = text.split(/\D/).map(Number);
  return momentOf({ year, month, day, hour, minute }, timeZone).toISOString();
};

describe('the clock on another wall', () => {
  it.each([
    ['2026-11-22 09:00', 'Europe/Warsaw', '2026-11-22T08:00:00.000Z'],
    ['2026-07-01 09:00', 'Europe/Warsaw', '2026-07-01T07:00:00.000Z'],
    ['2026-07-01 09:00', 'America/Los_Angeles', '2026-07-01T16:00:00.000Z'],
    ['2026-07-01 09:00', 'Asia/Kathmandu', '2026-07-01T03:15:00.000Z'],
    ['2026-07-01 00:30', 'Pacific/Kiritimati', '2026-06-30T10:30:00.000Z'],
    ['2026-12-32 09:00', 'UTC', '2027-01-01T09:00:00.000Z'],
  ])('%s in %s', (text, zone, expected) => expect(at(text, zone)).toBe(expected));

  it('keeps nine o’clock at nine o’clock over the change of the clocks', () => {
    expect(at('2026-10-24 09:00', 'Europe/Warsaw')).toBe('2026-10-24T07:00:00.000Z');
    expect(at('2026-10-25 09:00', 'Europe/Warsaw')).toBe('2026-10-25T08:00:00.000Z');
    expect(at('2026-03-29 09:00', 'Europe/Warsaw')).toBe('2026-03-29T07:00:00.000Z');
  });

  it('moves a time that spring leaves out, and takes the first of one that autumn has twice', () => {
    expect(at('2026-03-29 02:30', 'Europe/Warsaw')).toBe('2026-03-29T01:30:00.000Z');
    expect(at('2026-10-25 02:30', 'Europe/Warsaw')).toBe('2026-10-25T00:30:00.000Z');
    expect(at('2026-03-08 02:30', 'America/New_York')).toBe('2026-03-08T07:30:00.000Z');
  });

  it('reads back what it wrote, every hour of a year', () => {
    for (const zone of ['Europe/Warsaw', 'America/St_Johns', 'Australia/Lord_Howe']) {
      for (let day = 0; day < 366; day += 1) {
        const moment = new Date(Date.UTC(2026, 0, 1 + day, (day * 7) % 24, 15));
        const back = momentOf(wallTime(moment, zone), zone);
        // An hour that comes twice reads back as the first of the two.
        expect([zone, moment.toISOString(), [0, 1_800_000, 3_600_000].includes(moment.getTime() - back.getTime())]).toEqual([zone, moment.toISOString(), true]);
      }
    }
  });

  it('knows a zone from a word, and how far from Greenwich it is that day', () => {
    expect([isTimeZone('Europe/Warsaw'), isTimeZone('Warsaw'), isTimeZone('')]).toEqual([true, false, false]);
    expect([offsetAt(new Date('2026-07-01T00:00:00Z'), 'Europe/Warsaw'), offsetAt(new Date('2026-12-01T00:00:00Z'), 'America/St_Johns')]).toEqual([120, -210]);
  });
});
