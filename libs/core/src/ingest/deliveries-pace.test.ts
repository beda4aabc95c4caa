import type { Database, Queues } from '@kontuar/platform';
import { Deliveries } from './deliveries.service';

beforeEach(() => { jest.useFakeTimers(); });
afterEach(() => { jest.useRealTimers(); });

/** How often a channel is read of which so many deliveries came a second, for a second and what comes of it. */
function readings(perSecond: number): number {
  let pokes = 0;
  // Pokes touch no database.
  const deliveries = new Deliveries({} as Database, { poke: () => { pokes += 1; } } as unknown as Queues);
  for (let at = 0; at < perSecond; at++) {
    deliveries.poke('channel');
    jest.advanceTimersByTime(1000 / perSecond);
  }
  jest.advanceTimersByTime(100);
  deliveries.onApplicationShutdown();
  return pokes;
}

it('has each delivery of a channel read at once on an ordinary day', () => {
  expect(readings(20)).toBe(20);
  expect(readings(50)).toBe(50);
});

it('has those of a busy hour read together, and of a flood more of them', () => {
  expect(readings(200)).toBeLessThanOrEqual(36);
  expect(readings(200)).toBeGreaterThanOrEqual(30);
  expect(readings(2000)).toBeLessThanOrEqual(20);
});
