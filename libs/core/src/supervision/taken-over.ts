import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { conflict } from '../errors';

export interface TakeoverRow { id: string; by_id: string; from_id: string; at: Date }

/** It holds while the conversation is theirs who took it, and open: handing it to anybody, or finishing it, ends it without a word more. */
export async function takeoverOf(tx: Tx, conversationId: string): Promise<TakeoverRow | undefined> {
  const [row] = await tx.query<TakeoverRow>(`SELECT t.id, t.by_id, t.from_id, t.at FROM takeovers t JOIN conversations c ON c.id = t.conversation_id WHERE t.conversation_id = $1 AND t.ended_at IS NULL AND c.assignee_id = t.by_id AND c.state <> 'resolved'`, [conversationId]);
  return row;
}

/** Whose conversation was taken over answers no more until it is handed back; what they were writing stays theirs. Callers hold the conversation. */
export async function refuseTakenOver(tx: Tx, actor: MemberActor, conversationId: string): Promise<void> {
  const takeover = await takeoverOf(tx, conversationId);
  if (takeover?.from_id !== actor.memberId) return;
  const [by] = await tx.query<{ name: string }>('SELECT u.name FROM memberships m JOIN users u ON u.id = m.user_id WHERE m.id = $1', [takeover.by_id]);
  throw conflict('taken-over', 'A supervisor took this conversation over; what you were writing is kept.', { byId: takeover.by_id, byName: by?.name ?? '' });
}
