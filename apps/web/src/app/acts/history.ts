/** An act of this person that can be taken back. */
export interface DoneAct {
  readonly id: number;
  /** As the toast said it. */
  readonly text: string;
  readonly tokens: readonly string[];
  readonly at: number;
}

export const keptMs = 24 * 60 * 60_000;

/** One's own acts of the last 24 hours, newest first, in memory of this window; the server keeps the tokens as long. */
export class ActHistory {
  private acts: readonly DoneAct[] = [];
  private count = 0;
  private readonly listeners = new Set<() => void>();

  add(text: string, tokens: readonly string[], now = Date.now()): DoneAct {
    const act = { id: ++this.count, text, tokens, at: now };
    this.change([act, ...this.acts.filter((other) => now - other.at < keptMs)].slice(0, 200));
    return act;
  }

  /** Takes it out, so that it cannot be undone twice; null when it is gone already. */
  take(id: number): DoneAct | null {
    const act = this.acts.find((other) => other.id === id) ?? null;
    if (act) this.change(this.acts.filter((other) => other !== act));
    return act;
  }

  /** The server could not be asked: it can be tried again. */
  putBack(act: DoneAct): void {
    this.change([act, ...this.acts].sort((a, b) => b.at - a.at));
  }

  list = (): readonly DoneAct[] => this.acts;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  private change(next: readonly DoneAct[]): void {
    this.acts = next;
    for (const listener of this.listeners) listener();
  }
}

export const actHistory = new ActHistory();
