import type { ShortcutId } from './keymap';

/** Returning false says "not mine now": the next handler, registered earlier, is asked. */
export type Act = () => boolean | void;

interface Entry { readonly id: ShortcutId; readonly act: Act; readonly priority: number; readonly order: number }

/** Who answers which shortcut now. The newest of the highest priority is asked first, so a dialog wins over the list below it. */
export class ShortcutRegistry {
  private entries: Entry[] = [];
  private order = 0;
  private readonly listeners = new Set<() => void>();
  private snapshot: ReadonlySet<ShortcutId> = new Set();

  add(id: ShortcutId, act: Act, priority = 0): () => void {
    const entry: Entry = { id, act, priority, order: this.order++ };
    this.entries = [...this.entries, entry].sort((a, b) => b.priority - a.priority || b.order - a.order);
    this.changed();
    return () => {
      this.entries = this.entries.filter((other) => other !== entry);
      this.changed();
    };
  }

  /** True when somebody acted. */
  run(id: ShortcutId): boolean {
    return this.entries.filter((entry) => entry.id === id).some((entry) => entry.act() !== false);
  }

  available(): ReadonlySet<ShortcutId> {
    return this.snapshot;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private changed(): void {
    this.snapshot = new Set(this.entries.map((entry) => entry.id));
    for (const listener of this.listeners) listener();
  }
}

export const registry = new ShortcutRegistry();
