import { holdOf } from './hold-rules';

const now = new Date('2026-11-22T12:00:00Z');
const closed = (at: string, country = 'PL') => ({ country, state: 'closed' as const, closedAt: new Date(at), withdrawn: false });

describe('what holds an erasure back', () => {
  it('is an open case, for as long as it is open', () => {
    expect(holdOf({ country: 'PL', state: 'open', closedAt: null, withdrawn: false }, null, now)).toMatchObject({ rule: { id: 'open-case' }, until: null });
    expect(holdOf({ country: 'PL', state: 'open', closedAt: null, withdrawn: true }, null, now)).toBeUndefined();
  });

  it('is a closed case until claims lapse, at the end of the year', () => {
    expect(holdOf(closed('2026-03-01T10:00:00Z'), null, now)?.until?.toISOString()).toBe('2033-01-01T00:00:00.000Z');
    expect(holdOf(closed('2020-03-01T10:00:00Z'), null, now)?.until?.toISOString()).toBe('2027-01-01T00:00:00.000Z');
    expect(holdOf(closed('2019-12-31T10:00:00Z'), null, now)).toBeUndefined();
  });

  it('follows what the workspace says instead', () => {
    expect(holdOf(closed('2026-11-22T11:59:00Z'), 0, now)).toBeUndefined();
    expect(holdOf(closed('2026-11-01T00:00:00Z'), 1, now)?.until?.toISOString()).toBe('2027-11-01T00:00:00.000Z');
    expect(holdOf(closed('2026-11-01T00:00:00Z', 'XX'), null, now)?.until?.toISOString()).toBe('2033-01-01T00:00:00.000Z');
  });
});
