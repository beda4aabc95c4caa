import { LocalQueue } from './local-queue';
import type { Poke } from './queues';

const later = () => new Promise((done) => { setImmediate(() => setImmediate(done)); });

describe('pokes within one process', () => {
  function queue(concurrency: number) {
    const begun: string[] = [];
    const ends: (() => void)[] = [];
    const failures: unknown[] = [];
    const local = new LocalQueue(concurrency, (poke: Poke) => new Promise<void>((done, fail) => {
      begun.push(poke['id'] as string);
      ends.push(poke['id'] === 'bad' ? () => { fail(new Error('bad')); } : done);
    }), (error) => failures.push(error));
    return { local, begun, ends, failures };
  }

  it('run so many at once, in their order', async () => {
    const { local, begun, ends } = queue(2);
    for (const id of ['a', 'b', 'c']) local.add({ id });
    await later();
    expect(begun).toEqual(['a', 'b']);
    ends[0]?.();
    await later();
    expect(begun).toEqual(['a', 'b', 'c']);
  });

  it('are one while the same waits, and run again when it runs already', async () => {
    const { local, begun, ends } = queue(1);
    local.add({ id: 'a' });
    local.add({ id: 'a' });
    await later();
    local.add({ id: 'a' });
    local.add({ id: 'a' });
    expect(begun).toEqual(['a']);
    ends[0]?.();
    await later();
    ends[1]?.();
    await later();
    expect(begun).toEqual(['a', 'a']);
  });

  it('go on after one that failed', async () => {
    const { local, begun, ends, failures } = queue(1);
    local.add({ id: 'bad' });
    local.add({ id: 'good' });
    await later();
    ends[0]?.();
    await later();
    expect([begun, failures]).toEqual([['bad', 'good'], [new Error('bad')]]);
  });
});
