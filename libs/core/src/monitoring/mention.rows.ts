import type { BrandMention, BrandMentionQuery, Judgement } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { notFound } from '../errors';
import { instantKey, numberKey, readKey, rowsFor, toPage, uuidKey } from '../paging';
import { marksIn, queryOrNothing } from './posts/marks';
import { NOT_JUNK } from './mention-facts';
import { RECURRING } from './posts/topics';
import { ownWords } from './query/own-words';
import { channelsOf, POST_COLUMNS, postView, readable, type PostRow } from './posts/post.view';

export interface MentionRow extends PostRow {
  mention_id: string; monitor_id: string; also_in: string[]; query: string; mention_copies: number; judgement: Judgement | null; judged_by: string | null; relevance: number | null; probably_junk: boolean; assignee_id: string | null; message_id: string | null; post_id: string; at: string; weight: number;
  outcome: { id: string; number: number; state: string; assigneeId: string | null; answeredAt: string | null; caseCode: string | null; waitingSince: string | null } | null;
  on_network: BrandMention['onNetwork'];
}

/** What became of it: the conversation that was opened from here, or the one that a comment on an account of ours is. */
const SELECT = `SELECT m.id AS mention_id, m.monitor_id, w.query, m.copies AS mention_copies, m.judgement, m.judged_by, m.relevance, m.probably_junk, m.assignee_id, p.message_id, m.post_id,
    to_char(m.published_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, m.impact AS weight, ${POST_COLUMNS}, p.names, ${RECURRING} AS topics, ARRAY(SELECT o.monitor_id FROM mentions o WHERE o.post_id = m.post_id AND o.id <> m.id ORDER BY 1) AS also_in,
    (SELECT jsonb_build_object('id', c.id, 'number', c.number, 'state', c.state, 'assigneeId', c.assignee_id,
       'answeredAt', (SELECT to_char(max(o.at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') FROM messages o WHERE o.conversation_id = c.id AND o.kind = 'message' AND o.direction = 'out' AND o.author_kind = 'member' AND o.status NOT IN ('queued', 'sending', 'failed') AND o.deleted_at IS NULL AND o.at >= m.published_at),
       'caseCode', (SELECT k.code FROM case_conversations cc JOIN cases k ON k.id = cc.case_id WHERE cc.conversation_id = c.id AND k.withdrawn_at IS NULL ORDER BY k.id DESC LIMIT 1),
       'waitingSince', to_char(c.waiting_since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
     FROM conversations f JOIN conversations c ON c.id = coalesce(f.merged_into, f.id) WHERE f.id = coalesce(m.conversation_id, p.conversation_id)) AS outcome,
    (SELECT jsonb_build_object('channelId', o.channel_id, 'hidden', coalesce(o.moderation->>'hidden' = 'true', false), 'liked', coalesce(o.moderation->>'liked' = 'true', false), 'pending', o.moderation->>'pending',
       'rule', (SELECT jsonb_build_object('hitId', h.id, 'name', h.rule_name) FROM moderation_hits h WHERE h.message_id = o.id AND (h.decision = 'done' OR (h.decision = 'restored' AND o.moderation->>'pending' = 'unhide')) AND h.actions @> '[{"do": "hide"}]' ORDER BY h.id DESC LIMIT 1)) FROM messages o WHERE o.id = p.message_id) AS on_network
  FROM mentions m JOIN posts p ON p.id = m.post_id JOIN monitors w ON w.id = m.monitor_id`;

/** The conversation that was opened from here, or that it is on an account of ours; most have none, and those are not looked up. */
const IN = 'coalesce(m.conversation_id, m.said_in)';
const ANSWERED = `(${IN} IS NOT NULL AND EXISTS (SELECT 1 FROM messages o WHERE o.conversation_id = ${IN} AND o.kind = 'message' AND o.direction = 'out' AND o.author_kind = 'member' AND o.status NOT IN ('queued', 'sending', 'failed') AND o.deleted_at IS NULL AND o.at >= m.published_at))`;
const CASED = `(${IN} IS NOT NULL AND EXISTS (SELECT 1 FROM case_conversations k JOIN cases q ON q.id = k.case_id WHERE k.conversation_id = ${IN} AND q.withdrawn_at IS NULL))`;
const HIDDEN = `(m.said_in IS NOT NULL AND EXISTS (SELECT 1 FROM posts q JOIN messages o ON o.id = q.message_id WHERE q.id = m.post_id AND o.moderation->>'hidden' = 'true'))`;
/** What stands on each shelf: all that it asks stands with the mention. */
export const VIEWS: Record<BrandMentionQuery['view'], string> = {
  all: NOT_JUNK, 'to-judge': 'm.judgement IS NULL AND NOT m.probably_junk', relevant: `m.judgement = 'relevant'`, junk: `(m.judgement = 'junk' OR (m.probably_junk AND m.judgement IS NULL))`,
  answering: [NOT_JUNK, '(m.assignee_id IS NOT NULL OR m.conversation_id IS NOT NULL)', `NOT ${ANSWERED}`].join(' AND '), answered: ANSWERED, case: CASED, hidden: HIDDEN,
};

/** What the stream shows of a house ($1) to whoever reads these channels ($2), of one monitor ($3) or all. */
export const STREAM = 'm.workspace_id = $1 AND m.copy_of IS NULL AND (m.channel_id IS NULL OR $2::uuid[] IS NULL OR m.channel_id = ANY($2)) AND ($3::uuid IS NULL OR m.monitor_id = $3)';
/** Of one place ($4), in one language ($5), of one mood ($6), said from then on ($7) and before then ($8), or any. */
export const NARROWED = `($4::text IS NULL OR m.platform = $4) AND ($5::text IS NULL OR m.language = $5) AND ($6::text IS NULL OR m.mood = $6) AND ($7::timestamptz IS NULL OR m.published_at >= $7) AND ($8::timestamptz IS NULL OR m.published_at < $8)`;
export const narrowedBy = ({ platform, language, mood, since, until }: Pick<BrandMentionQuery, 'platform' | 'language' | 'mood' | 'since' | 'until'>): unknown[] => [platform ?? null, language ?? null, mood ?? null, since ?? null, until ?? null];

export async function pageOfMentions(tx: Tx, actor: MemberActor, query: BrandMentionQuery): Promise<{ items: BrandMention[]; nextCursor: string | null }> {
  const byImpact = query.order === 'impact';
  const key = readKey(query.cursor, [byImpact ? numberKey : instantKey, uuidKey]);
  const sort = byImpact ? 'm.impact' : 'm.published_at';
  const rows = await tx.query<MentionRow>(
    `${SELECT} WHERE ${STREAM} AND ${VIEWS[query.view]} AND ${NARROWED}
       AND ($9::text IS NULL OR (${sort}, m.id) < ($9::${byImpact ? 'smallint' : 'timestamptz'}, $10::uuid)) ORDER BY ${sort} DESC, m.id DESC LIMIT ${rowsFor(query.limit)}`,
    [actor.workspaceId, channelsOf(actor), query.monitorId ?? null, ...narrowedBy(query), key?.[0] ?? null, key?.[1] ?? null]);
  return toPage(rows, query.limit, viewOf, (row) => [byImpact ? row.weight : row.at, row.mention_id]);
}

/** Of these alone, the latest first; whoever asks for them says who may see them. */
export async function pageOfThese(tx: Tx, { ids, parameters }: { ids: string; parameters: unknown[] }, { cursor, limit }: { cursor?: string | undefined; limit: number }): Promise<{ items: BrandMention[]; nextCursor: string | null }> {
  const key = readKey(cursor, [instantKey, uuidKey]);
  const after = key === undefined ? '' : `AND (m.published_at, m.id) < ($${parameters.push(key[0])}::timestamptz, $${parameters.push(key[1])}::uuid)`;
  const rows = await tx.query<MentionRow>([SELECT, 'WHERE m.id IN (', ids, ')', after, 'ORDER BY m.published_at DESC, m.id DESC LIMIT', rowsFor(limit)].join(' '), parameters);
  return toPage(rows, limit, viewOf, (row) => [row.at, row.mention_id]);
}

/** @throws DomainError not-found, also for what was said on a channel that the actor may not read. */
export async function findMention(tx: Tx, actor: MemberActor, id: string): Promise<MentionRow> {
  const [row] = await tx.query<MentionRow>([SELECT, 'WHERE m.id = $1 AND', readable(2)].join(' '), [id, channelsOf(actor)]);
  if (row === undefined) throw notFound('mention');
  return row;
}

export function viewOf(row: MentionRow): BrandMention {
  const query = queryOrNothing(row.query);
  const { outcome } = row;
  const post = postView(row);
  const isOwn = ownWords(row.query);
  return {
    id: row.mention_id, monitorId: row.monitor_id, alsoIn: row.also_in, post: { ...post, topics: post.topics.filter(({ name }) => !isOwn(name)), names: post.names.filter(({ name }) => !isOwn(name)) }, marks: query === undefined ? [] : marksIn(query, row), copies: row.mention_copies, judgement: row.judgement, judgedBy: row.judged_by, relevance: row.relevance, probablyJunk: row.probably_junk, assigneeId: row.assignee_id, messageId: row.message_id, onNetwork: row.on_network,
    outcome: outcome === null ? null : { conversationId: outcome.id, number: outcome.number, state: outcome.state, assigneeId: outcome.assigneeId, answeredAt: outcome.answeredAt, caseCode: outcome.caseCode, waitingSince: outcome.waitingSince },
  };
}
