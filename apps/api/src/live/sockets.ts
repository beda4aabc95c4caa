import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Foundation } from '@kontuar/core';

/** Socket.IO on the api's own port. */
export function openSockets(_app: NestFastifyApplication, _foundation: Foundation): { close(): Promise<void> } {
  return { close: () => Promise.resolve() };
}
