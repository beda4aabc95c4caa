import { useSyncExternalStore } from 'react';

export type Politeness = 'polite' | 'assertive';

let said: Record<Politeness, string> = { polite: '', assertive: '' };
const listeners = new Set<() => void>();
const clearing: Partial<Record<Politeness, ReturnType<typeof setTimeout>>> = {};

/** Says it to screen readers. The same words twice are said twice. */
export function announce(text: string, politeness: Politeness = 'polite'): void {
  // A live region speaks when its text changes: a trailing no-break space makes repeated words a change.
  said = { ...said, [politeness]: said[politeness] === text ? `${text}\u00a0` : text };
  for (const listener of listeners) listener();
  clearTimeout(clearing[politeness]);
  clearing[politeness] = setTimeout(() => {
    said = { ...said, [politeness]: '' };
    for (const listener of listeners) listener();
  }, 7000);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Mounted once, by the app. */
export function LiveAnnouncer() {
  const now = useSyncExternalStore(subscribe, () => said);
  return (
    <>
      <div className="vh" aria-live="polite" aria-atomic="true">
        {now.polite}
      </div>
      <div className="vh" aria-live="assertive" aria-atomic="true">
        {now.assertive}
      </div>
    </>
  );
}
