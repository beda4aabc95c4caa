import { useSyncExternalStore } from 'react';

/** After the first screen has settled: fetching a whole version must not compete with it. */
const patienceMs = 5000;
const lookAgainMs = 3_600_000;

let registration: ServiceWorkerRegistration | undefined;
let ready = false;
const listeners = new Set<() => void>();

/** Keeps the app itself for when there is no line. Where the browser has no service workers (plain http), everything else still works. */
export function keepApp(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  const begin = () => setTimeout(() => void register(), patienceMs);
  if (document.readyState === 'complete') begin();
  else addEventListener('load', begin, { once: true });
}

async function register(): Promise<void> {
  try {
    registration = await navigator.serviceWorker.register('/service-worker.js', { updateViaCache: 'none' });
  } catch {
    // Refused by the browser's settings, or no line just now: the next visit tries again.
    return;
  }
  // It waits since an earlier visit: this window runs on with its own parts, which stay, and the next one is new.
  // (A browser may be told to answer nothing at all.)
  registration?.waiting?.postMessage('take-over');
  registration?.addEventListener('updatefound', () => {
    const coming = registration?.installing;
    coming?.addEventListener('statechange', () => {
      // Without a controller it is the first version of all: nothing is new about it.
      if (coming.state !== 'installed' || navigator.serviceWorker.controller === null) return;
      ready = true;
      for (const listener of listeners) listener();
    });
  });
  setInterval(lookForNewVersion, lookAgainMs);
}

/** After the line was away is a good moment: servers are away when they are made new. */
export function lookForNewVersion(): void {
  registration?.update().catch(() => undefined);
}

export function useNewVersion(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, () => ready);
}

/** What is being written is kept; the window is drawn anew by the new version. */
export function loadNewVersion(): void {
  const waiting = registration?.waiting;
  if (!waiting) return location.reload();
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  waiting.postMessage('take-over');
}
