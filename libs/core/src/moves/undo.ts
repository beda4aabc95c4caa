import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { takeBack } from '../conversations/bulk-change';
import { changeConversations, lockConversations, type LockedConversation } from '../conversations/change';
import { actorOf, record } from '../history/history';
import { takenOver } from './facts';
import { takeAlong } from './goes-along';
import { tellAct, type MoveRow } from './journal';
import { readLines, rethread, waitAnew } from './rethread';

/**
 * Everything back to where it was. What came in on threads that the act had led here goes with them, answers to it too; notes that were written since
 * stay where they were written. Callers hold both and have asked whether there is an obstacle.
 */
export async function takeBackMove(tx: Tx, actor: MemberActor, move: MoveRow, from: LockedConversation, to: LockedConversation): Promise<void> {
  if (move.kind === 'merge') await takeBackMerge(tx, actor, move, from, to);
  else await takeBackMessages(tx, actor, move, from, to);
  await tx.execute('UPDATE conversation_moves SET undone_at = now(), undone_by = $2 WHERE id = $1', [move.id, actor.memberId]);
  await record(tx, [
    { type: `conversation.${move.kind}-undone`, actor: actorOf(actor), conversationId: to.id, subjectId: from.id, data: { moveId: move.id } },
    ...[from.id, to.id].map((conversationId) => ({ type: 'conversation.updated', actor: actorOf(actor), conversationId, data: { undone: move.id } })),
  ]);
}

async function takeBackMerge(tx: Tx, actor: MemberActor, move: MoveRow, from: LockedConversation, to: LockedConversation): Promise<void> {
  const { facts } = move;
  const said = await tx.query<{ id: string; theirs: boolean; inbound: boolean }>(
    `SELECT m.id, coalesce(m.thread_id, $2::uuid, m.conversation_id) = ANY($3::uuid[]) AND NOT m.id = ANY($4::uuid[]) AS theirs, m.direction = 'in' AND m.automatic IS NULL AS inbound FROM messages m WHERE m.conversation_id = $1 AND m.kind = 'message'`,
    [to.id, to.part_of, facts.routes.map((route) => route.id), facts.stood ?? []]);
  const moved = new Set(move.message_ids);
  const since = said.filter((line) => line.theirs && !moved.has(line.id));
  const ids = new Set([...moved, ...since.map((line) => line.id)]);
  const state = facts.from?.state ?? 'open';
  const spoke = since.some((line) => line.inbound);
  const asleep = state === 'snoozed' && facts.from?.snoozedUntil != null && Date.parse(facts.from.snoozedUntil) > Date.now();
  const again = spoke || (state === 'snoozed' && !asleep) ? 'open' : state;
  await tx.execute(
    `UPDATE conversations SET state = $2, merged_into = NULL, snoozed_until = $3, resolved_at = CASE WHEN $2 = 'resolved' THEN coalesce($4::timestamptz, now()) END, version = version + 1 WHERE id = $1`,
    [from.id, again, again === 'snoozed' ? facts.from?.snoozedUntil : null, facts.from?.resolvedAt ?? null],
  );
  const { renumber } = await rethread(tx, to, from, ids);
  await takeAlong(tx, actor, to, from, renumber, facts.along);
  await restoreRoutes(tx, facts.routes, to.id);
  await takeBack(tx, actor, facts.steps);
  // Unless somebody wrote something else there since.
  await tx.execute(`UPDATE conversations SET attributes = attributes - ARRAY(SELECT e.key FROM jsonb_each($2::jsonb) e WHERE attributes -> e.key = e.value) WHERE id = $1`, [to.id, JSON.stringify(facts.filled ?? {})]);
  if (said.length === facts.count) {
    await tx.execute(`UPDATE conversations SET waiting_since = CASE WHEN state = 'resolved' THEN NULL ELSE $2::timestamptz END WHERE id = $1`, [from.id, facts.from?.waitingSince ?? null]);
    await tx.execute(`UPDATE conversations SET waiting_since = CASE WHEN state = 'resolved' THEN NULL ELSE $2::timestamptz END WHERE id = $1 AND waiting_since IS NOT DISTINCT FROM $3::timestamptz`, [to.id, facts.waiting?.before ?? null, facts.waiting?.after ?? null]);
  } else for (const id of [from.id, to.id]) await waitAnew(tx, id);
  await tellAct(tx, actor, to.id, 'merge-undone', { conversationId: from.id, number: from.number });
  await tellAct(tx, actor, from.id, 'merge-undone', { conversationId: to.id, number: to.number });
}

async function takeBackMessages(tx: Tx, actor: MemberActor, move: MoveRow, from: LockedConversation, to: LockedConversation): Promise<void> {
  const lines = await readLines(tx, to.id);
  const back = new Set(move.message_ids);
  // A conversation that was made for them and in which nothing else was said goes with them, lines of the house and all.
  const whole = move.facts.opened && (move.kind === 'split' || lines.every((line) => line.kind === 'event' || back.has(line.id)));
  const waited = from.waiting_since !== null || to.waiting_since !== null;
  const { renumber } = await rethread(tx, to, from, whole ? 'all' : back);
  await restoreRoutes(tx, move.facts.routes, to.id);
  if (whole) {
    await takeAlong(tx, actor, to, from, renumber);
    await tx.execute('UPDATE conversations SET thread_to = NULLIF($2::uuid, id) WHERE thread_to = $1', [to.id, from.id]);
    await tx.execute(`UPDATE conversations SET state = 'merged', merged_into = $2, waiting_since = NULL, snoozed_until = NULL, resolved_at = NULL, way_id = NULL, version = version + 1 WHERE id = $1`, [to.id, from.id]);
    const [fresh] = await lockConversations(tx, [from.id]);
    // What became of it meanwhile is work that is not lost: an open part opens the whole.
    const { state } = takenOver(fresh as LockedConversation, to);
    if (state === 'open') await changeConversations(tx, actor, [fresh as LockedConversation], () => ({ state }), { reason: 'undo' });
  }
  if (waited) for (const id of whole ? [from.id] : [from.id, to.id]) await waitAnew(tx, id);
  await tellAct(tx, actor, from.id, `${move.kind}-undone`, { conversationId: to.id, number: to.number });
  if (!whole) await tellAct(tx, actor, to.id, `${move.kind}-undone`, { conversationId: from.id, number: from.number });
}

/** Threads that still go where the act had led them go where they went before. */
async function restoreRoutes(tx: Tx, routes: readonly { id: string; before: string | null }[], toId: string): Promise<void> {
  for (const { id, before } of routes) await tx.execute('UPDATE conversations SET thread_to = NULLIF($2::uuid, id) WHERE id = $1 AND coalesce(thread_to, id) = $3', [id, before, toId]);
}
