import { createHash } from 'node:crypto';
import { namesIn, topicsOf } from '@kontuar/language';
import type { Tx } from '@kontuar/platform';

/** Fewer stories do not make a topic of what somebody said. */
export const LEAST_STORIES = 3;
const FORGOTTEN_DAYS = 60;

/** As the columns of `posts` keep it. A name is its kind and what it is called. */
export function aboutOf(text: string, language: string | null): { topics: string[]; topicWords: string[]; names: string[] } {
  const topics = topicsOf(text, language);
  return { topics: topics.map(({ key }) => key), topicWords: topics.map(({ words }) => words), names: namesIn(text).map(({ kind, name }) => `${kind}:${name}`) };
}

/** The same as SQL says it, in `RECURRING`. */
const hashOf = (key: string): string => createHash('md5').update(key).digest('hex').slice(0, 16);

/** In `posts p`: its topics that others speak of, too; the phrases before their words. */
export const RECURRING = `(SELECT coalesce(jsonb_agg(jsonb_build_object('key', g.key, 'name', g.word) ORDER BY g.at), '[]') FROM unnest(p.topics, p.topic_words) WITH ORDINALITY AS g (key, word, at)
  JOIN topic_counts k ON k.workspace_id = p.workspace_id AND k.hash = left(md5(g.key), 16) AND k.stories >= ${LEAST_STORIES})`;

/** Once for each story; in one order, so that nobody waits for one another in a circle. */
export async function countTopics(tx: Tx, workspaceId: string, topics: readonly string[]): Promise<void> {
  if (topics.length === 0) return;
  const counts = new Map<string, number>();
  for (const key of topics) counts.set(hashOf(key), (counts.get(hashOf(key)) ?? 0) + 1);
  const rows = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  await tx.execute(
    `INSERT INTO topic_counts (workspace_id, hash, stories) SELECT $1, g.hash, g.n FROM unnest($2::text[], $3::integer[]) AS g (hash, n) ON CONFLICT (workspace_id, hash) DO UPDATE SET stories = topic_counts.stories + excluded.stories, last_at = now()`,
    [workspaceId, rows.map(([hash]) => hash), rows.map(([, n]) => n)]);
}

/** What nobody speaks of any more. */
export async function forgetTopics(tx: Tx): Promise<void> {
  await tx.execute(`DELETE FROM topic_counts WHERE (workspace_id, hash) IN (SELECT workspace_id, hash FROM topic_counts WHERE last_at < now() - interval '${FORGOTTEN_DAYS} days' LIMIT 20000)`);
}
