import type { LoggerService } from '@nestjs/common';
import pino, { type Logger } from 'pino';

export type Log = Logger;

/** Ids only: message text, addresses and tokens stay out at every level, so keys that could carry them are cut. */
const redacted = ['password', 'token', 'text', 'html', 'authorization', 'cookie', '*.password', '*.token', '*.text', '*.html', 'req.headers', 'err.parameters', 'err.query', 'err.config', 'err.request', 'err.response'];

export function openLog(level: string, name: string): Log {
  return pino({ name, level, redact: { paths: redacted, remove: true }, base: { name } });
}

/** What a log line may say of an error: its class, message and stack; never SQL parameters or a request body. */
export function errorFields(error: unknown): { err: { type: string; message: string; code?: string; stack?: string } } {
  if (!(error instanceof Error)) return { err: { type: typeof error, message: String(error) } };
  const code = (error as { code?: unknown }).code;
  const fields = { type: error.name, message: error.message, ...(typeof code === 'string' ? { code } : {}) };
  return { err: error.stack === undefined ? fields : { ...fields, stack: error.stack } };
}

/** Nest's own lines go the same way as ours; its start-up chatter is debug. */
export function nestLogger(log: Log): LoggerService {
  return {
    log: (message: unknown, context?: string) => { log.debug({ context }, String(message)); },
    error: (message: unknown, stack?: string, context?: string) => { log.error({ context, stack }, String(message)); },
    warn: (message: unknown, context?: string) => { log.warn({ context }, String(message)); },
    debug: (message: unknown, context?: string) => { log.debug({ context }, String(message)); },
    verbose: (message: unknown, context?: string) => { log.trace({ context }, String(message)); },
  };
}
