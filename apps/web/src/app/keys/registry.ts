import type { ShortcutId } from './keymap';

/** Returning false says "not mine now": the next handler, registered earlier, is asked. */
export type Act = () => boolean | void;

interface Entry { readonly act: Act; readonly priority: number }

const nobody: readonly Entry[] = [];

/** Who answers which shortcut now. The newest of the highest priority is asked first, so a dialog wins over the list below it. */
export class ShortcutRegistry {
  private readonly entries = new Map<ShortcutId, readonly Entry[]>();
  private readonly listeners = new Set<() => void>();
  private snapshot: ReadonlySet<ShortcutId> = new Set();
  private told = true;

  add(id: ShortcutId, act: Act, priority = 0): () => void {
    const entry: Entry = { act, priority };
    const before = this.of(id);
    const place = before.findIndex((other) => other.priority <= priority);
    this.set(id, before.toSpliced(place < 0 ? before.length : place, 0, entry));
    return () => this.set(id, this.of(id).filter((other) => other !== entry));
  }

  /** True when somebody acted. */
  run(id: ShortcutId): boolean {
    return this.of(id).some((entry) => entry.act() !== false);
  }

  answers(id: ShortcutId): boolean {
    return this.of(id).length > 0;
  }

  /** The same set as long as it has the same shortcuts. */
  available(): ReadonlySet<ShortcutId> {
    const answered = [...this.entries].flatMap(([id, entries]) => (entries.length > 0 ? [id] : []));
    if (answered.length !== this.snapshot.size || answered.some((id) => !this.snapshot.has(id))) this.snapshot = new Set(answered);
    return this.snapshot;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private of(id: ShortcutId): readonly Entry[] {
    return this.entries.get(id) ?? nobody;
  }

  private set(id: ShortcutId, entries: readonly Entry[]): void {
    const others = this.answers(id) !== entries.length > 0;
    this.entries.set(id, entries);
    // One conversation leaves, the next one comes: whoever shows keys hears of it when both are through, and draws nothing anew for what is as it was.
    if (!others || !this.told) return;
    this.told = false;
    queueMicrotask(() => {
      this.told = true;
      for (const listener of this.listeners) listener();
    });
  }
}

export const registry = new ShortcutRegistry();
