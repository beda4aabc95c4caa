export type Way = 'shell' | 'kept' | 'network';

/** Paths that belong to the server alone; the same as in apps/api/src/http/screens.ts, and pages of its own. */
const servers = /^\/(api|hooks|widget|files|socket\.io|demo|docs|health|metrics)(\/|$|\.)/u;

/**
 * Where an answer comes from. What the server says about people and conversations always comes from the server: nothing of it
 * is ever in here, so nobody can see what another person was shown.
 */
export function wayOf(request: Pick<Request, 'method' | 'mode' | 'url'>, origin: string, kept: ReadonlySet<string>): Way {
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== origin || servers.test(url.pathname)) return 'network';
  if (request.mode === 'navigate') return 'shell';
  return kept.has(url.pathname) || url.pathname.startsWith('/assets/') ? 'kept' : 'network';
}
