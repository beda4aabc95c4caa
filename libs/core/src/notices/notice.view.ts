import type { NoticeKind, NoticeView, NoticeWhat } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { visibleConversations } from '../access/can';
import { alertName } from '../spikes/subjects';

interface NoticeRow {
  id: string; kind: NoticeKind; what: NoticeWhat; count: number; conversation_id: string | null; channel_id: string | null; subject_id: string | null; message_id: string | null;
  by_id: string | null; by_name: string | null; about_name: string | null; text: string | null; at: Date; read_at: Date | null; exact: string;
}

const TEXT_MAX = 200;

/** Words and names are looked up when somebody reads: what was deleted meanwhile is gone here, too. */
export const noticeColumns = `n.id, n.kind, n.what, n.count, n.conversation_id, n.channel_id, n.subject_id, n.message_id, CASE WHEN n.by_kind = 'member' THEN n.by_id END AS by_id,
  CASE n.by_kind WHEN 'member' THEN u.name ELSE NULL END AS by_name, coalesce(p.name, ch.name, art.title, rev.name, loud.name) AS about_name, CASE WHEN m.deleted_at IS NULL THEN left(m.text, ${TEXT_MAX}) END AS text, n.at, n.read_at,
  to_char(n.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS exact`;
export const noticeJoins = `LEFT JOIN conversations c ON c.id = n.conversation_id LEFT JOIN contacts p ON p.id = c.contact_id LEFT JOIN channels ch ON ch.id = n.channel_id
  LEFT JOIN messages m ON m.id = n.message_id AND m.conversation_id = n.conversation_id LEFT JOIN memberships mb ON mb.id = n.by_id AND n.by_kind = 'member' LEFT JOIN users u ON u.id = mb.user_id
  LEFT JOIN LATERAL (SELECT r.title FROM article_texts t JOIN article_revisions r ON r.article_id = t.article_id AND r.locale = t.locale AND r.number = t.revision WHERE t.article_id = n.subject_id ORDER BY t.changed_at DESC LIMIT 1) art ON n.subject_id IS NOT NULL
  LEFT JOIN LATERAL (SELECT rp.name FROM conversations rc JOIN contacts rp ON rp.id = rc.contact_id WHERE rc.id = coalesce((SELECT r.conversation_id FROM reviews r WHERE r.id = n.subject_id), (SELECT b.conversation_id FROM calibrations b WHERE b.id = n.subject_id))) rev ON n.kind = 'quality' AND n.subject_id IS NOT NULL
  LEFT JOIN LATERAL (SELECT ${alertName} AS name FROM spike_alerts a WHERE a.id = n.subject_id UNION ALL SELECT k.reason FROM crises k WHERE k.id = n.subject_id) loud ON n.what IN ('spike', 'crisis-named', 'crisis-task')`;

/** What a member may not read (any more) is not told of, nor counted. */
export const tellable = (actor: MemberActor, parameters: unknown[]): string => `(n.conversation_id IS NULL OR ${visibleConversations(actor, parameters)})`;

export const toNoticeView = (row: NoticeRow): NoticeView => ({
  id: row.id, kind: row.kind, what: row.what, count: row.count, conversationId: row.conversation_id, messageId: row.message_id, channelId: row.channel_id, subjectId: row.subject_id,
  byId: row.by_id, byName: row.by_name ?? '', aboutName: row.about_name ?? '', text: (row.text ?? '').replace(/\s+/g, ' ').trim(), at: row.at.toISOString(), readAt: row.read_at?.toISOString() ?? null,
});

export async function findNotices(tx: Tx, ids: readonly string[]): Promise<Map<string, NoticeView>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.query<NoticeRow>(`SELECT ${noticeColumns} FROM notices n ${noticeJoins} WHERE n.id = ANY($1::uuid[])`, [ids]);
  return new Map(rows.map((row) => [row.id, toNoticeView(row)]));
}

export async function listNotices(tx: Tx, actor: MemberActor, { before, limit, unread }: { before: readonly string[] | undefined; limit: number; unread: boolean }): Promise<(NoticeRow & { id: string })[]> {
  const parameters: unknown[] = [actor.memberId, limit];
  const visible = tellable(actor, parameters);
  const after = before === undefined ? 'true' : `(n.at, n.id) < ($${parameters.push(before[0])}::timestamptz, $${parameters.push(before[1])}::uuid)`;
  return tx.query<NoticeRow>(
    `SELECT ${noticeColumns} FROM notices n ${noticeJoins} WHERE n.member_id = $1 AND n.in_app AND ${unread ? 'n.read_at IS NULL' : 'true'} AND ${visible} AND ${after} ORDER BY n.at DESC, n.id DESC LIMIT $2`, parameters);
}

export async function countUnread(tx: Tx, actor: MemberActor): Promise<number> {
  const parameters: unknown[] = [actor.memberId];
  const visible = tellable(actor, parameters);
  const [row] = await tx.query<{ n: number }>(`SELECT count(*)::int AS n FROM notices n LEFT JOIN conversations c ON c.id = n.conversation_id WHERE n.member_id = $1 AND n.in_app AND n.read_at IS NULL AND ${visible}`, parameters);
  return row?.n ?? 0;
}
