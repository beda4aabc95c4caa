import './ui/styles/index.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { whenSessionIsLost } from './app/client';
import { meQuery } from './app/me';
import { queryClient } from './app/query-client';
import { router } from './app/router';
import { currentLocale, switchLocale } from './i18n';
import { LiveAnnouncer, Toaster, TooltipProvider } from './ui';

whenSessionIsLost(() => {
  const from = router.state.location.href;
  if (from.startsWith('/login')) return;
  queryClient.removeQueries({ queryKey: meQuery.queryKey });
  void router.navigate({ to: '/login', search: { next: from, ended: true } });
});

// The profile's language wins over what this browser remembered.
queryClient.getQueryCache().subscribe(({ query }) => {
  const locale = query.queryKey[0] === 'me' ? (query.state.data as { user?: { locale?: 'en' | 'pl' } } | undefined)?.user?.locale : undefined;
  if (locale !== undefined && locale !== currentLocale()) void switchLocale(locale);
});

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

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <TooltipProvider>
        <RouterProvider router={router} />
        <Toaster />
        <LiveAnnouncer />
      </TooltipProvider>
    </QueryClientProvider>
  </StrictMode>,
);
