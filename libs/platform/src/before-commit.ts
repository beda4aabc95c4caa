import { AsyncLocalStorage } from 'node:async_hooks';
import type { Tx } from './database';

const asked = new AsyncLocalStorage<(tx: Tx) => Promise<unknown>>();

/** While `work` goes on, `add` has the last word in each of its transactions: it commits with them or not at all. */
export function beforeEachCommit<T>(add: (tx: Tx) => Promise<unknown>, work: () => T): T {
  return asked.run(add, work);
}

export const hasLastWords = (): boolean => asked.getStore() !== undefined;

/** Called by the unit of work, right before it commits. */
export async function lastWords(tx: Tx): Promise<void> {
  await asked.getStore()?.(tx);
}
