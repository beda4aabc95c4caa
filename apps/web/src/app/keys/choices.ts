import { z } from 'zod';
import { defaultChoices, type KeyChoices } from './keymap';

const STORED = 'kontuar.keys';
const stored = z.object({ single: z.boolean(), remapped: z.record(z.string(), z.array(z.string())) });

function read(): KeyChoices {
  try {
    const parsed = stored.safeParse(JSON.parse(globalThis.localStorage?.getItem(STORED) ?? 'null'));
    return parsed.success ? parsed.data : defaultChoices;
  } catch {
    // A browser that forbids storage, or text that is not ours: the table as it is.
    return defaultChoices;
  }
}

let current: KeyChoices | undefined;
const listeners = new Set<() => void>();

/** What this person changed on this machine; keyboards differ per desk, so it is kept in the browser. */
export const keyChoices = {
  get: (): KeyChoices => (current ??= read()),
  set(next: KeyChoices): void {
    current = next;
    try {
      globalThis.localStorage?.setItem(STORED, JSON.stringify(next));
    } catch {
      // Full or forbidden storage: the choice holds until the page is closed.
    }
    for (const listener of listeners) listener();
  },
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};
