/**
 * Shared drafts that this window has just sent: they are used up here before the server has said so. Taken back or refused, they are open again.
 */
const sent = new Set<string>();
const listeners = new Set<() => void>();
let version = 0;

export const sentHere = {
  has: (draftId: string): boolean => sent.has(draftId),
  add: (draftId: string): void => {
    sent.add(draftId);
    changed();
  },
  open: (draftId: string): void => { if (sent.delete(draftId)) changed(); },
  version: (): number => version,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};

function changed(): void {
  version += 1;
  for (const listener of listeners) listener();
}
