import type { Tx } from '@kontuar/platform';
import { median, type SampleFacts } from './sampling';

export interface Candidate extends SampleFacts { teamId: string | null; channelId: string; number: number; contactName: string; subject: string | null; endedAt: Date }

interface FactsRow {
  id: string; number: number; channel_id: string; team_id: string | null; subject: string | null; contact_name: string; resolved_at: Date; agent_id: string | null;
  moods: number[] | null; hand_overs: number; reopened: number; first_reply_minutes: number | null; rating: number | null; broken: number; case_id: string | null; days_left: number | null; late: boolean | null;
}

export interface SampleScope { workspaceId: string; since: Date; reviewerId: string; teamId: string | null; agentId: string | null }

/** Altogether about so many are looked into, however many members there are and however much they did. */
const LOOKED_AT = 900;

/**
 * Plan: for each member the newest of `conversations_done`; what ended badly from `conversations_sad`; bad ratings from `surveys_asked`; each a short range of its index.
 * What is asked of each of them is a range of the primary key of messages. No table is read through.
 */
const shortlist = `WITH people AS MATERIALIZED (
    SELECT m.id, greatest(6, least(60, ${LOOKED_AT} / count(*) OVER ())) AS most FROM memberships m
    WHERE m.workspace_id = $1 AND m.active AND m.id <> $3 AND ($4::uuid IS NULL OR EXISTS (SELECT 1 FROM team_members t WHERE t.team_id = $4 AND t.member_id = m.id)) AND ($5::uuid IS NULL OR m.id = $5)),
  listed AS (
    SELECT d.id FROM people p CROSS JOIN LATERAL (SELECT c.id FROM conversations c WHERE c.assignee_id = p.id AND c.state = 'resolved' AND c.resolved_at >= $2 ORDER BY c.resolved_at DESC LIMIT p.most) d
    UNION (SELECT c.id FROM conversations c WHERE c.workspace_id = $1 AND c.state = 'resolved' AND c.mood_score < -0.3 AND c.resolved_at >= $2 ORDER BY c.resolved_at DESC LIMIT 150)
    UNION (SELECT v.conversation_id FROM surveys v WHERE v.workspace_id = $1 AND v.asked_at IS NOT NULL AND v.asked_at >= $2 AND v.score <= 2 ORDER BY v.asked_at DESC, v.id DESC LIMIT 100))`;

/** Those that ended, were not reviewed or passed over, and in which somebody answered: with what speaks for reading each. */
export async function findCandidates(tx: Tx, { workspaceId, since, reviewerId, teamId, agentId }: SampleScope): Promise<Candidate[]> {
  const rows = await tx.query<FactsRow>(
    `${shortlist}
     SELECT c.id, c.number, c.channel_id, c.team_id, c.subject, p.name AS contact_name, c.resolved_at, f.agent_id, f.moods, f.hand_overs, f.reopened,
       extract(epoch FROM c.first_reply_at - c.created_at)::float / 60 AS first_reply_minutes, s.rating, g.broken, k.id AS case_id, k.days_left, k.late
     FROM listed l JOIN conversations c ON c.id = l.id JOIN contacts p ON p.id = c.contact_id
     CROSS JOIN LATERAL (
       SELECT mode() WITHIN GROUP (ORDER BY m.author_id) FILTER (WHERE ${answered}) AS agent_id,
         (array_agg((m.mood->>'score')::float8 ORDER BY m.seq) FILTER (WHERE m.direction = 'in' AND m.mood IS NOT NULL AND m.mood->>'label' <> 'unsure' AND m.deleted_at IS NULL)) AS moods,
         count(*) FILTER (WHERE ${handedOver})::int AS hand_overs, count(*) FILTER (WHERE m.event_type = 'reopened')::int AS reopened
       FROM messages m WHERE m.conversation_id = c.id) f
     LEFT JOIN LATERAL (SELECT min(v.score) AS rating FROM surveys v WHERE v.conversation_id = c.id AND v.kind = 'rating') s ON true
     CROSS JOIN LATERAL (SELECT (SELECT count(*) FROM given_promises o WHERE o.conversation_id = c.id AND o.state = 'broken')::int + (SELECT count(*) FROM sla_promises o WHERE o.conversation_id = c.id AND o.broken_at IS NOT NULL)::int AS broken) g
     LEFT JOIN LATERAL (
       SELECT k.id, (k.due_on - coalesce(k.stopped_at, now())::date) AS days_left, k.due_at IS NOT NULL AND k.due_at <= coalesce(k.stopped_at, now()) AS late
       FROM case_conversations cc JOIN cases k ON k.id = cc.case_id AND k.withdrawn_at IS NULL WHERE cc.conversation_id = c.id ORDER BY late DESC, k.due_at LIMIT 1) k ON true
     WHERE c.state = 'resolved' AND c.merged_into IS NULL AND f.agent_id IN (SELECT id FROM people)
       AND NOT EXISTS (SELECT 1 FROM reviews r WHERE r.conversation_id = c.id AND r.kind = 'review') AND NOT EXISTS (SELECT 1 FROM review_skips x WHERE x.conversation_id = c.id)
     ORDER BY c.id`,
    [workspaceId, since, reviewerId, teamId, agentId]);
  const waits = new Map<string, number[]>();
  for (const { channel_id: channel, first_reply_minutes: minutes } of rows) if (minutes !== null) waits.set(channel, [...(waits.get(channel) ?? []), minutes]);
  const usual = new Map([...waits].map(([channel, minutes]) => [channel, median(minutes)]));
  return rows.flatMap((row): Candidate[] => (row.agent_id === null ? [] : [{
    conversationId: row.id, number: row.number, channelId: row.channel_id, teamId: row.team_id, subject: row.subject, contactName: row.contact_name, endedAt: row.resolved_at, agentId: row.agent_id,
    moods: row.moods ?? [], handOvers: row.hand_overs, reopened: row.reopened, brokenPromises: row.broken, rating: row.rating, firstReplyMinutes: row.first_reply_minutes, usualMinutes: usual.get(row.channel_id) ?? null,
    case: row.case_id === null ? null : { daysLeft: row.days_left, late: row.late === true },
  }]));
}

const answered = `m.kind = 'message' AND m.direction = 'out' AND m.author_kind = 'member' AND m.automatic IS NULL AND m.deleted_at IS NULL`;
/** From one person to another; being given the first time is none. */
const handedOver = `m.event_type = 'assigned' AND m.event_data->'from'->>'assigneeId' IS NOT NULL AND m.event_data->'to'->>'assigneeId' IS NOT NULL AND m.event_data->'from'->>'assigneeId' <> m.event_data->'to'->>'assigneeId'`;

/** Whose work it was: who answered most; the named one, where they answered at all. */
export async function agentIn(tx: Tx, conversationId: string, agentId: string | null): Promise<string | null> {
  const [row] = await tx.query<{ id: string }>(
    `SELECT m.author_id AS id FROM messages m WHERE m.conversation_id = $1 AND ${answered} AND ($2::uuid IS NULL OR m.author_id = $2) GROUP BY m.author_id ORDER BY count(*) DESC, max(m.seq) DESC LIMIT 1`, [conversationId, agentId]);
  return row?.id ?? null;
}

export async function handOversIn(tx: Tx, conversationId: string): Promise<number> {
  const [row] = await tx.query<{ n: number }>(`SELECT count(*)::int AS n FROM messages m WHERE m.conversation_id = $1 AND ${handedOver}`, [conversationId]);
  return row?.n ?? 0;
}

/** The team whose scorecard measures it: the conversation's, else one of the member's own. */
export async function teamOf(tx: Tx, conversationId: string, agentId: string): Promise<string | null> {
  const [row] = await tx.query<{ id: string | null }>(
    `SELECT coalesce(c.team_id, (SELECT t.team_id FROM team_members t JOIN teams x ON x.id = t.team_id AND x.kind <> 'group' WHERE t.member_id = $2 ORDER BY t.team_id LIMIT 1)) AS id FROM conversations c WHERE c.id = $1`, [conversationId, agentId]);
  return row?.id ?? null;
}
