import { caseDays, dayIn, dayWords } from './case-days';

const term = { receivedOn: '2026-11-09', dueOn: '2026-11-23', timeZone: 'Europe/Warsaw' };

describe('days of a case', () => {
  it('counts on the calendar of the workspace, wherever the screen stands', () => {
    expect(caseDays(term, new Date('2026-11-20T12:00:00Z'))).toEqual({ day: 11, of: 14, left: 3 });
    // A quarter to midnight in London is tomorrow in Warsaw.
    expect(caseDays(term, new Date('2026-11-20T23:30:00Z'))).toEqual({ day: 12, of: 14, left: 2 });
    expect(dayIn('America/New_York', new Date('2026-11-21T03:00:00Z'))).toBe('2026-11-20');
  });

  it('goes on counting when the term is over, and counts nothing where there is none', () => {
    expect(caseDays(term, new Date('2026-11-25T12:00:00Z'))).toEqual({ day: 16, of: 14, left: -2 });
    expect(caseDays({ ...term, dueOn: null }, new Date())).toBeNull();
  });

  it('says a day with its weekday, the same on every clock', () => {
    expect(dayWords('en', '2027-11-22', 'weekday')).toBe('Mon, 22 Nov 2027');
    expect(dayWords('pl', '2027-11-22', 'weekday')).toBe('pon., 22 lis 2027');
  });
});
