import { pushPath } from '../../worker/push-path';

/**
 * A clicked push leads this window to what it tells of: the service worker asks, since only the app can go there without being drawn anew. Whoever is
 * signed out comes there by way of the sign-in, as by any other address.
 */
export function followPushes(go: (path: string) => void): void {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker.addEventListener('message', ({ data, ports }: MessageEvent<unknown>) => {
    if (typeof data !== 'object' || data === null || !('type' in data) || data.type !== 'open') return;
    go(pushPath('path' in data ? data.path : undefined));
    ports[0]?.postMessage('went');
  });
}
