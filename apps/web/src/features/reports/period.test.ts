import { cutOf, daysOf, daysWords, stepped, todayIn } from './period';

describe('the period of a report', () => {
  it('ends on the day it names, and begins as many days before', () => {
    expect(daysOf('weeks', '2026-11-20')).toEqual({ from: '2026-10-24', to: '2026-11-20' });
    expect(daysOf('day', '2026-03-01')).toEqual({ from: '2026-03-01', to: '2026-03-01' });
  });

  it('steps by its own length, over changes of the clock, and stops at today', () => {
    expect(stepped('week', '2026-10-28', -1, '2026-11-20')).toBe('2026-10-21');
    expect(stepped('weeks', '2026-11-10', 1, '2026-11-20')).toBe('2026-11-20');
  });

  it('knows which day it is there', () => {
    expect(todayIn('Pacific/Auckland', new Date('2026-11-20T12:00:00Z'))).toBe('2026-11-21');
    expect(todayIn('America/New_York', new Date('2026-11-20T02:00:00Z'))).toBe('2026-11-19');
  });

  it('is cut into hours, days or weeks', () => {
    expect([cutOf('day'), cutOf('week'), cutOf('weeks'), cutOf('quarter')]).toEqual(['hour', 'day', 'day', 'week']);
  });

  it('is said as people write dates', () => {
    expect(daysWords('en', '2026-11-23', '2026-11-23')).toBe('23 Nov 2026');
    expect(daysWords('en', '2026-10-27', '2026-11-23').replaceAll(/\s/g, ' ')).toBe('27 Oct – 23 Nov 2026');
    expect(daysWords('pl', '2026-10-27', '2026-11-23').replaceAll(/\s/g, ' ')).toMatch(/^27 paź.*23 lis 2026$/);
  });
});
