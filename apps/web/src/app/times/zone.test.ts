import { clockThere, isWorkTime, momentThere, readThere, suggestionsThere } from './zone';
import { loadWhen } from './when';

// Thursday 19 November 2026, 14:45 in Warsaw
const now = new Date('2026-11-19T13:45:00Z');

describe('times on the customer’s clock', () => {
  it.each([
    ['tomorrow 9', 'America/New_York', '2026-11-20T14:00:00.000Z'], ['jutro rano', 'Asia/Tokyo', '2026-11-20T00:00:00.000Z'], ['tomorrow 9', 'Asia/Kathmandu', '2026-11-20T03:15:00.000Z'],
    ['pn 8:30', 'Europe/Warsaw', '2026-11-23T07:30:00.000Z'], ['monday 8:30', 'Europe/Dublin', '2026-11-23T08:30:00.000Z'], ['16:00', 'Europe/Dublin', '2026-11-19T16:00:00.000Z'],
    ['in 2 h', 'America/New_York', '2026-11-19T15:45:00.000Z'], ['in 2 hours', 'Asia/Tokyo', '2026-11-19T15:45:00.000Z'], ['za 2 godziny', 'Asia/Tokyo', '2026-11-19T15:45:00.000Z'], ['za pół godziny', 'Asia/Tokyo', '2026-11-19T14:15:00.000Z'],
    ['za 3 dni', 'Europe/Dublin', '2026-11-22T09:00:00.000Z'],
  ])('%s in %s', async (text, zone, expected) => {
    for (const locale of ['en', 'pl'] as const) expect(readThere(await loadWhen(locale), text, now, zone)?.toISOString()).toBe(expected);
  });

  it('keeps nine o’clock over the change of the clocks there', async () => {
    const when = await loadWhen('en');
    expect(readThere(when, 'tomorrow 9', new Date('2026-10-24T10:00:00Z'), 'Europe/Warsaw')?.toISOString()).toBe('2026-10-25T08:00:00.000Z');
    expect(readThere(when, 'tomorrow 9', new Date('2026-03-28T10:00:00Z'), 'Europe/Warsaw')?.toISOString()).toBe('2026-03-29T07:00:00.000Z');
    expect(momentThere(new Date(2026, 2, 29, 2, 30), 'Europe/Warsaw').toISOString()).toBe('2026-03-29T01:30:00.000Z');
    expect(momentThere(new Date(2026, 9, 25, 2, 30), 'Europe/Warsaw').toISOString()).toBe('2026-10-25T00:30:00.000Z');
  });

  it('refuses what has passed there', async () => {
    expect(readThere(await loadWhen('en'), 'today 9:00', now, 'Europe/Warsaw')).toBeNull();
  });

  it('offers working mornings of their calendar', () => {
    // It is Friday in Warsaw, and Saturday morning already in Auckland.
    const friday = new Date('2026-11-20T20:00:00Z');
    expect(suggestionsThere(friday, 'Pacific/Auckland')[0]).toMatchObject({ id: 'workday', at: new Date('2026-11-22T20:00:00Z') });
    expect(suggestionsThere(now, 'Europe/Dublin')[0]).toMatchObject({ id: 'tomorrow', at: new Date('2026-11-20T09:00:00Z') });
    expect([isWorkTime(now, 'Europe/Warsaw'), isWorkTime(now, 'Asia/Tokyo'), isWorkTime(new Date('2026-11-21T10:00:00Z'), 'Europe/Warsaw')]).toEqual([true, false, false]);
    expect(clockThere(now, 'Asia/Tokyo').getHours()).toBe(22);
  });
});
