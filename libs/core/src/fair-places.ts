/** Of the places that a process has for work of a kind, `most` may be held at once by what is called so. */
export interface Share { of: string; most: number }

/** A platform that keeps silent, and a house all of whose platforms do, hold up nobody else's work: each has some of the places, never all. */
export class FairPlaces {
  private readonly taken = new Map<string, number>();
  private readonly waiting = new Map<string, Set<string>>();

  /** False: this work has to wait, and is named when a place is left. */
  take(shares: readonly Share[], work: string): boolean {
    const full = shares.find(({ of, most }) => (this.taken.get(of) ?? 0) >= most);
    if (full !== undefined) {
      this.waiting.set(full.of, (this.waiting.get(full.of) ?? new Set()).add(work));
      return false;
    }
    for (const { of } of shares) this.taken.set(of, (this.taken.get(of) ?? 0) + 1);
    return true;
  }

  /** Whose turn it is now: of each share the first who waited. */
  leave(shares: readonly Share[]): string[] {
    return shares.flatMap(({ of }) => {
      const left = (this.taken.get(of) ?? 1) - 1;
      if (left > 0) this.taken.set(of, left);
      else this.taken.delete(of);
      return this.firstOf(of);
    });
  }

  private firstOf(of: string): string[] {
    const all = this.waiting.get(of);
    const [first] = all ?? [];
    if (all === undefined || first === undefined) return [];
    all.delete(first);
    if (all.size === 0) this.waiting.delete(of);
    return [first];
  }
}
