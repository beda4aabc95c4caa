/** Work that waits its turn in so many lanes, each by its name once: what waits or is under way is not begun a second time. Work never throws. */
export class Lanes {
  private readonly waiting = new Map<string, () => Promise<void>>();
  private readonly going = new Map<string, Promise<void>>();
  private closed = false;

  constructor(private readonly width: number) {}

  add(name: string, work: () => Promise<void>): void {
    if (this.closed || this.going.has(name) || this.waiting.has(name)) return;
    this.waiting.set(name, work);
    this.next();
  }

  /** What waits is left to whoever looks next; what is under way comes to its end. */
  async close(): Promise<void> {
    this.closed = true;
    this.waiting.clear();
    await Promise.all(this.going.values());
  }

  private next(): void {
    for (const [name, work] of this.waiting) {
      if (this.going.size >= this.width) return;
      this.waiting.delete(name);
      this.going.set(name, work().finally(() => {
        this.going.delete(name);
        this.next();
      }));
    }
  }
}
