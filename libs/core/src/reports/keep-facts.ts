import type { Tx } from '@kontuar/platform';
import { deriveFacts, type Fact, type Line, type Standing } from './derive';

/** Milliseconds of opening hours between two moments (epoch ms) for a team; null where there are none. */
export type OpenTime = (fromMs: number, toMs: number, teamId: string | null) => number | null;

interface LineRow { conversation_id: string; seq: number; at: string; origin: string; channel_id: string; what: Line['what']; member_id: string | null; answers_survey: boolean; event_type: string | null; event_data: Line['data'] }
interface ThreadRow { id: string; state: string; resolved_at: string | null; channel_id: string; team_id: string | null; assignee_id: string | null; merged_into: string | null; matter: string | null; label_ids: string[]; contact_id: string }

const events = `'assigned', 'snoozed', 'woken', 'pending', 'resolved', 'reopened', 'merged'`;
/** Written by a person of ours, or by the customer, and it arrived: what machines say is nobody's word. */
const spoken = `m.kind = 'message' AND m.automatic IS NULL AND m.deleted_at IS NULL AND (m.direction = 'in' OR (m.direction = 'out' AND m.author_kind <> 'system' AND m.status IN ('sent', 'delivered', 'read', 'logged')))`;
const epochMs = (column: string): string => `floor(extract(epoch FROM ${column}) * 1000)`;
const factColumns = ['at', 'ends_at', 'ms', 'open_ms', 'channel_id', 'team_id', 'member_id', 'matter', 'label_ids', 'contact_id'] as const;

/**
 * Derives the facts of these conversations anew and writes what is different: after it they say what the threads say, however often it runs. What is known of
 * conversations that are gone stays as it was counted.
 */
export async function keepFacts(tx: Tx, workspaceId: string, conversationIds: readonly string[], openTime: OpenTime): Promise<void> {
  if (conversationIds.length === 0) return;
  const threads = await tx.query<ThreadRow>(
    `SELECT id, state, ${epochMs('resolved_at')} AS resolved_at, channel_id, team_id, assignee_id, merged_into, matter, label_ids, contact_id FROM conversations
     WHERE id IN (SELECT unnest($1::uuid[]) UNION SELECT id FROM conversations WHERE merged_into = ANY($1::uuid[])
       UNION SELECT further.id FROM conversations merged JOIN conversations further ON further.merged_into = merged.id WHERE merged.merged_into = ANY($1::uuid[]))`, [conversationIds]);
  const lines = await tx.query<LineRow>(
    `SELECT m.conversation_id, m.seq, ${epochMs('m.at')} AS at, coalesce(m.posted_in, m.conversation_id) AS origin, m.channel_id, CASE m.kind WHEN 'event' THEN 'event' ELSE m.direction END AS what,
       CASE WHEN m.author_kind = 'member' THEN m.author_id END AS member_id, m.direction = 'in' AND EXISTS (SELECT 1 FROM survey_answers s WHERE s.message_id = m.id) AS answers_survey, m.event_type, CASE WHEN m.kind = 'event' THEN m.event_data END AS event_data
     FROM messages m WHERE m.conversation_id = ANY($1::uuid[]) AND ((${spoken}) OR (m.kind = 'event' AND m.event_type IN (${events}))) ORDER BY m.conversation_id, m.seq`, [conversationIds]);
  const linesOf = new Map<string, Line[]>();
  for (const row of lines) {
    const list = linesOf.get(row.conversation_id);
    if (list === undefined) linesOf.set(row.conversation_id, [toLine(row)]);
    else list.push(toLine(row));
  }
  const standings = new Map(threads.map((row) => [row.id, toStanding(row)]));
  const asked = new Set(conversationIds);
  const here = threads.filter(({ id }) => asked.has(id));
  const rows = here.flatMap((thread) => {
    const facts = deriveFacts({ id: thread.id, state: thread.state, resolvedAt: thread.resolved_at === null ? null : Number(thread.resolved_at), own: toStanding(thread), merged: standings, lines: linesOf.get(thread.id) ?? [] });
    return facts.map((fact) => toRow(thread, fact, openTime));
  });
  await write(tx, workspaceId, here.map(({ id }) => id), rows);
}

/** Most of a thread stands there already: what is the same is not even touched, as a row that is only looked at by ON CONFLICT is locked, and that is written down. */
async function write(tx: Tx, workspaceId: string, conversationIds: readonly string[], rows: readonly object[]): Promise<void> {
  const json = JSON.stringify(rows);
  await tx.execute(
    `DELETE FROM report_facts f WHERE f.conversation_id = ANY($1::uuid[]) AND NOT EXISTS (
       SELECT 1 FROM jsonb_to_recordset($2::jsonb) AS r (conversation_id uuid, kind text, seq integer) WHERE r.conversation_id = f.conversation_id AND r.kind = f.kind AND r.seq = f.seq)`, [conversationIds, json]);
  await tx.execute(
    `INSERT INTO report_facts AS f (workspace_id, conversation_id, kind, seq, ${factColumns.join(', ')})
     SELECT $1, conversation_id, kind, seq, ${factColumns.join(', ')} FROM jsonb_to_recordset($2::jsonb)
       AS r (conversation_id uuid, kind text, seq integer, at timestamptz, ends_at timestamptz, ms bigint, open_ms bigint, channel_id uuid, team_id uuid, member_id uuid, matter text, label_ids uuid[], contact_id uuid)
     WHERE NOT EXISTS (SELECT 1 FROM report_facts o WHERE o.conversation_id = r.conversation_id AND o.kind = r.kind AND o.seq = r.seq AND (${factColumns.map((column) => `o.${column}`).join(', ')}) IS NOT DISTINCT FROM (${factColumns.map((column) => `r.${column}`).join(', ')}))
     ON CONFLICT (conversation_id, kind, seq) DO UPDATE SET (${factColumns.join(', ')}) = (${factColumns.map((column) => `excluded.${column}`).join(', ')})
     WHERE (${factColumns.map((column) => `f.${column}`).join(', ')}) IS DISTINCT FROM (${factColumns.map((column) => `excluded.${column}`).join(', ')})`, [workspaceId, json]);
}

const iso = (at: number): string => (at === Infinity ? 'infinity' : new Date(at).toISOString());
const toStanding = (row: ThreadRow): Standing => ({ channelId: row.channel_id, teamId: row.team_id, assigneeId: row.assignee_id });
const toLine = (row: LineRow): Line => ({ seq: row.seq, at: Number(row.at), origin: row.origin, channelId: row.channel_id, what: row.what, memberId: row.member_id, answersSurvey: row.answers_survey, event: row.event_type, data: row.event_data });
const toRow = (thread: ThreadRow, fact: Fact, openTime: OpenTime) => ({
  conversation_id: thread.id, kind: fact.kind, seq: fact.seq, at: iso(fact.at), ends_at: fact.endsAt === null ? null : iso(fact.endsAt), ms: fact.ms,
  open_ms: fact.since === null ? null : openTime(fact.since, fact.at, fact.teamId), channel_id: fact.channelId, team_id: fact.teamId, member_id: fact.memberId,
  matter: thread.matter, label_ids: thread.label_ids, contact_id: thread.contact_id,
});
