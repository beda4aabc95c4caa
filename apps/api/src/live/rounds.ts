/** Telling takes a quarter of the process at most: the rest is for those who ask. */
const RESTS_PER_TELLING = 3;
/** Nobody sees the difference. */
const LONGEST_REST_MS = 30;

/**
 * Gathers what is to be told while the last telling rests, and tells it together. With hundreds of screens it is the number of writes that costs, not what is in
 * them: told one by one, a busy hour's events cost more than all that made them happen. After a quiet moment the first goes out at once.
 */
export class Rounds<T> {
  private waiting: T[] = [];
  private restUntil = -Infinity;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly tell: (gathered: readonly T[]) => void, private readonly now: () => number = () => performance.now()) {}

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
      this.restUntil = now + Math.min((now - since) * RESTS_PER_TELLING, LONGEST_REST_MS);
    }
  }
}
