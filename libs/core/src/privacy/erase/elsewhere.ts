import type { Tx } from '@kontuar/platform';
import { refreshMood } from '../../moods/moods.service';
import { record } from '../../history/history';
import type { Survey } from './survey';
import { goneHash } from './gone-hash';

interface Party { name?: string | null; address?: string | null; id?: string | null }
interface There { id: string; conversation_id: string; seq: number; channel_id: string; external_id: string | null; theirs: boolean; recipients: Record<string, unknown>; reactions: { identityId?: string }[] }

/** What they said in other people's conversations, of which nothing stays but that something stood there; and where others name them as a recipient or by a reaction. */
export async function findElsewhere(tx: Tx, { goes, stays, shared, words }: Pick<Survey, 'goes' | 'stays' | 'shared' | 'words'>): Promise<string[]> {
  const away = goes.conversations.filter((id) => !shared.includes(id));
  const rows = await tx.query<{ id: string }>(
    `SELECT m.id FROM messages m WHERE m.conversation_id <> ALL($1::uuid[]) AND m.conversation_id <> ALL($2::uuid[]) AND (
       m.author_id = ANY($3::uuid[]) OR m.thread_id = ANY($4::uuid[]) OR (m.conversation_id = ANY($5::uuid[]) AND m.thread_id IS NULL)
       OR (m.reactions <> '[]' AND EXISTS (SELECT 1 FROM jsonb_array_elements(m.reactions) e WHERE e->>'identityId' = ANY($6::text[])))
       OR (m.recipients <> '{}' AND EXISTS (SELECT 1 FROM unnest($7::text[]) w WHERE position(lower(w) IN lower(m.recipients::text)) > 0)))`,
    [away, stays.conversations, goes.identities, goes.conversations, shared, goes.identities, words.filter((word) => !word.includes(' '))]);
  return rows.map(({ id }) => id);
}

/** Some of them; safe to do twice. */
export async function scrubMessages(tx: Tx, key: Buffer, workspaceId: string, ids: readonly string[], { goes, shared, words }: Pick<Survey, 'goes' | 'shared' | 'words'>): Promise<void> {
  const rows = await tx.query<There>(
    `SELECT m.id, m.conversation_id, m.seq, m.channel_id, m.external_id, m.recipients, m.reactions, (m.author_id = ANY($2::uuid[]) OR m.thread_id = ANY($3::uuid[]) OR (m.conversation_id = ANY($4::uuid[]) AND m.thread_id IS NULL)) AS theirs
     FROM messages m WHERE m.id = ANY($1::uuid[]) ORDER BY m.conversation_id, m.seq FOR UPDATE`, [ids, goes.identities, goes.conversations, shared]);
  const theirs = rows.filter((row) => row.theirs === true);
  const theirIds = theirs.map(({ id }) => id);
  for (const row of theirs) if (row.external_id !== null) await tx.execute('INSERT INTO erased_messages (workspace_id, channel_id, hash) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [workspaceId, row.channel_id, goneHash(key, row.channel_id, row.external_id)]);
  await tx.execute(
    `UPDATE messages SET text = '', html = NULL, quoted = NULL, quoted_html = NULL, subject = NULL, author_name = '', author_address = NULL, recipients = '{}', extra = NULL, reactions = '[]', mood = NULL, letter = NULL, template = NULL, external_id = NULL,
       failure_detail = NULL, thread_id = NULL, event_data = NULL, deleted_at = coalesce(deleted_at, now()) WHERE id = ANY($1::uuid[])`, [theirIds]);
  for (const table of ['message_revisions', 'message_aliases', 'attachments', 'send_attempts', 'message_acts']) await tx.execute(`DELETE FROM ${table} WHERE message_id = ANY($1::uuid[])`, [theirIds]);
  const out = new Set(words.map((word) => word.toLowerCase()));
  const named = (party: Party) => [party.address, party.id].some((value) => typeof value === 'string' && out.has(value.toLowerCase()));
  for (const row of rows) {
    if (row.theirs) continue;
    const recipients = Object.fromEntries(Object.entries(row.recipients).flatMap(([key, value]) => {
      if (Array.isArray(value)) return [[key, (value as Party[]).filter((party) => !named(party))]];
      return typeof value === 'object' && value !== null && named(value) ? [] : [[key, value]];
    }));
    const reactions = row.reactions.filter(({ identityId }) => identityId === undefined || !goes.identities.includes(identityId));
    await tx.execute('UPDATE messages SET recipients = $2, reactions = $3 WHERE id = $1', [row.id, JSON.stringify(recipients), JSON.stringify(reactions)]);
  }
  const conversationIds = [...new Set(theirs.map((row) => row.conversation_id))];
  await tx.execute(`UPDATE conversations c SET preview_text = '', preview_author = NULL, version = version + 1 WHERE c.id = ANY($1::uuid[]) AND EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = c.id AND m.seq = c.last_said_seq AND m.id = ANY($2::uuid[]))`, [conversationIds, theirIds]);
  for (const id of conversationIds) await refreshMood(tx, id);
  await record(tx, theirs.map((row) => ({ type: 'message.updated', conversationId: row.conversation_id, messageId: row.id, data: { seq: row.seq, what: 'erased' } })), workspaceId);
}

/** Beside other people's conversations: a mail to them, and what they answered. */
export async function scrubAsides(tx: Tx, words: readonly string[], conversations: readonly string[]): Promise<void> {
  const addresses = words.filter((word) => word.includes('@')).map((word) => word.toLowerCase());
  if (addresses.length === 0) return;
  const found = `SELECT p.aside_id FROM aside_people p JOIN asides a ON a.id = p.aside_id WHERE lower(p.address) = ANY($1) AND p.kind <> 'member' AND a.conversation_id <> ALL($2::uuid[])`;
  const messages = `SELECT s.id FROM aside_messages s WHERE s.aside_id IN (${found}) AND lower(coalesce(s.author_address, '')) = ANY($1)`;
  await tx.execute(`DELETE FROM attachments WHERE aside_message_id IN (${messages})`, [addresses, conversations]);
  await tx.execute(`UPDATE aside_messages SET text = '', html = NULL, quoted = NULL, author_name = '', author_address = NULL, external_id = NULL WHERE id IN (${messages})`, [addresses, conversations]);
  await tx.execute(`UPDATE aside_messages SET recipients = '{}' WHERE aside_id IN (${found}) AND EXISTS (SELECT 1 FROM unnest($1::text[]) w WHERE position(w IN lower(recipients::text)) > 0)`, [addresses, conversations]);
  await tx.execute(`DELETE FROM aside_people p USING asides a WHERE a.id = p.aside_id AND lower(p.address) = ANY($1) AND p.kind <> 'member' AND a.conversation_id <> ALL($2::uuid[])`, [addresses, conversations]);
}
