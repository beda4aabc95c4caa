import { v7 } from 'uuid';
import type { Sql } from './factories';

/** Something that a monitor found, without a source or a worker. */
export async function buildBrandMention(sql: Sql, workspaceId: string): Promise<string> {
  const [postId, monitorId, id] = [v7(), v7(), v7()];
  await sql(`INSERT INTO posts (id, workspace_id, platform, external_id, author, author_key, author_name, title, text, published_at, terms, story_id) VALUES ($1::uuid, $2, 'forum', $1::text, 'ania', 'ania', 'Ania', '', 'lipowy', now(), 'lipowy', $1::uuid)`, [postId, workspaceId]);
  await sql(`INSERT INTO monitors (id, workspace_id, name, kind, query) VALUES ($1::uuid, $2, $1::text, 'brand', 'lipowy')`, [monitorId, workspaceId]);
  await sql('INSERT INTO mentions (id, workspace_id, monitor_id, post_id, published_at) VALUES ($1, $2, $3, $4, now())', [id, workspaceId, monitorId, postId]);
  return id;
}

export async function buildMutedAuthor(sql: Sql, workspaceId: string): Promise<string> {
  const id = v7();
  await sql(`INSERT INTO muted_authors (id, workspace_id, platform, author_key, author) VALUES ($1::uuid, $2, 'forum', $1::text, 'loud')`, [id, workspaceId]);
  return id;
}
