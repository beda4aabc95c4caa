import { fold } from '@kontuar/language';
import type { Locale } from '@kontuar/contract';
import type { Database } from '@kontuar/platform';

/** Who looked in vain: on the public pages, in the website chat, or at the desk. */
export type Looker = 'reader' | 'visitor' | 'member';

const MOST_MISSES = 1000;

/** Kept without who asked, so that somebody may write it. What looks like an address or a number of somebody is not kept at all. */
export async function noteMiss(database: Database, workspaceId: string, { locale, q, by }: { locale: Locale; q: string; by: Looker }): Promise<void> {
  const words = fold(q).replace(/\s+/g, ' ').trim().slice(0, 80);
  if (words.length < 3 || words.includes('@') || /\d[\d\s-]{3,}\d/.test(words)) return;
  const [byMembers, byVisitors] = [by === 'member' ? 1 : 0, by === 'visitor' ? 1 : 0];
  await database.inWorkspace(workspaceId, (tx) => tx.execute(
    `INSERT INTO help_misses (workspace_id, locale, words, by_members, by_visitors) SELECT $1, $2, $3, $4, $5 WHERE EXISTS (SELECT 1 FROM help_misses WHERE workspace_id = $1 AND locale = $2 AND words = $3) OR (SELECT count(*) FROM help_misses WHERE workspace_id = $1) < ${MOST_MISSES}
     ON CONFLICT (workspace_id, locale, words) DO UPDATE SET times = help_misses.times + 1, by_members = help_misses.by_members + excluded.by_members, by_visitors = help_misses.by_visitors + excluded.by_visitors, last_at = now()`,
    [workspaceId, locale, words, byMembers, byVisitors]));
}
