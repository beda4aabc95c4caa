import { useSyncExternalStore } from 'react';
import type { Filter } from '@kontuar/contract';

/** What an act is about: the selection if there is one, else the row that was pointed at, else the conversation that is open. */
export interface Target {
  readonly selected: ReadonlySet<string>;
  readonly pointed: string | null;
  readonly open: string | null;
  /** Not only what is selected on screen, but everything that matches this; acts on many then go to the server as one. */
  readonly whole: { filter: Filter; total: string } | null;
}

let current: Target = { selected: new Set(), pointed: null, open: null, whole: null };
const listeners = new Set<() => void>();

export const target = {
  get: (): Target => current,
  change(next: Partial<Target>): void {
    // Picking other rows is another selection.
    const merged = { ...current, ...(next.selected === undefined ? {} : { whole: null }), ...next };
    if (merged.selected === current.selected && merged.pointed === current.pointed && merged.open === current.open && merged.whole === current.whole) return;
    current = merged;
    for (const listener of listeners) listener();
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};

export function idsOf({ selected, pointed, open }: Target): string[] {
  if (selected.size > 0) return [...selected];
  const one = pointed ?? open;
  return one === null ? [] : [one];
}

export function useTarget(): Target {
  return useSyncExternalStore(target.subscribe, target.get);
}

const own = new Map<string, number>();
const ownMs = 15_000;

/** This person moved it just now: lists need not hold its place. */
export function markOwnAct(ids: readonly string[], now = Date.now()): void {
  for (const [id, at] of own) if (now - at > ownMs) own.delete(id);
  for (const id of ids) own.set(id, now);
}

export function isOwnAct(id: string): boolean {
  const at = own.get(id);
  return at !== undefined && Date.now() - at <= ownMs;
}
