import type { Tx } from '@kontuar/platform';
import { ListenerCache } from '../listening';
import { readPost, saidIn } from './incoming';
import { mention } from './keep-posts';
import type { PostRow } from './post.view';

const DAYS = 14;
const MOST = 500;

type Kept = Pick<PostRow, 'id' | 'platform' | 'author' | 'author_name' | 'url' | 'title' | 'text' | 'language' | 'country' | 'reach' | 'published_at'> & { story_id: string; impact: number };

/** What an author said who was muted until now is found, as far back as a new monitor looks. */
export async function hearAgain(tx: Tx, workspaceId: string, { platform, authorKey }: { platform: string; authorKey: string }): Promise<void> {
  const listeners = await new ListenerCache().of(tx, workspaceId);
  // Oldest first: of a story the one that came first is shown.
  const rows = await tx.query<Kept>(
    `SELECT * FROM (SELECT id, platform, author, author_name, url, title, text, language, country, reach, published_at, story_id, impact FROM posts
       WHERE workspace_id = $1 AND platform = $2 AND author_key = $3 AND deleted_at IS NULL AND published_at > now() - make_interval(days => ${DAYS}) ORDER BY published_at DESC LIMIT ${MOST}) latest ORDER BY published_at`, [workspaceId, platform, authorKey]);
  for (const row of rows) {
    const { author, url, published_at: publishedAt, story_id: storyId, id, impact } = row;
    await mention(tx, workspaceId, { id, storyId, impact, post: { platform, author, url, publishedAt }, text: saidIn(row), read: readPost({ ...row, reach: row.reach === null ? null : Number(row.reach) }) }, listeners);
  }
}
