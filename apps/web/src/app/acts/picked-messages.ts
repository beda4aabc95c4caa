import { useSyncExternalStore } from 'react';

/** Messages of one thread that somebody picked, to move or split them. */
export interface PickedMessages { readonly conversationId: string; readonly ids: ReadonlySet<string> }

const none: PickedMessages = { conversationId: '', ids: new Set() };
let current = none;
const listeners = new Set<() => void>();

export const pickedMessages = {
  get: (): PickedMessages => current,
  toggle(conversationId: string, id: string): void {
    const ids = new Set(current.conversationId === conversationId ? current.ids : []);
    if (!ids.delete(id)) ids.add(id);
    this.set({ conversationId, ids });
  },
  clear(): void {
    if (current.ids.size > 0) this.set(none);
  },
  set(next: PickedMessages): void {
    current = next;
    for (const listener of listeners) listener();
  },
};

export function usePicked(conversationId: string): ReadonlySet<string> {
  const picked = useSyncExternalStore((listener) => { listeners.add(listener); return () => void listeners.delete(listener); }, pickedMessages.get);
  return picked.conversationId === conversationId ? picked.ids : none.ids;
}
