/** Remembers the newest version of each thing, also of rows that left every list, so that a late event cannot bring one back. */
export class Ledger {
  private readonly newest = new Map<string, number>();

  constructor(private readonly capacity = 5000) {}

  /** False when this version, or a newer one, has been seen. */
  advance(key: string, version: number): boolean {
    const known = this.newest.get(key);
    if (known !== undefined && known >= version) return false;
    // Re-inserted at the end: the map's own order is then the order of use.
    this.newest.delete(key);
    this.newest.set(key, version);
    if (this.newest.size > this.capacity) {
      const oldest = this.newest.keys().next().value;
      if (oldest !== undefined) this.newest.delete(oldest);
    }
    return true;
  }

  forget(key: string): void {
    this.newest.delete(key);
  }
}
