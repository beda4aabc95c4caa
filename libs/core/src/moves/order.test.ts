import { interleave, readUpTo, seqAfter, unreadIn, type Place } from './order';

const places = (...given: [id: string, storedAt: number, inbound?: boolean][]): Place[] => given.map(([id, storedAt, inbound = true], index) => ({ id, seq: index + 1, storedAt, inbound }));
const ids = (order: readonly Place[]) => order.map((place) => place.id).join('');

describe('the order of two threads that become one', () => {
  it('is that of time, and leaves each of them as it was', () => {
    const [a, b] = [places(['a', 1], ['b', 5], ['c', 6]), places(['x', 2], ['y', 5], ['z', 9])];
    expect(ids(interleave(a, b))).toBe('axbycz');
    expect(ids(interleave([], b))).toBe('xyz');
    expect(ids(interleave(a, []))).toBe('abc');
  });

  it('never turns around what one thread had in another order than its times say', () => {
    const late = places(['a', 5], ['b', 3], ['c', 8]);
    const order = interleave(late, places(['x', 4], ['y', 7]));
    expect(ids(order.filter((place) => late.includes(place)))).toBe('abc');
    expect(ids(order)).toBe('xabyc');
  });

  it('comes apart into what it was made of, whatever was made of it', () => {
    // A small generator of its own: the same cases in every run.
    let state = 42;
    const random = (below: number) => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
    for (let round = 0; round < 300; round++) {
      const make = (name: string) => places(...Array.from({ length: random(9) }, (_, n): [string, number] => [`${name}${n} `, random(20)]));
      const [a, b] = [make('a'), make('b')];
      const order = interleave(a, b);
      expect(order).toHaveLength(a.length + b.length);
      expect(order.filter((place) => place.id.startsWith('a'))).toEqual(a);
      expect(order.filter((place) => place.id.startsWith('b'))).toEqual(b);
    }
  });
});

describe('what was read', () => {
  const order = places(['a', 1], ['b', 2, false], ['c', 3], ['d', 4, false]);
  it('ends before the first word of the customer that nobody read', () => {
    expect(readUpTo(order, new Set(['c']))).toBe(2);
    expect(readUpTo(order, new Set(['a', 'c']))).toBe(0);
    expect(readUpTo(order, new Set(['b']))).toBe(4);
    expect(readUpTo(order, new Set())).toBe(4);
  });
  it('is what the customer said up to the number', () => {
    expect(unreadIn(order, 1)).toEqual(['c']);
    expect(unreadIn(order, 0)).toEqual(['a', 'c']);
  });
});

describe('a number of the old order', () => {
  const before = places(['a', 10], ['b', 20], ['c', 30]);
  it('follows the message that it stood for', () => {
    const after = interleave(before, places(['x', 15], ['y', 25]));
    expect(seqAfter(before, 2, after)).toBe(3);
    expect(seqAfter(before, 3, after)).toBe(5);
    expect(seqAfter(before, 0, after)).toBe(0);
  });
  it('counts what is as old, where the message itself went', () => {
    expect(seqAfter(before, 2, before.filter((place) => place.id !== 'b'))).toBe(1);
    expect(seqAfter(before, 3, places(['x', 5], ['y', 40]))).toBe(1);
  });
});
