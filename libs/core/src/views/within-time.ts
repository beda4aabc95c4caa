import type { Tx } from '@kontuar/platform';
import { tookTooLong } from '../database-errors';

/** Undefined when the server had not finished in that time; the transaction goes on. */
export async function withinTime<T>(tx: Tx, ms: number, work: () => Promise<T>): Promise<T | undefined> {
  // Not waited for: the work travels right behind it.
  const opened = tx.execute(`SAVEPOINT bounded; SET LOCAL statement_timeout = ${Math.round(ms)}`);
  opened.catch(() => undefined);
  try {
    return await work();
  } catch (error) {
    if (!tookTooLong(error)) throw error;
    return undefined;
  } finally {
    await opened;
    // Takes the setting back as well; and forgets the savepoint, or whoever asks a hundred times would write a hundred transactions deep.
    await tx.execute('ROLLBACK TO SAVEPOINT bounded; RELEASE SAVEPOINT bounded');
  }
}
