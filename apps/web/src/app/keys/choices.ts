import { defaultChoices, type KeyChoices } from './keymap';

const STORED = 'kontuar.keys';

/** By hand: a schema library is 70 KB more for everybody, and asks for `eval`, which our policy forbids. */
function isKeyChoices(value: unknown): value is KeyChoices {
  if (typeof value !== 'object' || value === null || !('single' in value) || !('remapped' in value)) return false;
  const { single, remapped } = value;
  const isBindings = (keys: unknown): boolean => Array.isArray(keys) && keys.every((key) => typeof key === 'string');
  return typeof single === 'boolean' && typeof remapped === 'object' && remapped !== null && Object.values(remapped).every(isBindings);
}

function read(): KeyChoices {
  try {
    const stored: unknown = JSON.parse(globalThis.localStorage?.getItem(STORED) ?? 'null');
    return isKeyChoices(stored) ? stored : defaultChoices;
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
