/**
 * Where we stand in the workspace's feed. `certain`: nothing at or below it is missing. Events may arrive with holes, because a
 * reader is not sent what they may not see, or because one got lost; only REST can tell the two apart.
 */
export class Position {
  private readonly beyond = new Set<number>();
  private highest = 0;
  private at: number | null = null;

  get certain(): number | null {
    return this.at;
  }

  get started(): boolean {
    return this.at !== null;
  }

  /** An event came over the socket. */
  see(seq: number): void {
    this.highest = Math.max(this.highest, seq);
    if (this.at === null || seq <= this.at) return;
    this.beyond.add(seq);
    this.closeGap();
  }

  /** REST said that this is everything up to `seq`. */
  confirm(seq: number): void {
    this.at = Math.max(this.at ?? 0, seq);
    for (const seen of this.beyond) if (seen <= this.at) this.beyond.delete(seen);
    this.highest = Math.max(this.highest, this.at);
    this.closeGap();
  }

  /** The server stands at `seq`: is something between it and us? */
  isBehind(seq: number): boolean {
    return this.at !== null && Math.max(seq, this.highest) > this.at;
  }

  /** The server's feed is shorter than what we saw: another database stands behind it now. */
  isAheadOf(seq: number): boolean {
    return this.at !== null && this.at > seq;
  }

  restart(seq: number): void {
    this.beyond.clear();
    this.highest = seq;
    this.at = seq;
  }

  private closeGap(): void {
    while (this.at !== null && this.beyond.delete(this.at + 1)) this.at += 1;
  }
}
