import { errorFields, type Log } from '@kontuar/platform';

const ATTEMPTS = 8;
const PAUSE_MS = 250;

/** What was answered to us from outside must not be lost to a database that is away for a moment: then what has left would look unsent. */
export async function untilKept<T>(log: Log, keep: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await keep();
    } catch (error) {
      if (attempt >= ATTEMPTS) throw error;
      log.warn(errorFields(error), 'could not keep the end of a send; trying again');
      await new Promise((wake) => setTimeout(wake, PAUSE_MS * attempt));
    }
  }
}
