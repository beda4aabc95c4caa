import { newId, type Tx } from '@kontuar/platform';
import { matches } from '../query/evaluate';
import { necessary } from '../query/necessary';
import { parseQuery } from '../query/parse';
import { tsqueryOf } from '../query/tsquery';
import { mutedKey } from './keep-posts';
import { readPost, saidIn } from './incoming';
import type { PostRow } from './post.view';
import { isProbablyJunk, relevanceOf, type JudgedWords } from './relevance';

const DAYS = 14;
const MOST = 15_000;

interface Found extends Pick<PostRow, 'id' | 'platform' | 'author' | 'author_name' | 'url' | 'title' | 'text' | 'language' | 'country' | 'reach' | 'published_at'> { story_id: string; impact: number; author_key: string }

/** What a new query finds among the posts that are kept, so that a monitor does not begin empty. What nobody judged, took or answered of an older query goes; with `keeps` the query is the same, and all stays. */
export async function lookBack(tx: Tx, workspaceId: string, monitorId: string, text: string, { keeps = false } = {}): Promise<void> {
  const query = parseQuery(text);
  const need = necessary(query);
  if (!keeps) await tx.execute(`DELETE FROM mentions WHERE monitor_id = $1 AND ${UNTOUCHED}`, [monitorId]);
  // The latest first, as they come.
  const rows = await tx.query<Found>(
    `SELECT p.id, p.platform, p.author, p.author_key, p.author_name, p.url, p.title, p.text, p.language, p.country, p.reach, p.published_at, p.story_id, p.impact
     FROM kontuar_posts_saying($1::tsquery, now() - make_interval(days => ${DAYS}), NULL, ${MOST}) p WHERE p.deleted_at IS NULL`, [need === undefined ? '' : tsqueryOf(need)]);
  const [monitor] = await tx.query<{ learnt: JudgedWords | null }>('SELECT learnt FROM monitors WHERE id = $1', [monitorId]);
  const muted = new Set((await tx.query<{ platform: string; author_key: string }>('SELECT platform, author_key FROM muted_authors WHERE workspace_id = $1', [workspaceId])).map((one) => mutedKey(one.platform, one.author_key)));
  // Oldest first: of a story the one that came first is shown.
  const firsts = new Map((await tx.query<{ story_id: string; id: string }>('SELECT p.story_id, m.id FROM mentions m JOIN posts p ON p.id = m.post_id WHERE m.monitor_id = $1 AND m.copy_of IS NULL', [monitorId])).map((one) => [one.story_id, one.id]));
  const mentions = rows.reverse().flatMap((row) => {
    if (muted.has(mutedKey(row.platform, row.author_key)) || !matches(query, readPost({ ...row, reach: row.reach === null ? null : Number(row.reach) }))) return [];
    const relevance = relevanceOf(monitor?.learnt ?? null, { text: saidIn(row), author: row.author, url: row.url, platform: row.platform });
    const id = newId();
    const first = firsts.get(row.story_id);
    if (first === undefined) firsts.set(row.story_id, id);
    return [{ id, post_id: row.id, published_at: row.published_at.toISOString(), impact: row.impact, copy_of: first ?? null, relevance: relevance ?? null, junk: isProbablyJunk(relevance) }];
  });
  await tx.execute(
    `INSERT INTO mentions (id, workspace_id, monitor_id, post_id, published_at, impact, copy_of, relevance, probably_junk)
     SELECT id, $1, $2, post_id, published_at, impact, copy_of, relevance, junk FROM jsonb_to_recordset($3::jsonb) AS m (id uuid, post_id uuid, published_at timestamptz, impact smallint, copy_of uuid, relevance real, junk boolean) ON CONFLICT (monitor_id, post_id) DO NOTHING`,
    [workspaceId, monitorId, JSON.stringify(mentions)]);
  await countCopies(tx, monitorId);
}

/** What nobody judged, took or answered. */
export const UNTOUCHED = 'judgement IS NULL AND assignee_id IS NULL AND conversation_id IS NULL';

/** Only where it is another number: of a loud monitor nearly all stay as they are. */
export async function countCopies(tx: Tx, monitorId: string): Promise<void> {
  await tx.execute(
    `UPDATE mentions m SET copies = c.n FROM (SELECT f.id, count(k.id)::int AS n FROM mentions f LEFT JOIN mentions k ON k.copy_of = f.id WHERE f.monitor_id = $1 AND f.copy_of IS NULL GROUP BY f.id) c WHERE m.id = c.id AND m.copies <> c.n`, [monitorId]);
}
