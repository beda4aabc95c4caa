import type { ReadyConfig } from '@kontuar/platform';
import type { FastifyRequest } from 'fastify';
import { originOf } from '../channels/origin';

/** Scheme and host for addresses in pages. A host is what a client says; what does not look like one is left out. */
export function publicOrigin(config: ReadyConfig, request: FastifyRequest): string {
  const origin = config.http.publicUrl ?? originOf(request);
  return /^https?:\/\/[\w.:[\]-]+$/.test(origin) ? origin : '';
}
