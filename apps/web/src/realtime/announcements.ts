/** What screen readers are told of what arrives, and when: bundled, so that a busy inbox does not talk without end. */
export interface Arrival { conversationId: string; name: string; channel: string }

export interface Spoken {
  /** Messages of the conversation that is open. */
  here: { name: string; channel: string; count: number } | null;
  /** Messages elsewhere. */
  elsewhere: number;
}

export const hereEveryMs = 3000;
export const elsewhereEveryMs = 30_000;

export class Announcements {
  private here: { name: string; channel: string; count: number } | null = null;
  private elsewhere = 0;
  private saidHereAt = Number.NEGATIVE_INFINITY;
  private saidElsewhereAt = Number.NEGATIVE_INFINITY;

  arrived({ conversationId, name, channel }: Arrival, openId: string | null): void {
    if (conversationId === openId) this.here = { name, channel, count: (this.here?.count ?? 0) + 1 };
    else this.elsewhere += 1;
  }

  /** Another conversation was opened: what waited to be said of the first is read on screen now. */
  opened(): void {
    this.here = null;
  }

  /** What may be said now; taking it empties it. */
  take(now: number): Spoken | null {
    const here = this.here !== null && now - this.saidHereAt >= hereEveryMs ? this.here : null;
    const elsewhere = this.elsewhere > 0 && now - this.saidElsewhereAt >= elsewhereEveryMs && now - this.saidHereAt >= hereEveryMs ? this.elsewhere : 0;
    if (here === null && elsewhere === 0) return null;
    this.saidHereAt = now;
    if (here !== null) this.here = null;
    if (elsewhere > 0) {
      this.elsewhere = 0;
      this.saidElsewhereAt = now;
    }
    return { here, elsewhere };
  }

  /** Milliseconds until `take` may have something; null when nothing waits. */
  waitMs(now: number): number | null {
    const waits = [
      ...(this.here === null ? [] : [this.saidHereAt + hereEveryMs - now]),
      ...(this.elsewhere === 0 ? [] : [Math.max(this.saidElsewhereAt + elsewhereEveryMs, this.saidHereAt + hereEveryMs) - now]),
    ];
    return waits.length === 0 ? null : Math.max(0, Math.min(...waits));
  }
}
