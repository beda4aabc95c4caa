/**
 * What the service worker does with pushes: shows them, one for each conversation, takes back what was read elsewhere, and opens what was clicked in the
 * window that is there. A module of its own, so that any service worker can take it in: `installPush(self)`.
 */
interface Push { v: 1; tag: string; title: string; body: string; url: string; at: string; unread: number; open: string[]; lang: string }

/** What of a service worker's scope is needed here; the DOM's types know only windows. */
export interface PushScope {
  registration: { showNotification(title: string, options: object): Promise<void>; getNotifications(): Promise<{ tag: string; close(): void }[]> };
  clients: { matchAll(options: object): Promise<{ url: string; focus(): Promise<unknown>; postMessage(message: unknown): void }[]>; openWindow(url: string): Promise<unknown> };
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
    event.waitUntil(open(scope, pathOf(event.notification.data?.url, scope.location.origin)));
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
  await scope.registration.showNotification(push.title, { body: push.body, tag: push.tag, renotify: true, lang: push.lang, dir: 'auto', icon: '/mark.svg', timestamp: Date.parse(push.at), data: { url: push.url } });
  const open = new Set([...push.open, push.tag]);
  for (const notification of await scope.registration.getNotifications()) if (notification.tag.startsWith('about:') && !open.has(notification.tag)) notification.close();
  await (push.unread > 0 ? scope.navigator.setAppBadge?.(push.unread) : scope.navigator.clearAppBadge?.())?.catch(() => undefined);
}

/** Only ever a page of our own. */
function pathOf(url: unknown, origin: string): string {
  const target = new URL(typeof url === 'string' ? url : '/inbox', origin);
  return target.origin === origin ? `${target.pathname}${target.search}${target.hash}` : '/inbox';
}

async function open(scope: PushScope, path: string): Promise<void> {
  const windows = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const window = windows.find((each) => new URL(each.url).origin === scope.location.origin);
  if (window === undefined) return void (await scope.clients.openWindow(path));
  await window.focus();
  // The app goes there itself: what is being written there stays.
  window.postMessage({ type: 'open', path });
}
