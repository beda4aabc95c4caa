import { pushPath } from './push-path';
import { wayOf } from './routes';

/**
 * What the service worker does with pushes: shows them, one for each conversation, takes back what was read elsewhere, and opens what was clicked in the
 * window that is there. A module of its own, so that any service worker can take it in: `installPush(self)`.
 */
interface Push { v: 1; tag: string; title: string; body: string; url: string; at: string; unread: number; open: string[]; lang: string }

export interface PushWindow { url: string; focus(): Promise<unknown>; navigate(url: string): Promise<unknown>; postMessage(message: unknown, transfer: Transferable[]): void }
/** What of a service worker's scope is needed here; the DOM's types know only windows. */
export interface PushScope {
  registration: { showNotification(title: string, options: object): Promise<void>; getNotifications(): Promise<{ tag: string; close(): void }[]> };
  clients: { matchAll(options: object): Promise<PushWindow[]>; openWindow(url: string): Promise<unknown> };
  navigator: { setAppBadge?(count: number): Promise<void>; clearAppBadge?(): Promise<void> };
  location: { origin: string };
  addEventListener(type: string, listener: (event: never) => void): void;
}
interface PushEvent { data: { json(): unknown } | null; waitUntil(work: Promise<unknown>): void }
interface ClickEvent { notification: { data?: { url?: unknown } | null; close(): void }; waitUntil(work: Promise<unknown>): void }

export function installPush(scope: PushScope): void {
  scope.addEventListener('push', (event: PushEvent) => { event.waitUntil(show(scope, read(event))); });
  scope.addEventListener('notificationclick', (event: ClickEvent) => {
    event.notification.close();
    event.waitUntil(open(scope, pushPath(event.notification.data?.url)));
  });
}

/** A browser insists that every push shows something: what cannot be read says that there is something. */
function read(event: PushEvent): Push {
  const nothing: Push = { v: 1, tag: 'kontuar', title: 'Kontuar', body: '', url: '/inbox', at: new Date().toISOString(), unread: 0, open: [], lang: 'en' };
  try {
    const data = event.data?.json();
    return typeof data === 'object' && data !== null ? { ...nothing, ...data } : nothing;
  } catch {
    return nothing;
  }
}

async function show(scope: PushScope, push: Push): Promise<void> {
  await scope.registration.showNotification(push.title, { body: push.body, tag: push.tag, renotify: true, lang: push.lang, dir: 'auto', icon: '/icons/icon-192.png', badge: '/icons/single-96.png', timestamp: Date.parse(push.at), data: { url: push.url } });
  const open = new Set([...push.open, push.tag]);
  for (const notification of await scope.registration.getNotifications()) if (notification.tag.startsWith('about:') && !open.has(notification.tag)) notification.close();
  await (push.unread > 0 ? scope.navigator.setAppBadge?.(push.unread) : scope.navigator.clearAppBadge?.())?.catch(() => undefined);
}

/** Long enough for a window that sleeps; after it the window is taken for one that does not listen: it hangs, or stems from a version before this one. */
const patienceMs = 1500;

async function open(scope: PushScope, path: string): Promise<void> {
  const windows = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
  // The one that was in front last comes first. Pages of the server, such as the sample shop, are no windows of the app.
  const window = windows.find((each) => isApp(each.url, scope.location.origin));
  if (window === undefined) return void (await scope.clients.openWindow(path));
  // A browser may refuse to bring it to the front; what was clicked is there then all the same.
  await window.focus().catch(() => undefined);
  if (await goesThere(window, path)) return;
  await window.navigate(path).catch(() => scope.clients.openWindow(path));
}

function isApp(url: string, origin: string): boolean {
  return wayOf({ method: 'GET', mode: 'navigate', url }, origin, new Set()) === 'shell';
}

/** The app goes there itself: what is being written there stays. It says so over a line of its own. */
function goesThere(window: PushWindow, path: string): Promise<boolean> {
  return new Promise((answer) => {
    const { port1, port2 } = new MessageChannel();
    const settle = (went: boolean) => {
      clearTimeout(timer);
      port1.close();
      answer(went);
    };
    const timer = setTimeout(() => settle(false), patienceMs);
    port1.onmessage = () => settle(true);
    window.postMessage({ type: 'open', path }, [port2]);
  });
}
