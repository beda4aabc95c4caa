import type { DuePin } from '@kontuar/contract';
import { HOUR_AT, LANES, NOW_AT, placePins } from './pins';

const now = Date.parse('2026-11-19T13:45:00Z');
let made = 0;
const pin = (minutes: number): DuePin => ({ conversationId: `c${(made += 1)}`, contactName: 'Ewa', connectorId: 'email', assigneeId: null, dueAt: new Date(now + minutes * 60_000).toISOString(), kind: 'first_reply' });

describe('what is due within the hour', () => {
  it('stands at the minute at which it breaks', () => {
    const { placed } = placePins([pin(0.01), pin(30)], now);
    expect(placed[0]?.x).toBeCloseTo(NOW_AT, 0);
    expect(placed[1]?.x).toBeCloseTo((NOW_AT + HOUR_AT) / 2, 0);
  });

  it('never lies over another, and says how many found no place', () => {
    const { placed, hidden } = placePins(Array.from({ length: 20 }, (_, at) => pin(1 + at)), now);
    for (let lane = 0; lane < LANES; lane += 1) {
      const xs = placed.filter((each) => each.lane === lane).map(({ x }) => x);
      xs.slice(1).forEach((x, at) => expect(x - (xs[at] ?? 0)).toBeGreaterThanOrEqual(18.9));
    }
    expect(placed.length + hidden).toBe(20);
  });

  it('shows of what is late the newest, left of now', () => {
    const { placed, hidden } = placePins([pin(-90), pin(-60), pin(-5), pin(-1)], now);
    expect(placed.map(({ state, ms }) => [state, Math.round(ms / 60_000)])).toEqual([['late', 60], ['late', 5], ['late', 1]]);
    expect(hidden).toBe(1);
  });
});
