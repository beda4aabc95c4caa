import { useSyncExternalStore } from 'react';

export type Politeness = 'polite' | 'assertive';

/** So long each stands before the next takes its place: what is replaced at once is never read. */
const standsMs = 700;
const clearedMs = 7000;
/** More than that is a flood; what is newest is what matters then. */
const mostWaiting = 4;

let said: Record<Politeness, string> = { polite: '', assertive: '' };
const listeners = new Set<() => void>();
const waiting: Record<Politeness, string[]> = { polite: [], assertive: [] };
const timers: Partial<Record<Politeness, ReturnType<typeof setTimeout>>> = {};
const spokeAt: Record<Politeness, number> = { polite: -Infinity, assertive: -Infinity };

/** Says it to screen readers, after what is being said. The same words twice are said twice. */
export function announce(text: string, politeness: Politeness = 'polite'): void {
  waiting[politeness] = [...waiting[politeness], text].slice(-mostWaiting);
  next(politeness);
}

function next(politeness: Politeness): void {
  clearTimeout(timers[politeness]);
  const [text] = waiting[politeness];
  const restMs = spokeAt[politeness] + standsMs - performance.now();
  if (text !== undefined && restMs > 0) {
    timers[politeness] = setTimeout(() => next(politeness), restMs);
    return;
  }
  // A live region speaks when its text changes: a trailing no-break space makes repeated words a change.
  said = { ...said, [politeness]: text !== undefined && said[politeness] === text ? `${text}\u00a0` : (text ?? '') };
  for (const listener of listeners) listener();
  if (text === undefined) return;
  waiting[politeness].shift();
  spokeAt[politeness] = performance.now();
  timers[politeness] = setTimeout(() => next(politeness), waiting[politeness].length > 0 ? standsMs : clearedMs);
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
