import { givingWay, localPulse, type Database, type Log, type Units } from '@kontuar/platform';
import { Follower } from './follower';

beforeEach(() => { jest.useFakeTimers(); });
afterEach(() => { jest.useRealTimers(); });

/** A history in which `left` pieces wait, and what was done with it. */
function history(patient: boolean, turnMs = 0) {
  const pulse = localPulse();
  const seen = { left: 0, looks: 0, held: 0, turns: 0 };
  const units: Units = { inWorkspace: () => Promise.reject(new Error('not asked')), inWorkspaceAgain: () => Promise.reject(new Error('not asked')), asSystem: () => Promise.reject(new Error('not asked')), lookAsSystem: () => Promise.reject(new Error('not asked')) };
  // Only what a follower asks of them.
  const database = { ...units, holding: (_lock: string, work: (units: Units) => Promise<void>) => { seen.held += 1; return work(units); } } as unknown as Database;
  const log = { warn: () => undefined, error: () => undefined } as unknown as Log;
  const follower = new Follower(database, pulse, log, {
    topic: 'happened', lock: 'test', trouble: 'trouble', ...(patient ? { patient: true as const } : {}),
    behind: () => { seen.looks += 1; return Promise.resolve(seen.left > 0 ? ['workspace'] : []); },
    turn: async () => {
      if (turnMs > 0) await new Promise((done) => { setTimeout(done, turnMs); });
      seen.turns += 1;
      seen.left -= 1;
      return true;
    },
  });
  return { pulse, seen, follower };
}

it('looks once for many calls, and never misses the last of them', async () => {
  const { pulse, seen, follower } = history(false);
  const stop = follower.start();
  for (let call = 0; call < 100; call++) {
    pulse.publish('happened');
    await jest.advanceTimersByTimeAsync(4);
  }
  expect(seen.looks).toBeLessThan(6);
  seen.left = 3;
  pulse.publish('happened');
  await jest.advanceTimersByTimeAsync(200);
  expect(seen).toMatchObject({ left: 0, turns: 3 });
  stop();
});

it('takes a fifth of the time where following takes long, and hears who called meanwhile', async () => {
  const { pulse, seen, follower } = history(false, 100);
  const stop = follower.start();
  for (let call = 0; call < 500; call++) {
    seen.left = Math.max(seen.left, 1);
    pulse.publish('happened');
    await jest.advanceTimersByTimeAsync(10);
  }
  expect(seen.turns).toBeGreaterThanOrEqual(9);
  expect(seen.turns).toBeLessThanOrEqual(11);
  pulse.publish('happened');
  await jest.advanceTimersByTimeAsync(1_200);
  expect(seen.left).toBe(0);
  stop();
});

it('takes less of it for what is looked at later, and leaves nothing behind', async () => {
  const { pulse, seen, follower } = history(true, 100);
  const stop = follower.start();
  for (let call = 0; call < 500; call++) {
    seen.left = Math.max(seen.left, 1);
    pulse.publish('happened');
    await jest.advanceTimersByTimeAsync(10);
  }
  expect(seen.turns).toBeGreaterThanOrEqual(3);
  expect(seen.turns).toBeLessThanOrEqual(5);
  await jest.advanceTimersByTimeAsync(2_500);
  expect(seen.left).toBe(0);
  stop();
});

it('keeps nobody out as long as nothing is left to follow', async () => {
  const { seen, follower } = history(false);
  await follower.run();
  expect(seen).toMatchObject({ looks: 1, held: 0 });
});

it('lets a backlog of deliveries be read first where what it keeps is looked at later, and gets on in one without end', async () => {
  const [hurried, patient] = [history(false), history(true)];
  hurried.seen.left = patient.seen.left = 40;
  givingWay.comeUponBacklog();
  const goesOn = setInterval(() => { givingWay.comeUponBacklog(); }, 100);
  const done = Promise.all([hurried.follower.run(), patient.follower.run()]);
  await jest.advanceTimersByTimeAsync(4_000);
  expect([hurried.seen.turns, patient.seen.turns]).toEqual([40, 0]);
  await jest.advanceTimersByTimeAsync(6_000);
  expect(patient.seen.turns).toBeGreaterThan(2);
  expect(patient.seen.turns).toBeLessThan(10);
  clearInterval(goesOn);
  await jest.advanceTimersByTimeAsync(2_000);
  await done;
  expect(patient.seen.left).toBe(0);
});

it('stops waiting when its process ends', async () => {
  const { seen, follower } = history(true);
  const stop = follower.start();
  seen.left = 1;
  givingWay.comeUponBacklog();
  const run = follower.run();
  await jest.advanceTimersByTimeAsync(60);
  expect(seen.turns).toBe(0);
  stop();
  await jest.advanceTimersByTimeAsync(60);
  await run;
  expect(seen.turns).toBe(1);
});
