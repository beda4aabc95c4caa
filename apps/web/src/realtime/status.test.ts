import { nextChangeMs, startingLine, stateOf, type Line } from './status';

const live: Line = { connected: true, catchingUp: false, signedOut: false, lostAt: null, certainAt: 1000 };
const lost: Line = { ...live, connected: false, lostAt: 10_000 };

describe('the state of the line', () => {
  it('says nothing of a blink, a word after two seconds, a banner after eight', () => {
    expect(stateOf(lost, 11_999)).toBe('live');
    expect(stateOf(lost, 12_000)).toBe('reconnecting');
    expect(stateOf(lost, 17_999)).toBe('reconnecting');
    expect(stateOf(lost, 18_000)).toBe('offline');
  });

  it('knows when to look again', () => {
    expect(nextChangeMs(lost, 10_500)).toBe(1500);
    expect(nextChangeMs(lost, 13_000)).toBe(5000);
    expect(nextChangeMs(lost, 20_000)).toBeNull();
    expect(nextChangeMs(live, 20_000)).toBeNull();
  });

  it('connects first, is behind while it catches up, and ends with the session', () => {
    expect(stateOf(startingLine(0), 100)).toBe('connecting');
    expect(stateOf(startingLine(0), 8000)).toBe('offline');
    expect(stateOf({ ...live, catchingUp: true }, 0)).toBe('behind');
    expect(stateOf({ ...live, signedOut: true }, 0)).toBe('signed-out');
  });
});
