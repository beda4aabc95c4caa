/** How long it rests after a telling that took so long. */
export type Rest = (tookMs: number) => number;

/**
 * Telling takes a quarter of the process at most: the rest is for those who ask. Nobody sees thirty milliseconds. Where a telling alone takes longer than that,
 * thousands look on: then half of the process is for those who ask, up to what is still live.
 */
export const live: Rest = (tookMs) => Math.min(tookMs * 3, Math.max(tookMs, 30), 500);
/** For what may come a moment later: who is there. In a morning everybody comes, and everybody is told of everybody. */
export const unhurried: Rest = (tookMs) => Math.min(tookMs * 20, 2000);

/**
 * Gathers what is to be told while the last telling rests, and tells it together. With hundreds of screens it is the number of writes that costs, not what is in
 * them: told one by one, a busy hour's events cost more than all that made them happen. After a quiet moment the first goes out at once.
 */
export class Rounds<T> {
  private waiting: T[] = [];
  private restUntil = -Infinity;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly tell: (gathered: readonly T[]) => void, private readonly restAfter: Rest = live, private readonly now: () => number = () => performance.now()) {}

  add(items: readonly T[]): void {
    this.waiting.push(...items);
    if (this.waiting.length === 0 || this.timer !== undefined) return;
    const rest = this.restUntil - this.now();
    if (rest <= 0) this.go();
    else this.timer = setTimeout(() => { this.go(); }, rest);
  }

  /** What waits then is lost with its process, as hints are. */
  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting = [];
  }

  private go(): void {
    const gathered = this.waiting;
    this.waiting = [];
    this.timer = undefined;
    const since = this.now();
    try {
      this.tell(gathered);
    } finally {
      const now = this.now();
      this.restUntil = now + this.restAfter(now - since);
    }
  }
}
