import { DomainError } from '@kontuar/core';
import type { ReadyConfig } from '@kontuar/platform';
import type { FastifyRequest } from 'fastify';

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);
/** Platforms and visitors' browsers call these from elsewhere, with credentials of their own and never with the session's cookie. */
const openToOthers = /^\/(hooks|widget|unsubscribe)\//;

/**
 * Refuses a change that another site's page makes in a signed-in browser (CSRF). Browsers name the origin of each such request,
 * and a page can't forge it; a client that is no browser sends no cookie by accident.
 */
export function crossOriginRefusal(request: FastifyRequest, config: Pick<ReadyConfig, 'http'>): DomainError | undefined {
  if (safe.has(request.method) || openToOthers.test(request.url) || request.headers.authorization !== undefined) return undefined;
  const site = request.headers['sec-fetch-site'];
  if (site === 'same-origin' || site === 'none') return undefined;
  const { origin } = request.headers;
  if (site === undefined && origin === undefined) return undefined;
  if (origin !== undefined && (origin === config.http.publicUrl || sameHost(origin, request.headers.host))) return undefined;
  return new DomainError('forbidden', 'cross-origin', 'This request came from another site.');
}

function sameHost(origin: string, host: string | undefined): boolean {
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}
