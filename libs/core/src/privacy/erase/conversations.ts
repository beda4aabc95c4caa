import { newId, type Tx } from '@kontuar/platform';
import { directoryChanged } from '../../history/directory';
import { record } from '../../history/history';
import { goneHash } from './gone-hash';

interface GoneMessage { id: string; channel_id: string; external_id: string | null; corrected: boolean }
export interface Gone { messages: number; corrected: number }

/** A platform that is asked for what was missed must not bring them back. */
async function rememberGone(tx: Tx, key: Buffer, workspaceId: string, ids: readonly { channel_id: string; external_id: string | null }[]): Promise<void> {
  const known = ids.flatMap(({ channel_id: channelId, external_id: externalId }) => (externalId === null ? [] : [{ channelId, hash: goneHash(key, channelId, externalId).toString('hex') }]));
  if (known.length === 0) return;
  await tx.execute(
    `INSERT INTO erased_messages (workspace_id, channel_id, hash) SELECT $1, m."channelId", decode(m.hash, 'hex') FROM jsonb_to_recordset($2::jsonb) AS m ("channelId" uuid, hash text) ON CONFLICT DO NOTHING`, [workspaceId, JSON.stringify(known)]);
}

/** At most `limit` messages of these conversations, the oldest first, with everything that hangs on them. */
export async function takeMessages(tx: Tx, key: Buffer, workspaceId: string, conversationIds: readonly string[], limit: number): Promise<Gone> {
  await rememberGone(tx, key, workspaceId, await tx.query(
    `SELECT a.channel_id, a.external_id FROM message_aliases a WHERE a.message_id IN (SELECT id FROM messages WHERE conversation_id = ANY($1::uuid[]) ORDER BY conversation_id, seq LIMIT $2)`, [conversationIds, limit]));
  const gone = await tx.query<GoneMessage>(
    `DELETE FROM messages WHERE (conversation_id, seq) IN (SELECT conversation_id, seq FROM messages WHERE conversation_id = ANY($1::uuid[]) ORDER BY conversation_id, seq LIMIT $2)
     RETURNING id, channel_id, external_id, mood->>'correctedBy' IS NOT NULL AS corrected`, [conversationIds, limit]);
  await rememberGone(tx, key, workspaceId, gone);
  return { messages: gone.length, corrected: gone.filter(({ corrected }) => corrected).length };
}

/** The numbers of conversations stay, nobody's: written before anything of them goes, and once. */
export async function keepNumbers(tx: Tx, workspaceId: string, conversationIds: readonly string[], personId: string): Promise<void> {
  await tx.execute(
    `INSERT INTO erased_conversations (id, workspace_id, channel_id, person_id, matter, team_id, assignee_id, opened_on, resolved_on, first_reply_seconds, messages_in, messages_out, rating)
     SELECT c.id, $1, c.channel_id, $3, c.matter, c.team_id, c.assignee_id, c.created_at::date, c.resolved_at::date, extract(epoch FROM c.first_reply_at - c.created_at)::int,
       (SELECT count(*) FROM messages m WHERE m.conversation_id = c.id AND m.kind = 'message' AND m.direction = 'in'), (SELECT count(*) FROM messages m WHERE m.conversation_id = c.id AND m.kind = 'message' AND m.direction = 'out'), c.rating
     FROM conversations c WHERE c.id = ANY($2::uuid[]) AND c.merged_into IS NULL ON CONFLICT (id) DO NOTHING`, [workspaceId, conversationIds, personId]);
}

interface Ending { id: string; channel_id: string; assignee_id: string | null; team_id: string | null; post_id: string | null }

/** The conversation itself, with whatever came in while its messages went. Those that went up in it go before it. */
export async function endConversation(tx: Tx, key: Buffer, workspaceId: string, conversationId: string): Promise<boolean> {
  const [row] = await tx.query<Ending>('SELECT id, channel_id, assignee_id, team_id, post_id FROM conversations WHERE id = $1 FOR UPDATE', [conversationId]);
  if (row === undefined) return false;
  await takeMessages(tx, key, workspaceId, [conversationId], 100_000);
  for (const column of ['previous_id', 'thread_to', 'part_of', 'way_id']) await tx.execute(`UPDATE conversations SET ${column} = NULL WHERE ${column} = $1`, [conversationId]);
  await tx.execute('UPDATE messages SET thread_id = NULL WHERE thread_id = $1', [conversationId]);
  await tx.execute('DELETE FROM conversations WHERE id = $1', [conversationId]);
  // A post stays as long as somebody else speaks below it.
  if (row.post_id !== null) await tx.execute('DELETE FROM public_posts p WHERE p.id = $1 AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.post_id = p.id)', [row.post_id]);
  await record(tx, [{ type: 'conversation.erased', conversationId, data: { channelId: row.channel_id, assigneeId: row.assignee_id, teamId: row.team_id } }], workspaceId);
  return true;
}

/** In an order in which none is left that another went up in. */
export async function inOrderOfMerges(tx: Tx, conversationIds: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string; merged_into: string | null }>('SELECT id, merged_into FROM conversations WHERE id = ANY($1::uuid[])', [conversationIds]);
  const into = new Map(rows.map(({ id, merged_into: to }) => [id, to]));
  const depth = (id: string): number => {
    let steps = 0;
    for (let at = into.get(id) ?? null; at !== null && steps < rows.length; at = into.get(at) ?? null) steps += 1;
    return steps;
  };
  return rows.map(({ id }) => ({ id, steps: depth(id) })).sort((a, b) => b.steps - a.steps).map(({ id }) => id);
}

/**
 * Other people's conversation went up in one of theirs: it stays with those, as theirs, without what the person said. Answers whose conversations these are now.
 */
export async function handOver(tx: Tx, conversationId: string, tree: readonly string[]): Promise<boolean> {
  const handed = await tx.execute(
    `UPDATE conversations c SET contact_id = o.contact_id, identity_id = o.identity_id, home_id = NULL, subject = NULL, thread_key = NULL, thread_state = NULL, attributes = '{}', preview_text = '', preview_author = NULL, version = c.version + 1
     FROM (SELECT contact_id, identity_id FROM conversations WHERE merged_into = $1 AND contact_id <> ALL($2::uuid[]) ORDER BY created_at LIMIT 1) o WHERE c.id = $1 AND c.contact_id = ANY($2::uuid[])`, [conversationId, tree]);
  return handed > 0;
}

/**
 * Who went on writing is a new person from here on: what they wrote since, by the names and addresses under which they did, and nothing of before. Neither
 * an old link nor a backup's list of erasures leads to them. Locked in the order in which arrivals lock, so that neither waits for the other in vain.
 * Answers whether there was anything.
 */
export async function beginAnew(tx: Tx, workspaceId: string, tree: readonly string[]): Promise<boolean> {
  await tx.query('SELECT 1 FROM conversations WHERE contact_id = ANY($1::uuid[]) ORDER BY id FOR UPDATE', [tree]);
  await tx.query('SELECT 1 FROM identities WHERE contact_id = ANY($1::uuid[]) ORDER BY id FOR UPDATE', [tree]);
  await tx.query('SELECT 1 FROM contacts WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE', [tree]);
  const [named] = await tx.query<{ name: string }>(`SELECT coalesce(i.name, i.handle, i.external_id) AS name FROM identities i WHERE i.contact_id = ANY($1::uuid[]) ORDER BY i.last_seen_at DESC NULLS LAST, i.id LIMIT 1`, [tree]);
  const spoken = await tx.query<{ id: string }>('SELECT id FROM conversations WHERE contact_id = ANY($1::uuid[])', [tree]);
  if (named === undefined && spoken.length === 0) return false;
  const id = newId();
  await tx.execute('INSERT INTO contacts (id, workspace_id, name) VALUES ($1, $2, $3)', [id, workspaceId, named?.name ?? '']);
  await tx.execute('UPDATE conversations SET contact_id = $2, home_id = NULL, version = version + 1 WHERE contact_id = ANY($1::uuid[])', [tree, id]);
  await tx.execute('UPDATE identities SET contact_id = $2, avatar_ref = NULL, profile_due_at = NULL WHERE contact_id = ANY($1::uuid[])', [tree, id]);
  await record(tx, [...spoken.map((one) => ({ type: 'conversation.updated', conversationId: one.id })), directoryChanged({ kind: 'system', workspaceId }, 'contacts', id)], workspaceId);
  return true;
}
