import { installPush, type PushScope } from './push';
import { wayOf } from './routes';
import { scope } from './scope';

/** Written by the build: a name that changes with every file, and what belongs to it. */
declare const KEPT_VERSION: string;
declare const KEPT_FILES: readonly string[];

const prefix = 'kontuar-shell-';
const current = `${prefix}${KEPT_VERSION}`;
const shell = '/index.html';
const files = new Set(KEPT_FILES);

scope.addEventListener('install', (event) => event.waitUntil(fill()));
scope.addEventListener('activate', (event) => event.waitUntil(tidy()));

scope.addEventListener('fetch', (event) => {
  switch (wayOf(event.request, scope.location.origin, files)) {
    case 'shell': event.respondWith(answer(shell, event.request)); break;
    case 'kept': event.respondWith(answer(new URL(event.request.url).pathname, event.request)); break;
    case 'network': break;
  }
});

/** The page says when the new version may take over: after somebody agreed, or when no other window is open. */
scope.addEventListener('message', (event) => {
  if (event.data === 'take-over') event.waitUntil(scope.skipWaiting());
});

// The same worker; what pushes need of it is described beside them.
installPush(scope as unknown as PushScope);

async function fill(): Promise<void> {
  const cache = await caches.open(current);
  await Promise.all([...files].map(async (file) => {
    // A file with its content's name is the same in every version: what an older one has is not fetched again.
    const known = file.startsWith('/assets/') ? await caches.match(file) : undefined;
    await cache.put(file, known ?? (await fetched(file)));
  }));
}

async function fetched(file: string): Promise<Response> {
  const response = await fetch(file, { cache: file.startsWith('/assets/') ? 'default' : 'reload', credentials: 'same-origin' });
  // Half a version is none: the one before goes on, and the browser tries again.
  if (!response.ok || response.redirected) throw new Error(`${file}: ${response.status}`);
  return response;
}

/** The version before stays: windows that were opened with it still ask for its parts. */
async function tidy(): Promise<void> {
  const versions = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== current);
  for (const name of versions.slice(0, -1)) await caches.delete(name);
  await scope.clients.claim();
}

async function answer(file: string, request: Request): Promise<Response> {
  const known = (await (await caches.open(current)).match(file)) ?? (await caches.match(file));
  return known ?? fetch(request);
}
