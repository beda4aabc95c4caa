import { lazy, Suspense, useState, type ComponentType, type ReactNode } from 'react';
import { withTexts } from '../i18n';

const parts = new Set<() => Promise<unknown>>();

/**
 * A part of the screen in a chunk of its own, with its texts. Fetched when it is first shown, or in a quiet moment by
 * `fetchParts`; once it is here it is drawn at once, without a frame in which nothing stands there.
 */
export function lazily<P extends object>(load: () => Promise<ComponentType<P>>, fallback: ReactNode = null): ComponentType<P> {
  let loaded: ComponentType<P> | undefined;
  let coming: Promise<ComponentType<P>> | undefined;
  const fetchPart = () => (coming ??= withTexts(load()).then(
    (part) => (loaded = part),
    (error: unknown) => {
      coming = undefined;
      throw error;
    },
  ));
  const Lazy = lazy(async () => ({ default: await patiently(fetchPart) }));
  parts.add(fetchPart);
  return function Part(props: P) {
    // Decided once: another component in its place would begin anew.
    const [Here] = useState(() => loaded);
    if (Here !== undefined) return <Here {...props} />;
    return <Suspense fallback={fallback}><Lazy {...props} /></Suspense>;
  };
}

const pauseMs = 2000;
const answers = (): Promise<boolean> => fetch('/health/live', { cache: 'no-store' }).then(({ ok }) => ok, () => false);

/** Without a line a part waits for the next one. Where the server is there and does not have it, twice, a newer release is: the screen says so. */
export async function patiently<T>(load: () => Promise<T>): Promise<T> {
  for (let refused = 0; ; ) {
    try {
      return await load();
    } catch (error) {
      if (await answers()) refused += 1;
      if (refused > 1) throw error;
      await new Promise((done) => setTimeout(done, pauseMs));
    }
  }
}

/** All that somebody may open next, while nothing else is going on. A part that cannot be fetched now is asked for again when it is shown. */
export function fetchParts(): void {
  for (const fetchPart of parts) fetchPart().catch(() => undefined);
}
