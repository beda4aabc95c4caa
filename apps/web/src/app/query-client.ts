import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './client';
import { queryKeys } from './query-keys';

/** A refusal stays a refusal when asked again; only what may pass is retried. */
function worthAsking(failures: number, error: Error): boolean {
  if (!(error instanceof ApiProblem)) return false;
  const passing = error.offline || error.status === 429 || error.status >= 500;
  return passing && failures < 3;
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 15 * 60_000,
      retry: worthAsking,
      retryDelay: (attempt, error) =>
        error instanceof ApiProblem && error.retryAfterMs !== undefined ? error.retryAfterMs : Math.min(8000, 400 * 2 ** attempt) * (0.75 + Math.random() / 2),
    },
    mutations: { retry: false },
  },
});

// Nobody fetches these, and whoever shows them only listens: they are true until the line says otherwise.
for (const key of [queryKeys.watchers(''), queryKeys.visitorTyping('')]) queryClient.setQueryDefaults([key[0]], { gcTime: Infinity });
