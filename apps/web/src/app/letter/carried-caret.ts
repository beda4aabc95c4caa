/** Where somebody wrote. */
export interface Caret {
  start: number;
  end: number;
  /** The look that the next letter was to have. */
  next: readonly unknown[] | null;
  /** What stood there: another text begins at its end. */
  text: string;
}

let carried: { from: unknown; caret: Caret } | null = null;

/**
 * For a field that goes: whoever writes in it goes on writing in the one that takes its place in the same turn. A key that came while nothing had the focus
 * would be taken for a shortcut. `place`: what both fields have in common; a field of another conversation is another place.
 */
export function leaveCaret(place: unknown, caret: Caret | null): void {
  carried = caret === null ? null : { from: place, caret };
  queueMicrotask(() => { carried = null; });
}

/** For a field that comes; null: nobody was writing here. */
export function takeCaret(place: unknown): Caret | null {
  const left = carried;
  carried = null;
  return left !== null && left.from === place ? left.caret : null;
}
