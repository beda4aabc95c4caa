import type { FastifyRequest } from 'fastify';

/** As the caller's own browser names this installation. */
export const originOf = (request: FastifyRequest): string => `${request.protocol}://${request.headers.host ?? 'localhost'}`;
