import type { OpenComment, StatementAbout } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { visibleConversations } from '../access/can';
import { concerns } from '../crisis/in-force';
import { notFound } from '../errors';

const MOST = 200;
/** A storm begins before anybody calls it one. */
const BEFORE = `interval '2 hours'`;

interface Row { conversation_id: string; message_id: string; author_name: string; text: string; at: Date; channel_id: string; post: string | null; mood: OpenComment['mood']; total: number }

/** Whoever waits for a public answer in what an alert told of, or a crisis concerns: nobody who was hidden, answered, or whose answer is written already. `only`: of these conversations. */
export async function findOpenComments(tx: Tx, actor: MemberActor, about: StatementAbout, only: readonly string[] | null = null): Promise<{ items: OpenComment[]; total: number }> {
  const parameters: unknown[] = [actor.workspaceId, about.alertId ?? about.crisisId, only];
  const scope = about.alertId !== undefined ? ofAlert : ofCrisis;
  const [known] = await tx.query(`SELECT 1 FROM ${about.alertId !== undefined ? 'spike_alerts' : 'crises'} WHERE id = $1`, [parameters[1]]);
  if (known === undefined) throw notFound(about.alertId !== undefined ? 'alert' : 'crisis');
  const rows = await tx.query<Row>(
    `SELECT c.id AS conversation_id, m.id AS message_id, o.name AS author_name, left(m.text, 600) AS text, m.at, c.channel_id, nullif(left(coalesce(nullif(p.title, ''), p.text), 200), '') AS post, m.mood->>'label' AS mood, count(*) OVER ()::int AS total
     FROM ${scope} k JOIN conversations c ON c.workspace_id = k.workspace_id JOIN contacts o ON o.id = c.contact_id LEFT JOIN public_posts p ON p.id = c.post_id
       JOIN LATERAL (SELECT * FROM messages l WHERE l.conversation_id = c.id AND l.direction = 'in' AND l.kind = 'message' AND l.visibility = 'public' AND l.deleted_at IS NULL ORDER BY l.seq DESC LIMIT 1) m ON true
     WHERE c.workspace_id = $1 AND k.id = $2 AND ($3::uuid[] IS NULL OR c.id = ANY($3::uuid[])) AND c.has_public AND c.waiting_since IS NOT NULL AND c.state <> 'resolved' AND c.merged_into IS NULL AND c.last_message_at > k.since AND m.at > k.since
       AND (${about.alertId !== undefined ? inAlert : concerns('c.channel_id', 'c.team_id')}) AND ${visibleConversations(actor, parameters)}
       AND NOT coalesce((m.moderation->>'hidden')::boolean, false) AND NOT coalesce((m.moderation->>'removed')::boolean, false)
       AND NOT EXISTS (SELECT 1 FROM planned_answers w WHERE w.conversation_id = c.id AND w.state IN ('scheduled', 'awaiting', 'returned'))
       -- What is on its way may have arrived: nobody is answered twice because a network is slow.
       AND NOT EXISTS (SELECT 1 FROM messages a WHERE a.conversation_id = c.id AND a.seq > m.seq AND a.direction = 'out' AND a.kind = 'message' AND a.status <> 'failed')
     ORDER BY m.at, c.id LIMIT ${MOST}`, parameters);
  return {
    items: rows.map((row) => ({ conversationId: row.conversation_id, messageId: row.message_id, authorName: row.author_name, text: row.text, at: row.at.toISOString(), channelId: row.channel_id, post: row.post, mood: row.mood })),
    total: rows[0]?.total ?? 0,
  };
}

const ofAlert = `(SELECT a.*, a.began_at - ${BEFORE} AS since, a.cause->>'postId' AS top FROM spike_alerts a)`;
const ofCrisis = `(SELECT i.*, i.began_at - ${BEFORE} AS since FROM crises i)`;
/** Of a post: below it alone, where the alert could say which. */
const inAlert = `CASE k.kind WHEN 'matter' THEN c.matter = k.key WHEN 'monitor' THEN c.id IN (SELECT q.conversation_id FROM mentions b JOIN posts q ON q.id = b.post_id WHERE b.workspace_id = $1 AND b.monitor_id = k.key::uuid)
  ELSE c.channel_id = k.channel_id AND (k.kind <> 'post' OR k.top IS NULL OR c.post_id = k.top::uuid) END`;
