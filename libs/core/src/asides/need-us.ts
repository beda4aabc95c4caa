import type { Tx } from '@kontuar/platform';
import { changeConversations, lockConversations, type LockedConversation } from '../conversations/change';
import { record } from '../history/history';
import { asideLine, asidesChanged, type Line } from './summary';

export interface Needing { asideId: string; openedBy: string; happening: 'aside.received' | 'aside.failed'; messageId: string; line: Omit<Line, 'actor'> }

/**
 * Something happened in a side conversation that somebody of us has to look at: it waits for us, its conversation comes back as work of whoever leads
 * it, or of who asked while nobody does. Callers hold the conversation.
 */
export async function needsUs(tx: Tx, row: LockedConversation, need: Needing): Promise<void> {
  const actor = { kind: 'system', workspaceId: row.workspace_id } as const;
  await tx.execute(`UPDATE asides SET state = 'ours', done_at = NULL WHERE id = $1`, [need.asideId]);
  await asideLine(tx, row.id, { ...need.line, actor });
  const [fresh] = await lockConversations(tx, [row.id]);
  // Also one that was closed meanwhile: else nobody would ever see the answer.
  if (fresh !== undefined && fresh.state !== 'open') await changeConversations(tx, actor, [fresh], () => ({ state: 'open' }), { reason: 'aside' });
  await asidesChanged(tx, row.id, [need.asideId], [{ type: need.happening, conversationId: row.id, subjectId: need.asideId, data: { asideMessageId: need.messageId } }]);
  await record(tx, [{ type: 'notification', conversationId: row.id, data: { kind: need.line.type, memberIds: [row.assignee_id ?? need.openedBy] } }]);
}
