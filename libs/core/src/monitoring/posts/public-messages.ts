import type { Tx } from '@kontuar/platform';
import { nextEvents } from '../../history/history';
import { clean, type IncomingPost } from './incoming';

interface Row { id: string; channel_id: string; conversation_id: string; text: string; at: Date; deleted_at: Date | null; author_name: string; handle: string | null; external_id: string | null; connector_id: string; url: string | null }

/** Older ones are history, not news; and what was said then is in the inbox. */
const DAYS = 30;

/** What customers wrote in public on accounts of ours, from the next piece of the history. */
export async function publicMessages(tx: Tx, workspaceId: string, { after, most }: { after: string; most: number }): Promise<{ seq: string; posts: IncomingPost[] }> {
  const events = await tx.query<{ seq: string; type: string; message_id: string | null }>(nextEvents('seq, type, message_id', '$2::bigint', most), [workspaceId, after]);
  const ids = [...new Set(events.flatMap(({ type, message_id: id }) => id !== null && type.startsWith('message.') ? [id] : []))];
  const rows = ids.length === 0 ? [] : await tx.query<Row>(
    `SELECT m.id, m.channel_id, m.conversation_id, m.text, m.at, m.deleted_at, m.author_name, i.handle, i.external_id, k.connector_id, NULL::text AS url
     FROM messages m JOIN channels k ON k.id = m.channel_id LEFT JOIN identities i ON i.id = m.author_id
     WHERE m.id = ANY($1::uuid[]) AND m.kind = 'message' AND m.direction = 'in' AND m.visibility = 'public' AND m.author_kind = 'contact' AND m.automatic IS NULL AND m.at > now() - make_interval(days => ${DAYS})`, [ids]);
  return { seq: events.at(-1)?.seq ?? after, posts: rows.map((row) => postOf(row)) };
}

const postOf = (row: Row): IncomingPost => ({
  platform: row.connector_id, externalId: `message:${row.id}`, author: clean(row.handle ?? row.external_id ?? ''), authorName: clean(row.author_name), url: row.url, title: '', text: clean(row.text), language: null, country: null,
  reach: null, engagement: 0, publishedAt: row.at, editedAt: null, isDeleted: row.deleted_at !== null, repostOf: null, picture: null, sourceId: null, channelId: row.channel_id, conversationId: row.conversation_id, messageId: row.id,
});
