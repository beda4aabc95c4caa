import type { Tx } from '@kontuar/platform';

/** What is open is held against the policies as they are now, in batches, by a worker; one that stops in between goes on. From the first policy on, promises are made. */
export async function lookThrough(tx: Tx, workspaceId: string): Promise<void> {
  await tx.execute(
    `INSERT INTO sla_positions (workspace_id, seq) SELECT $1, coalesce((SELECT last_seq FROM feeds WHERE workspace_id = $1), 0)
     ON CONFLICT (workspace_id) DO UPDATE SET backfilled_to = '00000000-0000-0000-0000-000000000000'`, [workspaceId]);
}
