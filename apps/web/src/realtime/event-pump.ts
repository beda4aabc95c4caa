/** At rest an event is on the screen at once; from the second on they come together, so that the hand keeps its frames. */
const everyMs = 100;
/** A page that needs long to show them gets them more seldom, yet never later than this. */
const mostMs = 400;
/** Longer than this nothing is done in one go: keys and clicks come first. */
const budgetMs = 25;

interface Turn { work: () => void; then: (() => void) | undefined }

export interface PumpClock {
  now(): number;
  /** Answers how to call it off. Timers, not animation frames: those stand still while the tab is hidden. */
  later(act: () => void, ms: number): () => void;
}

const windowClock: PumpClock = {
  now: () => performance.now(),
  later: (act, ms) => {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * What the line brings waits here for a moment, in its order, and is done together. `together` runs the works of one turn; `then` of a work is
 * called when all of them have taken effect. A work that fails takes nothing else with it.
 */
export class EventPump {
  private queue: Turn[] = [];
  private planned: (() => void) | null = null;
  private nextAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly together: (work: () => void) => void, private readonly clock: PumpClock = windowClock) {}

  add(work: () => void, then?: () => void): void {
    this.queue.push({ work, then });
    this.plan();
  }

  /** Everything that waits, now. */
  flush(): void {
    while (this.queue.length > 0) this.turn(Number.POSITIVE_INFINITY);
  }

  /** Nothing of what waits is wanted any more. */
  drop(): void {
    this.queue = [];
    this.planned?.();
    this.planned = null;
  }

  private plan(): void {
    this.planned ??= this.clock.later(() => {
      this.planned = null;
      this.turn(budgetMs);
    }, Math.max(0, this.nextAt - this.clock.now()));
  }

  private turn(budget: number): void {
    this.planned?.();
    this.planned = null;
    const began = this.clock.now();
    const done: Turn[] = [];
    this.together(() => {
      for (let next = this.queue.shift(); next !== undefined; next = this.clock.now() - began < budget ? this.queue.shift() : undefined) {
        if (attempt(next.work)) done.push(next);
      }
    });
    for (const { then } of done) if (then !== undefined) attempt(then);
    this.nextAt = began + everyMs;
    if (this.queue.length > 0) this.plan();
    // The screen follows what was written after this: how long it all took says how soon the next may come.
    this.clock.later(() => { this.nextAt = Math.max(this.nextAt, began + Math.min(mostMs, 4 * (this.clock.now() - began))); }, 0);
  }
}

function attempt(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    reportError(error);
    return false;
  }
}
