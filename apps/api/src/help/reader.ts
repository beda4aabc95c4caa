import type { FastifyRequest } from 'fastify';
import { networkOf } from '../http/network-of';

/** One reader as far as can be told without keeping anything in their browser: network and program. Only a keyed hash of it is ever stored. */
export const readerOf = (request: FastifyRequest): string => `${networkOf(request.ip)}|${String(request.headers['user-agent'] ?? '').slice(0, 200)}`;
