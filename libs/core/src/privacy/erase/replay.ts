import { newId, openDatabase, type Database } from '@kontuar/platform';
import { z } from 'zod';
import { entities } from '../../entities';

/** For the command alone: no process of ours runs beside it. */
export const openErasureReplay = (url: string): Promise<Database> => openDatabase({ url, poolSize: 2, entities, role: 'app', applicationName: 'kontuar-replay' });

/** In the folder of files: a line for each erasure that was carried out. Keep a copy apart from the backups. */
export const REPLAY_LIST = 'erasures.jsonl';

const line = z.object({ id: z.uuid(), workspaceId: z.uuid(), at: z.string(), ground: z.string(), askedOn: z.string(), contactIds: z.array(z.uuid()), hashes: z.array(z.string()) });

export interface Replayed { lines: number; begun: number; absent: number; unreadable: number }

/**
 * After a backup was restored that is older than an erasure: people who are back are erased again, by their ids. Lines name nobody. The worker does it; who is not
 * back is skipped, so the list may be played again at any time.
 */
export async function replayErasures(database: Database, list: string): Promise<Replayed> {
  const result: Replayed = { lines: 0, begun: 0, absent: 0, unreadable: 0 };
  const latest = new Map<string, z.infer<typeof line>>();
  for (const text of list.split('\n')) {
    if (text.trim() === '') continue;
    result.lines += 1;
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      parsed = undefined;
    }
    const read = line.safeParse(parsed);
    if (read.success) latest.set(read.data.id, read.data);
    else result.unreadable += 1;
  }
  for (const entry of latest.values()) {
    const begun = await database.inWorkspace(entry.workspaceId, async (tx) => {
      const back = await tx.query<{ id: string }>('SELECT id FROM contacts WHERE id = ANY($1::uuid[])', [entry.contactIds]);
      if (back.length === 0) return false;
      // One that was under way when the backup was made goes on by itself.
      return (await tx.execute(
        `INSERT INTO erasures (id, workspace_id, contact_id, contact_ids, ground, asked_on, created_at, replayed, identity_hashes) VALUES ($1, $2, $3, $4, $5, $6, $7, true, $8) ON CONFLICT DO NOTHING`,
        [newId(), entry.workspaceId, back[0]?.id, back.map(({ id }) => id), entry.ground, entry.askedOn, entry.at, entry.hashes])) > 0;
    });
    if (begun) result.begun += 1;
    else result.absent += 1;
  }
  return result;
}
