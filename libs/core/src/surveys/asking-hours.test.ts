import { nextAsking } from './asking-hours';

const hours = { from: '09:00', to: '18:00', days: [1, 2, 3, 4, 5] };
const next = (at: string, timeZone = 'Europe/Warsaw') => nextAsking(new Date(at), hours, timeZone).toISOString();

describe('the hours in which customers are asked', () => {
  it('asks at once within them, and always where there are none', () => {
    expect(next('2026-11-23T10:00:00Z')).toBe('2026-11-23T10:00:00.000Z');
    expect(nextAsking(new Date('2026-11-22T02:00:00Z'), null, 'Europe/Warsaw').toISOString()).toBe('2026-11-22T02:00:00.000Z');
  });
  it('waits for the morning, over the weekend too, on the customer’s clock', () => {
    expect(next('2026-11-23T03:00:00Z')).toBe('2026-11-23T08:00:00.000Z');
    expect(next('2026-11-23T17:00:00Z')).toBe('2026-11-24T08:00:00.000Z');
    expect(next('2026-11-20T18:00:00Z')).toBe('2026-11-23T08:00:00.000Z');
    expect(next('2026-11-23T12:00:00Z', 'America/New_York')).toBe('2026-11-23T14:00:00.000Z');
  });
  it('keeps the hour over a change of the clocks', () => {
    expect(next('2026-03-27T20:00:00Z')).toBe('2026-03-30T07:00:00.000Z');
  });
});
