import type { NoticesEvent } from '@kontuar/contract';

/** Whoever wants to hear of what this member is told, beside the cache: sounds, the title. */
const listeners = new Set<(event: NoticesEvent) => void>();

export function onNotices(listener: (event: NoticesEvent) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function tellNotices(event: NoticesEvent): void {
  for (const listener of listeners) listener(event);
}
