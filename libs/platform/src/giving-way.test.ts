import { GivingWay } from './giving-way';
import { localPulse } from './pulse';

const pause = (ms: number) => new Promise((resolve) => { setTimeout(resolve, ms); });

// A clock of the test's own, which goes on while somebody waits for it: a busy machine makes no rest longer and no belief shorter.
beforeEach(() => { jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] }); });
afterEach(() => { jest.useRealTimers(); });

function tell(name: string, story: () => Promise<void>): void {
  it(name, async () => {
    let over = false;
    const told = story().finally(() => { over = true; });
    told.catch(() => undefined);
    while (!over) await jest.advanceTimersByTimeAsync(1);
    await told;
  });
}

/** Some that wait until the function returned is called. */
function waiters(way: GivingWay, count: number): () => Promise<void> {
  let answer: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => { answer = resolve; });
  const all = Array.from({ length: count }, () => way.whileWaiting(answered));
  return async () => {
    answer();
    await Promise.all(all);
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const since = performance.now();
  await work();
  return performance.now() - since;
}

tell('lets work run at once while few wait', async () => {
  const way = new GivingWay();
  const answer = waiters(way, 10);
  await way.work(() => pause(100));
  expect(await timed(() => way.work(() => Promise.resolve()))).toBeLessThan(150);
  await answer();
});

tell('rests between pieces of work while many wait, and no longer once they are answered', async () => {
  const way = new GivingWay();
  const answer = waiters(way, 64);
  await way.work(() => pause(100));
  expect(await timed(() => way.work(() => Promise.resolve()))).toBeGreaterThan(200);
  await way.work(() => pause(100));
  await answer();
  expect(await timed(() => way.work(() => Promise.resolve()))).toBeLessThan(150);
});

tell('gets on in a flood without end, also after a long piece of work', async () => {
  const way = new GivingWay();
  const answer = waiters(way, 64);
  await way.work(() => pause(400));
  expect(await timed(() => way.work(() => Promise.resolve()))).toBeLessThan(800);
  await answer();
});

tell('counts those who were let down as answered, and passes on what work throws', async () => {
  const way = new GivingWay();
  await Promise.allSettled(Array.from({ length: 64 }, () => way.whileWaiting(Promise.reject(new Error('refused')))));
  await expect(way.work(() => pause(100).then(() => { throw new Error('broken'); }))).rejects.toThrow('broken');
  expect(await timed(() => way.work(() => Promise.resolve()))).toBeLessThan(150);
});

tell('rests, too, while many wait in another process of this machine, until that one has told nothing more', async () => {
  const pulse = localPulse();
  const [accepting, reading] = [new GivingWay(), new GivingWay()];
  accepting.tellOver(pulse);
  const deaf = reading.hearOver(pulse);
  const answer = waiters(accepting, 30);
  await pause(10);
  await reading.work(() => pause(50));
  expect(await timed(() => reading.work(() => Promise.resolve()))).toBeGreaterThan(40);
  await answer();
  await pause(120);
  await reading.work(() => pause(50));
  expect(await timed(() => reading.work(() => Promise.resolve()))).toBeLessThan(40);
  deaf();
});

tell('does not rest for a flood on another machine', async () => {
  const pulse = localPulse();
  const reading = new GivingWay();
  reading.hearOver(pulse);
  pulse.publish('pressed', 'another machine');
  await pause(10);
  await reading.work(() => pause(50));
  expect(await timed(() => reading.work(() => Promise.resolve()))).toBeLessThan(40);
});
