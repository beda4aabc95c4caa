import type { EventEmitter } from 'node:events';
import { errorFields, type Log } from './log';

/**
 * Keeps the process up when a promise is rejected while nobody waits for it, and writes it down. Statements of one unit leave without waiting for each other:
 * when the database goes away all of them fail, and whoever waits for the first never comes to hear of the second. The unit itself failed and was told.
 */
export function hearRejections(log: Log, of: EventEmitter = process): void {
  of.on('unhandledRejection', (reason: unknown) => { log.error(errorFields(reason), 'something failed that nobody waited for'); });
}
