/** A conversation to be given to somebody. */
export interface Piece {
  id: string;
  weight: number;
  /** Who may have it: reads its channel, answers customers. */
  open: ReadonlySet<string>;
  /** Of these, who knows what it asks for; left out: it asks for nothing. */
  skilled?: ReadonlySet<string>;
}
export interface Hand { memberId: string; load: number; /** Null: no end to it. */ capacity: number | null }
export interface Spread {
  /** Conversation → member. */
  given: Map<string, string>;
  left: { id: string; reason: 'no-access' | 'skill' | 'full' }[];
}

/** Sums of tenths of weights end a hair beside what they are. */
const HAIR = 1e-6;
export const hasRoom = ({ load, capacity }: Hand, weight: number): boolean => capacity === null || load + weight <= capacity + HAIR;

/**
 * Gives each piece to whoever is least full after it. The heaviest first, since what is light fits anywhere afterwards; of equals those that few may have, then in
 * the order given. Nobody gets more than they can carry, or what they may not see or do not know.
 */
export function spread(pieces: readonly Piece[], hands: readonly Hand[]): Spread {
  const loads = new Map(hands.map((hand) => [hand.memberId, hand.load]));
  const given = new Map<string, string>();
  const left: Spread['left'] = [];
  const capacities = hands.flatMap(({ capacity }) => (capacity === null || capacity === 0 ? [] : [capacity]));
  // Whoever has no end counts as much as the others can carry on average: else they would get all or nothing.
  const usual = capacities.length === 0 ? 1 : capacities.reduce((sum, each) => sum + each, 0) / capacities.length;
  const places = new Map(pieces.map(({ id }, at) => [id, at]));
  const order = [...pieces].sort((a, b) => b.weight - a.weight || (a.skilled ?? a.open).size - (b.skilled ?? b.open).size || (places.get(a.id) ?? 0) - (places.get(b.id) ?? 0));
  for (const piece of order) {
    const open = hands.filter(({ memberId }) => piece.open.has(memberId));
    const able = piece.skilled === undefined ? open : open.filter(({ memberId }) => piece.skilled?.has(memberId));
    let best: { memberId: string; fullness: number; load: number } | undefined;
    for (const { memberId, capacity } of able) {
      const load = loads.get(memberId) ?? 0;
      if (!hasRoom({ memberId, load, capacity }, piece.weight)) continue;
      const fullness = (load + piece.weight) / (capacity === null || capacity === 0 ? usual : capacity);
      const better = best === undefined || fullness < best.fullness - HAIR || (fullness < best.fullness + HAIR && (load < best.load - HAIR || (load < best.load + HAIR && memberId < best.memberId)));
      if (better) best = { memberId, fullness, load };
    }
    if (best === undefined) {
      left.push({ id: piece.id, reason: open.length === 0 ? 'no-access' : able.length === 0 ? 'skill' : 'full' });
      continue;
    }
    given.set(piece.id, best.memberId);
    loads.set(best.memberId, best.load + piece.weight);
  }
  return { given, left };
}
