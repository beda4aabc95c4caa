import { ConnectorError, type Sent } from '@kontuar/connectors/contract';
import { errorFields, type Log } from '@kontuar/platform';
import { DomainError } from '../errors';
import { MAX_SEND_ATTEMPTS, retryDelayMs } from './retry';

export type Outcome = { state: 'sent'; sent: Sent } | { state: 'retry'; afterMs: number; code: string; detail: string } | { state: 'failed' | 'unknown'; code: string; detail: string; alarm?: boolean };

/** The one place that turns what a connector says into retry, stop, ask or alert. */
export function outcomeOf(log: Log, error: unknown, attempt: number, mayHaveLeft: boolean): Outcome {
  if (!(error instanceof ConnectorError)) {
    log.error(errorFields(error), 'sending broke in a way that no connector told');
    if (mayHaveLeft) return { state: 'unknown', code: 'interrupted', detail: 'It is not certain that this arrived.' };
    // What we refuse ourselves stays refused; anything else (a database without a free connection) passes.
    const final = error instanceof DomainError || attempt >= MAX_SEND_ATTEMPTS;
    const why = { code: 'internal', detail: error instanceof Error ? error.message : String(error) };
    return final ? { state: 'failed', ...why } : { state: 'retry', afterMs: retryDelayMs(attempt, undefined), ...why };
  }
  switch (error.kind) {
    case 'unavailable':
      return attempt >= MAX_SEND_ATTEMPTS
        ? { state: 'failed', code: error.reason ?? 'unavailable', detail: error.message }
        : { state: 'retry', afterMs: retryDelayMs(attempt, error.retryAfterMs), code: error.reason ?? 'unavailable', detail: error.message };
    case 'rejected':
      return { state: 'failed', code: error.reason ?? 'rejected', detail: error.message };
    case 'unauthorized':
      return { state: 'failed', code: 'unauthorized', detail: error.message, alarm: true };
    case 'ambiguous':
      return { state: 'unknown', code: error.reason ?? 'ambiguous', detail: error.message };
    default:
      throw new Error(`no rule for ${error.kind satisfies never}`);
  }
}
