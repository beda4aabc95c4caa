import { Lanes } from './lanes';

describe('work in lanes', () => {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (name: string) => () => new Promise<void>((resolve) => {
    begun.push(name);
    ends.set(name, resolve);
  });
  const end = async (name: string) => {
    ends.get(name)?.();
    await new Promise(setImmediate);
  };
  beforeEach(() => { begun.length = 0; });

  it('goes on beside what takes long, and begins nothing twice that waits or is under way', async () => {
    const lanes = new Lanes(2);
    for (const name of ['storm', 'one', 'two', 'storm', 'two']) lanes.add(name, work(name));
    expect(begun).toEqual(['storm', 'one']);
    await end('one');
    lanes.add('storm', work('storm'));
    expect(begun).toEqual(['storm', 'one', 'two']);
    await end('storm');
    lanes.add('storm', work('storm'));
    expect(begun).toEqual(['storm', 'one', 'two', 'storm']);
  });

  it('ends what it began, and begins nothing any more', async () => {
    const lanes = new Lanes(1);
    lanes.add('first', work('first'));
    lanes.add('second', work('second'));
    let over = false;
    const closed = lanes.close().then(() => { over = true; });
    await new Promise(setImmediate);
    expect(over).toBe(false);
    await end('first');
    await closed;
    lanes.add('third', work('third'));
    expect(begun).toEqual(['first']);
  });
});
