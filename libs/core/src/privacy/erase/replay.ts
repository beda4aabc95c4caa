import type { Secrets } from '@kontuar/platform';
import { openDatabase, type Database } from '@kontuar/platform';
import { z } from 'zod';
import { entities } from '../../entities';

/** For the command alone: no process of ours runs beside it. */
export const openErasureReplay = (url: string): Promise<Database> => openDatabase({ url, poolSize: 2, entities, role: 'app', applicationName: 'kontuar-replay' });

/** In the folder of files: a line for each erasure that was carried out. Keep a copy apart from the backups. */
export const REPLAY_LIST = 'erasures.jsonl';

const line = z.object({ id: z.uuid(), workspaceId: z.uuid(), at: z.string(), ground: z.string(), askedOn: z.string(), contactIds: z.array(z.uuid()), hashes: z.array(z.string()), mac: z.string().optional() });
export type ReplayLine = z.infer<typeof line>;

const PURPOSE = 'erasures';
const said = (one: ReplayLine): string => JSON.stringify([one.id, one.workspaceId, one.at, one.ground, one.askedOn, one.contactIds, one.hashes]);
/** A line that this installation wrote: only such are followed without anybody saying so. */
export const signed = (secrets: Secrets, one: ReplayLine): ReplayLine => ({ ...one, mac: secrets.mac(PURPOSE, said(one)) });
export const isOurs = (secrets: Secrets, one: ReplayLine): boolean => one.mac !== undefined && secrets.macMatches(PURPOSE, said(one), one.mac);

/** The last line of each erasure. */
export function readList(list: string): { lines: number; unreadable: number; entries: ReplayLine[] } {
  let [lines, unreadable] = [0, 0];
  const latest = new Map<string, ReplayLine>();
  for (const text of list.split('\n')) {
    if (text.trim() === '') continue;
    lines += 1;
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      parsed = undefined;
    }
    const read = line.safeParse(parsed);
    if (read.success) latest.set(read.data.id, read.data);
    else unreadable += 1;
  }
  return { lines, unreadable, entries: [...latest.values()] };
}

export interface Replayed { lines: number; begun: number; absent: number; unreadable: number }

/**
 * After a backup was restored that is older than an erasure: people who are back are erased again, by their ids. Lines name nobody. The worker does it. An erasure
 * that the database knows was not undone by a backup, and who is not back is skipped: so the list may be played again at any time.
 */
export async function replayErasures(database: Database, list: string, follows: (one: ReplayLine) => boolean = () => true): Promise<Replayed> {
  const { lines, unreadable, entries } = readList(list);
  const result: Replayed = { lines, begun: 0, absent: 0, unreadable };
  const ofWorkspace = new Map<string, ReplayLine[]>();
  for (const entry of entries) if (follows(entry)) ofWorkspace.set(entry.workspaceId, [...(ofWorkspace.get(entry.workspaceId) ?? []), entry]);
  for (const [workspaceId, some] of ofWorkspace) {
    const begun = await database.inWorkspace(workspaceId, async (tx) => {
      const known = new Set((await tx.query<{ id: string }>('SELECT id FROM erasures WHERE id = ANY($1::uuid[])', [some.map(({ id }) => id)])).map(({ id }) => id));
      const unknown = some.filter(({ id }) => !known.has(id));
      if (unknown.length === 0) return 0;
      const back = new Set((await tx.query<{ id: string }>('SELECT id FROM contacts WHERE id = ANY($1::uuid[])', [unknown.flatMap(({ contactIds }) => contactIds)])).map(({ id }) => id));
      let sum = 0;
      for (const entry of unknown) {
        const ids = entry.contactIds.filter((id) => back.has(id));
        if (ids.length === 0) continue;
        // One that was under way when the backup was made goes on by itself.
        sum += await tx.execute(
          `INSERT INTO erasures (id, workspace_id, contact_id, contact_ids, ground, asked_on, created_at, replayed, identity_hashes)
           SELECT $1, $2, $3, $4, $5, $6, $7, true, $8 WHERE NOT EXISTS (SELECT 1 FROM erasures WHERE state IN ('running', 'held') AND contact_ids && $4::uuid[]) ON CONFLICT DO NOTHING`,
          [entry.id, workspaceId, ids[0], ids, entry.ground, entry.askedOn, entry.at, entry.hashes]);
      }
      return sum;
    });
    result.begun += begun;
  }
  result.absent = entries.filter(follows).length - result.begun;
  return result;
}
