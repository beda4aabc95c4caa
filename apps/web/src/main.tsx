import './ui/styles/index.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { Direction } from 'radix-ui';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { whenSessionIsLost } from './app/client';
import { meQuery } from './app/me';
import { keepApp } from './app/offline/installed';
import { forgetKept } from './app/offline/keeper';
import { followPushes } from './app/offline/pushed';
import { queryClient } from './app/query-client';
import { router } from './app/router';
import { currentLocale, loadPolish, switchLocale } from './i18n';
import { LiveAnnouncer, Toaster, TipHost } from './ui';

whenSessionIsLost(() => {
  const from = router.state.location.href;
  if (from.startsWith('/login')) return;
  queryClient.removeQueries({ queryKey: meQuery.queryKey });
  // Whoever ended the session may have had a reason; what was read can be read again after signing in.
  void forgetKept();
  void router.navigate({ to: '/login', search: { next: from, ended: true } });
});

// The profile's language wins over what this browser remembered.
queryClient.getQueryCache().subscribe(({ query }) => {
  const locale = query.queryKey[0] === 'me' ? (query.state.data as { user?: { locale?: 'en' | 'pl' } } | undefined)?.user?.locale : undefined;
  if (locale !== undefined && locale !== currentLocale()) void switchLocale(locale);
});

// Somebody else signed in in another window while this one was offline: nothing of the one before may stay on screen.
let member: string | undefined;
queryClient.getQueryCache().subscribe(({ query }) => {
  const id = query.queryKey[0] === 'me' ? (query.state.data as { member?: { id?: string } } | undefined)?.member?.id : undefined;
  if (id === undefined || id === member) return;
  if (member !== undefined) {
    queryClient.removeQueries({ predicate: (other) => other.queryKey[0] !== 'me' });
    if (!location.pathname.startsWith('/login')) location.assign('/inbox');
  }
  member = id;
});

keepApp();
followPushes((path) => router.history.push(path));

// A newer version was installed while this tab was open, and the parts of the old one are gone: load the new one.
window.addEventListener('vite:preloadError', () => void loadNewVersion());

async function loadNewVersion(): Promise<void> {
  // Without a server a reload would leave nothing at all on the screen; a second one at once would turn in circles.
  const key = 'kontuar.reloaded-at';
  if (Date.now() - Number(sessionStorage.getItem(key) ?? 0) < 60_000) return;
  const answer = await fetch('/', { cache: 'no-store' }).catch(() => undefined);
  if (answer?.ok !== true) return;
  sessionStorage.setItem(key, String(Date.now()));
  location.reload();
}

// A screen in two languages would be worse than one that comes a blink later.
if (currentLocale() === 'pl') await loadPolish();

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <Direction.Provider dir={document.documentElement.dir === 'rtl' ? 'rtl' : 'ltr'}>
        <RouterProvider router={router} />
        <Toaster />
        <TipHost />
        <LiveAnnouncer />
      </Direction.Provider>
    </QueryClientProvider>
  </StrictMode>,
);
