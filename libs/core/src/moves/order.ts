/** A place in a thread, as far as it decides where it stands when two threads become one. */
export interface Place {
  id: string; seq: number;
  /** When we stored it, in microseconds. */
  storedAt: number;
  /** Something that the customer said. */
  inbound: boolean;
}

/** Both in the order of time, neither changed in itself: each goes back to what it was when they are taken apart. */
export function interleave<P extends Place>(stays: readonly P[], comes: readonly P[]): P[] {
  const merged: P[] = [];
  let [s, c] = [0, 0];
  while (s < stays.length || c < comes.length) {
    const [left, right] = [stays[s], comes[c]];
    if (right === undefined || (left !== undefined && left.storedAt <= right.storedAt)) {
      merged.push(left as P);
      s += 1;
    } else {
      merged.push(right);
      c += 1;
    }
  }
  return merged;
}

/** Up to where everything that the customer said is read, in the new order; `unread` are those that nobody has. */
export function readUpTo(order: readonly Place[], unread: ReadonlySet<string>): number {
  const first = order.findIndex((place) => place.inbound && unread.has(place.id));
  return first === -1 ? order.length : first;
}

/** What the customer said after `readSeq`. */
export const unreadIn = (places: readonly Place[], readSeq: number): string[] => places.filter((place) => place.inbound && place.seq > readSeq).map((place) => place.id);

/**
 * A number of the old order in the new: whoever had seen up to there has seen, in the new one, what is as old as that or older. `before` is the
 * order of the conversation in which the number was given.
 */
export function seqAfter(before: readonly Place[], seq: number, after: readonly Place[]): number {
  const seen = before.filter((place) => place.seq <= seq).at(-1);
  if (seen === undefined) return 0;
  // It stands there itself: exactly up to it.
  const itself = after.findIndex((place) => place.id === seen.id);
  if (itself !== -1) return itself + 1;
  let last = 0;
  after.forEach((place, index) => { if (place.storedAt <= seen.storedAt) last = index + 1; });
  return last;
}
