import { Catch, HttpException, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { DomainError, LOG, type Refusal } from '@kontuar/core';
import { errorFields, FileTooLargeError, type Log } from '@kontuar/platform';
import type { Problem } from '@kontuar/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ZodError } from 'zod';

const statusOf: Record<Refusal, number> = {
  invalid: 400, unauthenticated: 401, forbidden: 403, 'not-found': 404, conflict: 409, 'too-large': 413, unprocessable: 422, throttled: 429, unavailable: 503,
};

const titleOf: Record<number, string> = {
  400: 'Bad request', 401: 'Not signed in', 403: 'Not allowed', 404: 'Not found', 405: 'Method not allowed', 409: 'Conflict', 413: 'Too large', 415: 'Unsupported media type', 422: 'Unprocessable', 429: 'Too many requests', 500: 'Server error', 503: 'Not available',
};

const codeOf: Record<number, string> = { 404: 'not-found', 413: 'too-large' };

type Body = Problem & Record<string, unknown>;

function problem(status: number, code: string, detail?: string, extension: Record<string, unknown> = {}): Body {
  return { ...extension, type: 'about:blank', title: titleOf[status] ?? 'Error', status, code, ...(detail === undefined ? {} : { detail }) };
}

/** The one place that turns an error into a problem document (RFC 9457). Undefined: not expected, so a 500. */
export function problemOf(error: unknown): Body | undefined {
  if (error instanceof DomainError) return problem(statusOf[error.refusal], error.code, error.message, error.extension);
  if (error instanceof ZodError) {
    return problem(400, 'invalid', 'Some fields are wrong.', { errors: error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })) });
  }
  if (error instanceof FileTooLargeError) return problem(413, 'too-large', error.message);
  if (error instanceof HttpException) return problem(error.getStatus(), codeOf[error.getStatus()] ?? `http-${error.getStatus()}`, error.message);
  // Fastify's own refusals: malformed JSON, a body too large, an unknown content type.
  const { statusCode, code, message } = error as { statusCode?: number; code?: string; message?: string };
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) return problem(statusCode, code?.toLowerCase().replaceAll('_', '-') ?? 'invalid', message);
  return undefined;
}

@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(@Inject(LOG) private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error;
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const body = problemOf(error) ?? problem(500, 'server-error', 'Something went wrong here; it was logged.');
    if (body.status >= 500) this.log.error({ requestId: request.id, method: request.method, path: request.url.split('?')[0], ...errorFields(error) }, 'request failed');
    if (reply.sent) return;
    const retryAfter = body['retryAfterSeconds'];
    if (typeof retryAfter === 'number') void reply.header('Retry-After', String(retryAfter));
    void reply.status(body.status).header('Content-Type', 'application/problem+json').send(body);
  }
}
