import { workingDaysBefore } from './working-days';

const at = (iso: string) => new Date(iso);

it('goes back over weekends, holidays and days off', () => {
  // A Wednesday.
  expect(workingDaysBefore(at('2026-11-25T12:00:00Z'), 1, null, 'Europe/Warsaw')).toEqual(at('2026-11-24T12:00:00Z'));
  // From Monday, one day back is Sunday: what was said on Friday has waited for one working day by then.
  expect(workingDaysBefore(at('2026-11-23T12:00:00Z'), 1, null, 'Europe/Warsaw')).toEqual(at('2026-11-22T12:00:00Z'));
  expect(workingDaysBefore(at('2026-11-23T12:00:00Z'), 3, null, 'Europe/Warsaw')).toEqual(at('2026-11-18T12:00:00Z'));
  const office = { timeZone: 'Europe/Warsaw', week: [1, 2, 3, 4, 5].map((day) => ({ day, from: '08:00', to: '16:00' })), country: 'PL', daysOff: [{ on: '2026-11-12' }] };
  expect(workingDaysBefore(at('2026-11-13T12:00:00Z'), 2, office, 'UTC')).toEqual(at('2026-11-09T12:00:00Z'));
});

it('comes to an end where nobody works', () => {
  expect(workingDaysBefore(at('2026-11-25T12:00:00Z'), 3, { timeZone: 'UTC', week: [], country: '', daysOff: [] }, 'UTC').getTime()).toBeLessThan(at('2026-01-01T00:00:00Z').getTime());
});
