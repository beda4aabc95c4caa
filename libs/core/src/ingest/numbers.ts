import { prepared, type Tx } from '@kontuar/platform';
import type { LedgerChannel, LedgerEntry } from './ledger.types';

/** From so many deliveries on, numbers are taken before the batch. */
const LARGE = 20;

/** Not flushed by itself: whoever uses a number is committed after it, and flushes both. */
const RESERVE = prepared(`WITH fresh AS (
    SELECT count(*)::int + $4::int AS n FROM unnest($3::text[]) AS key WHERE NOT EXISTS (SELECT 1 FROM conversations c WHERE c.channel_id = $2 AND c.current AND c.thread_key = key)
  ), quickly AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
  INSERT INTO workspace_numbers AS w (workspace_id, last_number) SELECT $1, fresh.n FROM fresh, quickly WHERE fresh.n > 0
  ON CONFLICT (workspace_id) DO UPDATE SET last_number = w.last_number + excluded.last_number
  RETURNING w.last_number AS last, (SELECT n FROM fresh) AS taken`);

/**
 * Numbers for the conversations that a large batch will probably open, taken and committed before it begins: the counter is one row for the whole
 * workspace, and whoever held it while writing a batch kept every other channel waiting. Those that turn out not to be needed stay unused;
 * what is missing is taken with the batch.
 */
export async function reserveNumbers(inWorkspace: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>, channel: LedgerChannel, entries: readonly LedgerEntry[]): Promise<number[]> {
  if (entries.length < LARGE) return [];
  const keys = new Set<string>();
  let withoutThread = 0;
  for (const { inbounds } of entries) {
    for (const inbound of inbounds) {
      if (inbound.kind !== 'message') continue;
      const { key, references = [], tokens = [] } = inbound.thread;
      if (key !== undefined) keys.add(key);
      else if (references.length === 0 && tokens.length === 0) withoutThread += 1;
    }
  }
  if (keys.size + withoutThread === 0) return [];
  const [row] = await inWorkspace((tx) => {
    const asked = tx.query<{ last: number; taken: number }>(RESERVE, [channel.workspaceId, channel.id, [...keys], withoutThread]);
    // The counter is held for no longer than the server needs: other channels stand behind it.
    tx.commitBehind();
    return asked;
  });
  return row === undefined ? [] : Array.from({ length: row.taken }, (_, index) => row.last - row.taken + 1 + index);
}
