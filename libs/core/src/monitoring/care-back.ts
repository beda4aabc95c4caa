import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';

/** How a mention stood before somebody took it up. */
export interface TakenMention { mentionId: string; conversationId: string | null; assigneeId: string | null }

/** It waits again where it waited. What somebody else made of it since stays. */
export async function letMentionGo(tx: Tx, actor: MemberActor, { mentionId, conversationId, assigneeId }: TakenMention): Promise<boolean> {
  const changed = await tx.execute('UPDATE mentions SET conversation_id = $2, assignee_id = CASE WHEN assignee_id = $3 THEN $4::uuid ELSE assignee_id END WHERE id = $1', [mentionId, conversationId, actor.memberId, assigneeId]);
  if (changed === 0) return false;
  await record(tx, [{ type: 'mention.let-go', actor: actorOf(actor), subjectId: mentionId }, directoryChanged(actor, 'listening', mentionId)]);
  return true;
}
