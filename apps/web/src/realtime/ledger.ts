interface Known { version: number; facts: string }

/** Remembers the newest version seen of each thing, also of rows that left every list, so that a late event cannot bring one back. */
export class Ledger {
  private readonly newest = new Map<string, Known>();

  constructor(private readonly capacity = 5000) {}

  /** False when this version, or a newer one, has been seen. `facts`: what of it somebody may want to compare. */
  advance(key: string, version: number, facts = ''): boolean {
    const known = this.newest.get(key);
    if (known !== undefined && known.version >= version) return false;
    // Re-inserted at the end: the map's own order is then the order of use.
    this.newest.delete(key);
    this.newest.set(key, { version, facts });
    if (this.newest.size > this.capacity) {
      const oldest = this.newest.keys().next().value;
      if (oldest !== undefined) this.newest.delete(oldest);
    }
    return true;
  }

  /** The facts of exactly this version, as the server told them; undefined when another one is the newest known. */
  factsOf(key: string, version: number): string | undefined {
    const known = this.newest.get(key);
    return known?.version === version ? known.facts : undefined;
  }

  forget(key: string): void {
    this.newest.delete(key);
  }
}
