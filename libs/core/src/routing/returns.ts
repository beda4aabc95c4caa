import type { Tx } from '@kontuar/platform';
import { changeConversations, lockConversations } from '../conversations/change';
import { clockOf } from '../sla/clock';
import { gives, policyFor, type HeldPolicy, type Policies } from './policies';

const AT_ONCE = 500;

/**
 * What somebody was given and did not touch goes back to the queue, and not to them again for as long as they left it. To touch is to read, to answer, to write a
 * note or a draft: any act of theirs in it. Callers hold the workspace's routing, and come
 * again while it answers true.
 */
export async function giveBack(tx: Tx, workspaceId: string, policies: Policies): Promise<boolean> {
  const due = await tx.query<{ id: string; given_to: string }>(
    `SELECT t.conversation_id AS id, t.given_to FROM routing_turns t WHERE t.workspace_id = $1 AND t.given_to IS NOT NULL AND t.look_at <= clock_timestamp() ORDER BY t.look_at LIMIT ${AT_ONCE}`, [workspaceId]);
  if (due.length === 0) return false;
  const locked = await lockConversations(tx, due.map(({ id }) => id));
  const untouched = new Set((await tx.query<{ id: string }>(
    `SELECT t.conversation_id AS id FROM routing_turns t WHERE t.conversation_id = ANY($1::uuid[])
       AND NOT EXISTS (SELECT 1 FROM events e WHERE e.conversation_id = t.conversation_id AND e.actor_id = t.given_to AND e.actor_kind = 'member' AND e.at > t.given_at)
       AND NOT EXISTS (SELECT 1 FROM drafts d WHERE d.conversation_id = t.conversation_id AND d.member_id = t.given_to AND d.updated_at > t.given_at)`, [due.map(({ id }) => id)])).map(({ id }) => id));
  const holders = new Map(due.map(({ id, given_to: memberId }) => [id, memberId]));
  const lying = locked.filter((row) => untouched.has(row.id) && row.assignee_id === holders.get(row.id) && row.state === 'open' && row.merged_into === null && row.waiting_since !== null && policyFor(policies, row).returnAfterMinutes !== null);
  const steps = await changeConversations(tx, { kind: 'system', workspaceId }, lying, () => ({ assignee_id: null }), { reason: 'untouched' });
  const returned = new Set(steps.map(({ conversationId }) => conversationId));
  const rows = lying.filter(({ id }) => returned.has(id)).map((row) => ({ id: row.id, member: holders.get(row.id), until: new Date(Date.now() + (policyFor(policies, row).returnAfterMinutes ?? 0) * 60_000) }));
  await tx.execute(
    `UPDATE routing_turns t SET given_to = NULL, given_at = NULL, routed = false, since = now(), waits = NULL, look_at = NULL, passed = t.passed || jsonb_build_object(r.member::text, r.until)
     FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, member uuid, until timestamptz) WHERE t.conversation_id = r.id`, [JSON.stringify(rows)]);
  await tx.execute('UPDATE routing_turns SET look_at = NULL WHERE conversation_id = ANY($1::uuid[]) AND given_to IS NOT NULL', [due.map(({ id }) => id)]);
  return due.length === AT_ONCE;
}

/** After a change of policies: what is with somebody goes back by the new ones. */
export async function resetReturns(tx: Tx, workspaceId: string, policies: Policies): Promise<void> {
  const rows = await tx.query<{ id: string; channel_id: string; team_id: string | null; routed: boolean; given_at: Date }>(
    `SELECT c.id, c.channel_id, c.team_id, t.routed, t.given_at FROM routing_turns t JOIN conversations c ON c.id = t.conversation_id
     WHERE t.workspace_id = $1 AND t.given_at IS NOT NULL AND c.assignee_id = t.given_to AND c.state = 'open' AND c.waiting_since IS NOT NULL`, [workspaceId]);
  const moments = rows.map((row) => ({ id: row.id, look_at: returnAt(policyFor(policies, row), row.given_at, row.routed) }));
  await tx.execute('UPDATE routing_turns t SET look_at = r.look_at FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, look_at timestamptz) WHERE t.conversation_id = r.id', [JSON.stringify(moments)]);
}

/** When what was given goes back if nobody touches it; null: it stays. */
export function returnAt(policy: HeldPolicy, givenAt: Date, routed: boolean): Date | null {
  if (!gives(policy) || policy.returnAfterMinutes === null || (!routed && policy.returns === 'routed')) return null;
  return clockOf(policy.hours).add(givenAt, policy.returnAfterMinutes * 60_000);
}
