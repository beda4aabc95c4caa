import type { Tx } from '@kontuar/platform';
import type { Actor } from '../access/actor';
import { actorOf, record } from '../history/history';

/** As every instant crosses a wire. */
const iso = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * Writes down on the conversations what waits in them, so that rows and headers need no second query, and tells screens.
 * Callers hold the conversations; without an actor it was the customer or the clock.
 */
export async function refreshPlan(tx: Tx, workspaceId: string, conversationIds: readonly string[], actor?: Actor): Promise<void> {
  await tx.execute(
    `UPDATE conversations c SET version = c.version + 1, plan = CASE WHEN p.n = 0 AND f.id IS NULL AND g.due_at IS NULL THEN NULL ELSE jsonb_build_object(
         'version', (extract(epoch FROM clock_timestamp()) * 1000)::bigint, 'scheduled', p.scheduled, 'scheduledAt', ${iso('p.scheduled_at')}, 'awaiting', p.awaiting, 'awaitingSince', ${iso('p.awaiting_since')},
         'askedIds', to_jsonb(p.asked_ids), 'returned', p.returned, 'cancelled', p.cancelled, 'held', p.held + CASE WHEN f.id IS NOT NULL AND f.due_at IS NULL THEN 1 ELSE 0 END,
         'followUp', CASE WHEN f.id IS NOT NULL THEN jsonb_build_object('name', f.name, 'step', f.next_step, 'steps', jsonb_array_length(f.steps), 'act', f.steps -> f.next_step ->> 'act', 'dueAt', ${iso('f.due_at')}) END,
         'promise', CASE WHEN g.due_at IS NOT NULL THEN jsonb_build_object('dueAt', ${iso('g.due_at')}, 'open', g.open, 'broken', g.broken) END) END
     FROM unnest($1::uuid[]) AS r (id)
     CROSS JOIN LATERAL (
       SELECT count(*) AS n, count(*) FILTER (WHERE state = 'scheduled') AS scheduled, min(send_at) FILTER (WHERE state = 'scheduled') AS scheduled_at,
         count(*) FILTER (WHERE state = 'awaiting') AS awaiting, min(awaiting_since) FILTER (WHERE state = 'awaiting') AS awaiting_since,
         coalesce((SELECT array_agg(DISTINCT asked) FROM planned_answers q, unnest(q.asked_ids) AS asked WHERE q.conversation_id = r.id AND q.state = 'awaiting'), '{}') AS asked_ids,
         count(*) FILTER (WHERE state = 'returned') AS returned, count(*) FILTER (WHERE state = 'cancelled') AS cancelled, count(*) FILTER (WHERE state = 'scheduled' AND due_at IS NULL) AS held
       FROM planned_answers WHERE conversation_id = r.id AND state IN ('awaiting', 'returned', 'scheduled', 'cancelled')
     ) p
     CROSS JOIN LATERAL (
       SELECT coalesce(min(due_at) FILTER (WHERE state = 'open'), max(due_at)) AS due_at, count(*) FILTER (WHERE state = 'open') AS open, count(*) FILTER (WHERE state = 'broken') AS broken
       FROM given_promises WHERE conversation_id = r.id AND state IN ('open', 'broken') AND (state = 'open' OR due_at > now() - interval '14 days')
     ) g
     LEFT JOIN follow_ups f ON f.conversation_id = r.id AND f.state = 'active'
     WHERE c.id = r.id`,
    [conversationIds],
  );
  await record(tx, conversationIds.map((conversationId) => ({ type: 'conversation.updated', ...(actor === undefined ? {} : { actor: actorOf(actor) }), conversationId, data: { plan: true } })), workspaceId);
}
