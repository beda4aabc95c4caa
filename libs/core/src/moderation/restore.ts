import type { ModerationOutcome } from '@kontuar/contract';
import type { Queues, Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { changeConversations, lockConversations } from '../conversations/change';
import { withdrawAct } from '../messages/waiting-acts';
import { enqueueByRule } from './carry-out';
import type { HitRow } from './hit.row';

export interface Restored { id: string; outcomes: ModerationOutcome[] }
interface Standing { id: string; conversation_id: string; channel_id: string; seq: number; hidden: boolean; liked: boolean; removed: boolean }

/**
 * Takes back what hits did: a hidden comment is shown, a like and a label go. What was only asked for is not asked for any more. A deletion, a hand-over and a private word
 * cannot be taken back; a hit that did nothing else is left out, as one whose act is under way at this moment.
 */
export async function restore(tx: Tx, deps: { queues: Queues }, actor: MemberActor, hits: readonly HitRow[]): Promise<Restored[]> {
  if (hits.length === 0) return [];
  const rows = new Map((await lockConversations(tx, [...new Set(hits.map((hit) => hit.conversation_id))])).map((row) => [row.id, row]));
  const messages = new Map((await tx.query<Standing>(
    `SELECT id, conversation_id, channel_id, seq, coalesce(moderation->>'hidden' = 'true', false) AS hidden, coalesce(moderation->>'liked' = 'true', false) AS liked, deleted_at IS NOT NULL OR coalesce(moderation->>'removed' = 'true', false) AS removed FROM messages WHERE id = ANY($1::uuid[])`,
    [hits.map((hit) => hit.message_id)])).map((row) => [row.id, row]));
  const restored: Restored[] = [];
  for (const hit of hits) {
    const message = messages.get(hit.message_id);
    if (message === undefined || !rows.has(message.conversation_id)) continue;
    let taken = false;
    for (const action of hit.actions) {
      if (action.do === 'label') {
        const [fresh] = await lockConversations(tx, [message.conversation_id]);
        if (fresh?.label_ids.includes(action.labelId) === true) taken = (await changeConversations(tx, actor, [fresh], (row) => ({ label_ids: row.label_ids.filter((id) => id !== action.labelId) }), { reason: 'moderation' })).length > 0 || taken;
      } else if (action.do === 'hide' || action.do === 'like' || action.do === 'delete') taken = (await takeBack(tx, deps, actor, hit, message, action.do)) || taken;
    }
    if (taken) restored.push({ id: hit.id, outcomes: hit.outcomes });
  }
  return restored;
}

async function takeBack(tx: Tx, { queues }: { queues: Queues }, actor: MemberActor, hit: HitRow, message: Standing, kind: 'hide' | 'like' | 'delete'): Promise<boolean> {
  if ((await withdrawAct(tx, message, kind, { byRule: true })) === 'withdrawn') return true;
  if (kind === 'delete' || message.removed || !(kind === 'hide' ? message.hidden : message.liked)) return false;
  return enqueueByRule(tx, queues, actor, message, { kind: kind === 'hide' ? 'unhide' : 'unlike', hitId: hit.id });
}
