import type { Tx } from '@kontuar/platform';
import { joinContacts } from '../contacts/join';
import type { LedgerChannel, LedgerWrites } from './ledger.types';

/** Posts, ids and links, of which most batches have none; then nothing is sent. What conversations refer to comes before them. */
export function beforehand(tx: Tx, channel: LedgerChannel, writes: LedgerWrites): Promise<unknown>[] {
  const statements: Promise<unknown>[] = [];
  if (writes.posts.size > 0) {
    statements.push(tx.execute(
      `INSERT INTO public_posts (workspace_id, channel_id, id, external_id, kind, url, title, text, author_name, at)
       SELECT $1, $2, id, external_id, kind, url, title, text, author_name, at FROM jsonb_to_recordset($3::jsonb) AS r (id uuid, external_id text, kind text, url text, title text, text text, author_name text, at timestamptz)
       ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, url = excluded.url, title = excluded.title, text = excluded.text, author_name = excluded.author_name, at = excluded.at`,
      [channel.workspaceId, channel.id, JSON.stringify([...writes.posts.values()])],
    ));
  }
  if (writes.renamed.size > 0) statements.push(tx.execute(`UPDATE identities i SET external_id = r.external_id FROM unnest($1::uuid[], $2::text[]) AS r (id, external_id) WHERE i.id = r.id`, [[...writes.renamed.keys()], [...writes.renamed.values()]]));
  if (writes.aliases.length > 0) {
    statements.push(tx.execute(
      `INSERT INTO identity_aliases (workspace_id, scope, external_id, identity_id)
       SELECT $1, scope, external_id, identity_id FROM jsonb_to_recordset($2::jsonb) AS r (scope text, external_id text, identity_id uuid) ON CONFLICT DO NOTHING`,
      [channel.workspaceId, JSON.stringify(writes.aliases)],
    ));
  }
  if (writes.unlinked.length > 0) statements.push(tx.execute(`DELETE FROM thread_links WHERE channel_id = $1 AND thread_key = ANY($2)`, [channel.id, writes.unlinked]));
  return statements;
}

/** What refers to rows of the batch, or changes what they look like. */
export function afterwards(tx: Tx, channel: LedgerChannel, writes: LedgerWrites): Promise<unknown>[] {
  const statements: Promise<unknown>[] = [];
  if (writes.postPictures.length > 0) {
    statements.push(tx.execute(
      `INSERT INTO attachments (workspace_id, id, post_id, position, name, content_type, size_bytes, state, ref, file_key, next_attempt_at)
       SELECT $1, id, post_id, position, name, content_type, size_bytes, state, ref, file_key, now()
       FROM jsonb_to_recordset($2::jsonb) AS r (id uuid, post_id uuid, position integer, name text, content_type text, size_bytes bigint, state text, ref text, file_key text)`,
      [channel.workspaceId, JSON.stringify(writes.postPictures)],
    ));
  }
  if (writes.linked.length > 0) {
    statements.push(tx.execute(
      `INSERT INTO thread_links (workspace_id, channel_id, thread_key, conversation_id) SELECT $1, $2, r.key, r."conversationId" FROM jsonb_to_recordset($3::jsonb) AS r (key text, "conversationId" uuid)
       ON CONFLICT (channel_id, thread_key) DO UPDATE SET conversation_id = excluded.conversation_id, created_at = now()`,
      [channel.workspaceId, channel.id, JSON.stringify(writes.linked)],
    ));
  }
  if (writes.linkStates.size > 0) {
    statements.push(tx.execute(`UPDATE thread_links l SET thread_state = r.state FROM jsonb_to_recordset($2::jsonb) AS r (key text, state jsonb) WHERE l.channel_id = $1 AND l.thread_key = r.key`,
      [channel.id, JSON.stringify([...writes.linkStates].map(([key, state]) => ({ key, state })))]));
  }
  if (writes.lookups.length > 0) {
    statements.push(tx.execute(
      `INSERT INTO lookups (workspace_id, channel_id, id, delivery_id, ref) SELECT $1, $2, id, delivery_id, ref FROM jsonb_to_recordset($3::jsonb) AS r (id uuid, delivery_id uuid, ref text)
       ON CONFLICT (delivery_id, ref) DO UPDATE SET attempts = 0, next_attempt_at = now()`,
      [channel.workspaceId, channel.id, JSON.stringify(writes.lookups)],
    ));
  }
  if (writes.changedPosts.size > 0) statements.push(tellOfPosts(tx, channel.workspaceId, [...writes.changedPosts]));
  if (writes.joins.length > 0) statements.push(joinAll(tx, channel, writes));
  return statements;
}

/** More is known of what stands above them. A post of thousands of comments is not told of to each: whoever opens one sees it anyway. */
export async function tellOfPosts(tx: Tx, workspaceId: string, postIds: readonly string[]): Promise<void> {
  await tx.execute(
    `WITH told AS (SELECT id FROM conversations WHERE post_id = ANY($2::uuid[]) AND state <> 'resolved' ORDER BY last_message_at DESC LIMIT 200),
     changed AS (UPDATE conversations c SET version = version + 1 FROM told WHERE c.id = told.id RETURNING c.id)
     INSERT INTO events (id, workspace_id, type, actor_kind, conversation_id, data) SELECT gen_random_uuid(), $1, 'conversation.updated', 'system', id, '{"post": true}' FROM changed`,
    [workspaceId, postIds],
  );
}

async function joinAll(tx: Tx, channel: LedgerChannel, writes: LedgerWrites): Promise<void> {
  for (const { stays, goes } of writes.joins) await joinContacts(tx, { kind: 'system', workspaceId: channel.workspaceId }, stays, goes, 'platform');
}
