import { spread, type Hand, type Piece } from './spread';

/** The same numbers at every run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const everybody = (hands: readonly Hand[]) => new Set(hands.map(({ memberId }) => memberId));
const sum = (pieces: readonly Piece[], given: ReadonlyMap<string, string>, memberId: string) => pieces.reduce((all, { id, weight }) => all + (given.get(id) === memberId ? weight : 0), 0);

describe('work that is spread', () => {
  it('gives nobody more than they can carry, nothing twice, and leaves nothing for which there is room', () => {
    for (let seed = 1; seed <= 400; seed += 1) {
      const next = random(seed);
      const hands = Array.from({ length: 1 + next(8) }, (_, at): Hand => ({ memberId: `m${at}`, load: next(20) / 2, capacity: next(5) === 0 ? null : next(16) }));
      const some = () => new Set(hands.filter(() => next(3) > 0).map(({ memberId }) => memberId));
      const pieces = Array.from({ length: next(60) }, (_, at): Piece => ({ id: `c${at}`, weight: [0, 0.5, 1, 2, 3.3][next(5)] ?? 1, open: some(), ...(next(3) === 0 ? { skilled: some() } : {}) }));
      const { given, left } = spread(pieces, hands);
      expect(given.size + left.length).toBe(pieces.length);
      const end = new Map(hands.map(({ memberId, load }) => [memberId, load + sum(pieces, given, memberId)]));
      for (const { memberId, load, capacity } of hands) if (capacity !== null && (end.get(memberId) ?? 0) > load) expect(end.get(memberId)).toBeLessThanOrEqual(capacity + 1e-6);
      for (const piece of pieces) {
        const to = given.get(piece.id);
        if (to !== undefined) expect(piece.open.has(to) && (piece.skilled === undefined || piece.skilled.has(to))).toBe(true);
      }
      for (const { id, reason } of left) {
        const piece = pieces.find((each) => each.id === id);
        const able = hands.filter(({ memberId }) => piece?.open.has(memberId) === true && (piece.skilled === undefined || piece.skilled.has(memberId)));
        if (reason === 'full') expect(able.length).toBeGreaterThan(0);
        expect(able.filter(({ memberId, capacity }) => capacity === null || (end.get(memberId) ?? 0) + (piece?.weight ?? 0) <= capacity)).toEqual([]);
      }
    }
  });

  it('ends within one of the ideal where all begin alike', () => {
    for (let people = 1; people <= 9; people += 1) {
      const hands = Array.from({ length: people }, (_, at): Hand => ({ memberId: `m${at}`, load: 2, capacity: 100 }));
      const pieces = Array.from({ length: 37 }, (_, at): Piece => ({ id: `c${at}`, weight: 1, open: everybody(hands) }));
      const { given } = spread(pieces, hands);
      const counts = hands.map(({ memberId }) => sum(pieces, given, memberId));
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
  });

  it('goes by how much of what they can carry people carry, and to who has less where that is the same', () => {
    const hands: Hand[] = [{ memberId: 'half', load: 2, capacity: 4 }, { memberId: 'full', load: 4, capacity: 20 }];
    expect(spread([{ id: 'one', weight: 1, open: everybody(hands) }], hands).given.get('one')).toBe('full');
    const endless: Hand[] = [{ memberId: 'a', load: 3, capacity: null }, { memberId: 'b', load: 1, capacity: null }];
    expect(spread([{ id: 'one', weight: 1, open: everybody(endless) }], endless).given.get('one')).toBe('b');
  });

  it('says of what stays whether nobody may have it, nobody knows it, or nobody has room', () => {
    const hands: Hand[] = [{ memberId: 'a', load: 1, capacity: 1 }];
    const open = everybody(hands);
    expect(spread([{ id: 'closed', weight: 1, open: new Set() }, { id: 'hard', weight: 1, open, skilled: new Set() }, { id: 'much', weight: 1, open }], hands).left)
      .toEqual([{ id: 'closed', reason: 'no-access' }, { id: 'hard', reason: 'skill' }, { id: 'much', reason: 'full' }]);
  });
});
