import { browserStorage } from '../outbox/browser-storage';
import { forgetKept } from './keeper';

const begun = ['kontuar.outbox.', 'kontuar.acts.', 'kontuar.draft.'];

/** Nothing of what somebody read or wrote stays in a browser that they signed out of; how the screen looks may. */
export async function forgetEverything(): Promise<void> {
  const storage = browserStorage();
  if (storage !== null) {
    const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '');
    for (const key of keys) if (begun.some((prefix) => key.startsWith(prefix))) storage.removeItem(key);
  }
  await forgetKept();
}
