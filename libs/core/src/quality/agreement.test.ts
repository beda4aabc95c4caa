import { alphaOf, gapOf, sameness, weightedMean, type Unit } from './agreement';

/** The example with four observers, twelve units and holes by which implementations of alpha are checked: 0.849 for distances. */
const observers = ['1 2 3 3 2 1 4 1 2 - - -', '1 2 3 3 2 2 4 1 2 5 - 3', '- 3 3 3 2 3 4 2 2 5 1 -', '1 2 3 3 2 4 4 1 2 5 1 -'].map((line) => line.split(' ').map((each) => (each === '-' ? null : Number(each))));
const known: Unit[] = Array.from({ length: 12 }, (_, at) => observers.map((scores) => scores[at] ?? null));

/** As the definition says it, pair by pair. */
function alphaSlowly(units: readonly Unit[]): number | null {
  const compared = units.map((unit) => unit.filter((score): score is number => score !== null)).filter((scores) => scores.length > 1);
  const distance = (scores: number[]) => scores.reduce((sum, one, i) => sum + scores.reduce((inner, other, j) => (i === j ? inner : inner + (one - other) ** 2), 0), 0);
  const values = compared.flat();
  const byChance = distance(values) / (values.length * (values.length - 1));
  if (values.length < 2 || byChance === 0) return null;
  return 1 - compared.reduce((sum, scores) => sum + distance(scores) / (scores.length - 1), 0) / values.length / byChance;
}

describe('how far reviewers mean the same', () => {
  it('is what the literature says for its example', () => {
    expect(alphaOf(known)).toBeCloseTo(0.849, 3);
  });

  it('is 1 where all say the same of different things, and nothing where nothing can be compared', () => {
    expect(alphaOf([[1, 1], [5, 5], [3, 3]])).toBe(1);
    expect(alphaOf([[1, 5], [5, 1]])).toBeLessThan(0);
    expect([alphaOf([]), alphaOf([[4, null]]), alphaOf([[4, 4], [4, 4]])]).toEqual([null, null, null]);
  });

  it('equals the definition for whatever was scored', () => {
    let state = 7;
    const next = (below: number) => { state = (state * 1103515245 + 12345) % 2147483648; return state % below; };
    for (let round = 0; round < 200; round += 1) {
      const people = 2 + next(5);
      const units: Unit[] = Array.from({ length: 1 + next(8) }, () => Array.from({ length: people }, () => (next(4) === 0 ? null : 1 + next(5))));
      const [fast, slow] = [alphaOf(units), alphaSlowly(units)];
      if (slow === null) expect(fast).toBeNull();
      else expect(fast).toBeCloseTo(slow, 9);
    }
  });

  it('is a share of pairs, and a gap for each quality', () => {
    expect(sameness([[4, 4, 5], [2, 5, null]])).toEqual({ same: 0.25, nearly: 0.75 });
    expect(sameness([[null, 3]])).toEqual({ same: null, nearly: null });
    expect([gapOf([2, 5, 4]), gapOf([2, null]), gapOf([3, 3])]).toEqual([3, null, 0]);
  });
});

it('weighs what counts, and leaves out what does not apply', () => {
  const qualities = [{ key: 'a', weight: 1 }, { key: 'b', weight: 3 }, { key: 'c', weight: 0 }];
  expect(weightedMean([{ quality: 'a', score: 1 }, { quality: 'b', score: 5 }, { quality: 'c', score: 1 }, { quality: 'gone', score: 1 }], qualities)).toBe(4);
  expect(weightedMean([{ quality: 'a', score: 2 }, { quality: 'b', score: null }], qualities)).toBe(2);
  expect(weightedMean([{ quality: 'c', score: 2 }], qualities)).toBeNull();
});
