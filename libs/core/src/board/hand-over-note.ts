import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { actorOf, record } from '../history/history';
import { noteInEach } from '../messages/note-in-each';

/** The same internal note in many conversations, which callers hold; each new owner is told that they were handed over. Nobody watches two hundred conversations because they moved them. */
export async function noteHandOver(tx: Tx, actor: MemberActor, text: string, of: readonly { conversationId: string; memberId: string | null }[]): Promise<void> {
  const rows = await noteInEach(tx, actor.workspaceId, { author: { kind: 'member', id: actor.memberId, name: actor.name }, text, automatic: null }, of.map(({ conversationId }) => conversationId));
  const owners = new Map(of.map(({ conversationId, memberId }) => [conversationId, memberId]));
  await record(tx, rows.flatMap((row) => {
    const memberId = owners.get(row.conversation_id) ?? null;
    return [
      { type: 'message.created', actor: actorOf(actor), conversationId: row.conversation_id, messageId: row.id, data: { seq: row.seq, note: true } },
      ...(memberId === null || memberId === actor.memberId ? [] : [{ type: 'notification', actor: actorOf(actor), conversationId: row.conversation_id, data: { kind: 'handed-over', memberIds: [memberId] } }]),
    ];
  }));
}
