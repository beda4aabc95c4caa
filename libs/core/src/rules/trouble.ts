import { DomainError } from '../errors';

/** Errors of PostgreSQL that say something of the moment, not of what was asked: deadlocks, locks that took too long, a server or connection that goes. */
const ofTheMoment = /^(40|55|57|08|53)/;

/** Why an action could not be done, for who reads the run; undefined: all of it is to be tried again. */
export function reasonOf(error: unknown): string | undefined {
  if (error instanceof DomainError) return error.code;
  const code = sqlState(error);
  return code === undefined || ofTheMoment.test(code) ? undefined : 'trouble';
}

function sqlState(error: unknown): string | undefined {
  const found = (error as { code?: unknown; driverError?: { code?: unknown } } | undefined)?.code ?? (error as { driverError?: { code?: unknown } } | undefined)?.driverError?.code;
  return typeof found === 'string' && /^[0-9A-Z]{5}$/.test(found) ? found : undefined;
}
