import type { MentionTarget } from '@kontuar/contract';
import { newId, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import type { ConversationFacts } from '../conversations/conversations.queries';
import { actorOf, record, type Happening } from '../history/history';
import { findMentioned } from '../mentions/targets';
import { watchAlong } from '../watches/watch-along';

export interface Note { text: string; mentions: readonly string[]; groups?: readonly MentionTarget[]; clientId?: string; html?: string }

/** A private note in a locked conversation; those who are named and may read it get it into "mentions of me". Answers its message id. */
export async function addNote(tx: Tx, actor: MemberActor, conversationId: string, note: Note): Promise<string> {
  const id = newId();
  const [facts] = await tx.query<ConversationFacts>('SELECT id, channel_id, assignee_id, team_id FROM conversations WHERE id = $1', [conversationId]);
  const { mentioned, keep } = facts === undefined ? { mentioned: [], keep: null } : await findMentioned(tx, actor, facts, { memberIds: note.mentions, groups: note.groups ?? [] });
  const [row] = await tx.query<{ seq: number }>(
    `UPDATE conversations SET last_seq = last_seq + 1, version = version + 1, last_message_at = now(), preview_text = $2, preview_kind = 'note', preview_author = $3, preview_failed = false WHERE id = $1 RETURNING last_seq AS seq`,
    [conversationId, note.text.replace(/\s+/g, ' ').trim().slice(0, 200), actor.name],
  );
  await tx.execute(
    `INSERT INTO messages (workspace_id, id, conversation_id, channel_id, seq, kind, direction, status, author_kind, author_id, author_name, text, client_id, mentions, extra, at)
     SELECT workspace_id, $2, id, channel_id, $3, 'note', 'none', 'logged', 'member', $4, $5, $6, $7, $8, $9, now() FROM conversations WHERE id = $1`,
    [conversationId, id, row?.seq, actor.memberId, actor.name, note.text, note.clientId ?? null, mentioned.map(({ memberId }) => memberId), keep === null ? null : JSON.stringify(keep)],
  );
  if (mentioned.length > 0) {
    await tx.execute(
      `INSERT INTO note_mentions (workspace_id, member_id, message_id, conversation_id, via, team_id, each)
       SELECT $1, r.member_id, $2, $3, r.via, r.team_id, r.each FROM jsonb_to_recordset($4::jsonb) AS r (member_id uuid, via text, team_id uuid, each boolean) ON CONFLICT DO NOTHING`,
      [actor.workspaceId, id, conversationId, JSON.stringify(mentioned.map(({ memberId, via, teamId, each }) => ({ member_id: memberId, via, team_id: teamId, each })))],
    );
  }
  const others = mentioned.map(({ memberId }) => memberId).filter((member) => member !== actor.memberId);
  // A whole team is told of the work; only who is asked by name is drawn in.
  await watchAlong(tx, actor.workspaceId, conversationId, mentioned.filter(({ via, memberId }) => via === 'person' && memberId !== actor.memberId).map(({ memberId }) => memberId), 'mention');
  await watchAlong(tx, actor.workspaceId, conversationId, [actor.memberId], 'wrote');
  const happenings: Happening[] = [{ type: 'message.created', actor: actorOf(actor), conversationId, messageId: id, data: { seq: row?.seq, note: true } }];
  if (others.length > 0) happenings.push({ type: 'notification', actor: actorOf(actor), conversationId, messageId: id, data: { kind: 'mentioned', memberIds: others } });
  await record(tx, happenings);
  return id;
}
