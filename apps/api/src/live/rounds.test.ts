import { live, Rounds, unhurried } from './rounds';

describe('rounds of telling', () => {
  let now = 1_000;
  let costs = 0;
  let told: number[][] = [];
  let rounds: Rounds<number>;

  beforeEach(() => {
    jest.useFakeTimers();
    [now, costs, told] = [1_000, 0, []];
    rounds = new Rounds<number>((gathered) => {
      told.push([...gathered]);
      now += costs;
    }, live, () => now);
  });
  afterEach(() => { jest.useRealTimers(); });

  const pass = (ms: number) => {
    now += ms;
    jest.advanceTimersByTime(ms);
  };

  it('tell the first at once, and what comes while they rest together, in its order', () => {
    costs = 4;
    rounds.add([1]);
    expect(told).toEqual([[1]]);
    rounds.add([2]);
    pass(5);
    rounds.add([3, 4]);
    expect(told).toEqual([[1]]);
    pass(7);
    expect(told).toEqual([[1], [2, 3, 4]]);
    pass(100);
    expect(told).toHaveLength(2);
  });

  it('do not rest where telling costs nothing', () => {
    rounds.add([1]);
    rounds.add([2]);
    expect(told).toEqual([[1], [2]]);
  });

  it.each([
    [20, 30],
    [200, 200],
    [5_000, 500],
  ])('that take %d ms rest for %d ms: nobody sees it, or half of the process is left to others, or it is live still', (took, rest) => {
    costs = took;
    rounds.add([1]);
    rounds.add([2]);
    pass(rest - 1);
    expect(told).toEqual([[1]]);
    pass(1);
    expect(told).toEqual([[1], [2]]);
  });

  it('leave most of the process to others where a moment more does no harm, and come within two seconds', () => {
    expect([1, 50, 400].map(unhurried)).toEqual([20, 1000, 2000]);
  });

  it('go on after a telling that failed', () => {
    const failing = new Rounds<number>((gathered) => {
      told.push([...gathered]);
      if (gathered.includes(1)) throw new Error('a socket broke');
    }, live, () => now);
    expect(() => { failing.add([1]); }).toThrow('a socket broke');
    failing.add([2]);
    expect(told).toEqual([[1], [2]]);
  });

  it('tell nothing any more once they are stopped', () => {
    costs = 4;
    rounds.add([1]);
    rounds.add([2]);
    rounds.stop();
    pass(100);
    expect(told).toEqual([[1]]);
  });
});
