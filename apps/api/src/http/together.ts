import { PassThrough } from 'node:stream';
import type { IncomingHttpHeaders } from 'node:http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { DomainError } from '@kontuar/core';
import { problemOf } from './problem.filter';

type Server = ReturnType<ReturnType<NestFastifyApplication['getHttpAdapter']>['getInstance']>;

const API = '/api/v1';
/** More than any screen asks for at once. */
const MOST = 40;
/** Below the API, however the address is written. */
const isBelow = (path: string): boolean => new URL(`${API}${path}`, 'http://api').pathname.startsWith(`${API}/`);
const asked = z.array(z.string().max(2000).regex(/^\/[a-z][^\s#\\]*$/).refine(isBelow)).min(1).max(MOST);
/** Who asks, and from where: each of the reads is judged as if it had come alone. */
const carried = ['cookie', 'authorization', 'host', 'user-agent', 'accept-language', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto'] as const;

/**
 * POST /api/v1/together: a list of paths to GET, answered in one response by lines as they come: `{"at":0,"status":200}`, and its body on the line below.
 * A screen asks for twenty small things when a conversation opens; as requests of their own they wait for each other's connections and cost the browser
 * more than what they bring. It is no way around anything: each read goes through the very same guards.
 */
export function serveReadsTogether(server: Server): void {
  server.post(`${API}/together`, { errorHandler }, (request, reply) => {
    const { success, data } = asked.safeParse(request.body);
    if (!success) throw new DomainError('invalid', 'not-together', `Send a list of one to ${MOST} paths below ${API}.`);
    const lines = new PassThrough();
    void Promise.all(data.map(async (path, at) => { lines.write(await read(server, path, at, request)); })).finally(() => { lines.end(); });
    return reply.header('content-type', 'application/x-ndjson').send(lines);
  });
}

/** Nest's own stands behind its routes alone, and this is none of them. */
function errorHandler(error: unknown, _request: unknown, reply: FastifyReply): void {
  const problem = problemOf(error);
  if (problem === undefined) throw error;
  void reply.status(problem.status).header('content-type', 'application/problem+json').send(problem);
}

async function read(server: Server, path: string, at: number, from: { headers: IncomingHttpHeaders; ip: string }): Promise<string> {
  const headers: Record<string, string> = { accept: 'application/json' };
  for (const name of carried) {
    const value = from.headers[name];
    if (typeof value === 'string') headers[name] = value;
  }
  try {
    const { statusCode: status, headers: told, payload } = await server.inject({ method: 'GET', url: `${API}${path}`, headers, remoteAddress: from.ip });
    // Files and pictures are for addresses of their own.
    if (payload !== '' && !/json/.test(String(told['content-type'] ?? ''))) return lineOf({ at, status: 406 }, '');
    return lineOf({ at, status, ...(told['retry-after'] === undefined ? {} : { retryAfter: String(told['retry-after']) }) }, payload);
  } catch {
    return lineOf({ at, status: 500 }, '');
  }
}

/** JSON has no line breaks of its own. */
const lineOf = (head: { at: number; status: number; retryAfter?: string }, body: string): string => `${JSON.stringify(head)}\n${body}\n`;
