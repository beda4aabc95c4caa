import type { Poke, PokeHandler } from './queues';

/** Pokes within one process: so many at once, first come first served, the same one waiting twice is one. */
export class LocalQueue {
  private readonly waiting = new Map<string, Poke>();
  private running = 0;

  constructor(private readonly concurrency: number, private readonly handler: PokeHandler, private readonly failed: (error: unknown) => void) {}

  add(poke: Poke): void {
    this.waiting.set(JSON.stringify(poke), poke);
    // Later: whoever pokes has something to finish first.
    setImmediate(() => { this.next(); });
  }

  private next(): void {
    while (this.running < this.concurrency) {
      const [first] = this.waiting;
      if (first === undefined) return;
      const [key, poke] = first;
      this.waiting.delete(key);
      this.running += 1;
      this.handler(poke)
        .catch(this.failed)
        .finally(() => {
          this.running -= 1;
          this.next();
        });
    }
  }
}
