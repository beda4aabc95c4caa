/** So many at once, so many each second: more than any hand does, and less than harms anybody. */
export class TokenBucket {
  private left: number;
  private at: number;

  constructor(private readonly most: number, private readonly perSecond: number, private readonly now: () => number = Date.now) {
    this.left = most;
    this.at = now();
  }

  take(cost = 1): boolean {
    const now = this.now();
    this.left = Math.min(this.most, this.left + ((now - this.at) / 1000) * this.perSecond);
    this.at = now;
    if (this.left < cost) return false;
    this.left -= cost;
    return true;
  }
}
