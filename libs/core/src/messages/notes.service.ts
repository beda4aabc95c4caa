import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ConversationChange, NotePatch } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { seesEverything } from '../access/can';
import { Conversations } from '../conversations/conversations.service';
import type { ConversationFacts } from '../conversations/conversations.queries';
import { conflict, forbidden, notFound } from '../errors';
import { actorOf, record, type Happening } from '../history/history';
import { findMentioned } from '../mentions/targets';
import { watchAlong } from '../watches/watch-along';
import { keepRevision } from './preview';

interface NoteRow { id: string; conversation_id: string; seq: number; kind: string; author_id: string | null; text: string; mentions: string[]; deleted_at: Date | null }

/**
 * What becomes of a note after it was written. Its words are its writer's: nobody else changes them. Taken away it is by its writer or by those who lead, and
 * can be brought back; what stood there stays in the audit.
 */
@Injectable()
export class Notes {
  constructor(private readonly conversations: Conversations) {}

  /** Whoever is named now and was not before is told; whoever is not named any more has nothing left to do. */
  async edit(actor: MemberActor, noteId: string, { text, mentions, mentionGroups }: NotePatch): Promise<ConversationChange> {
    return this.conversations.unit(actor, async (tx) => {
      const note = await this.held(tx, actor, noteId);
      if (note.author_id !== actor.memberId) throw forbidden('Only who wrote a note changes its words.');
      if (note.deleted_at !== null) throw conflict('already-deleted', 'This note was deleted already.');
      if (note.text === text) return this.conversations.changed(tx, actor, note.conversation_id, []);
      const [facts] = await tx.query<ConversationFacts>('SELECT id, channel_id, assignee_id, team_id FROM conversations WHERE id = $1', [note.conversation_id]);
      const { mentioned, keep } = facts === undefined ? { mentioned: [], keep: null } : await findMentioned(tx, actor, facts, { memberIds: mentions, groups: mentionGroups });
      const revision = await keepRevision(tx, note.id);
      const named = mentioned.map(({ memberId }) => memberId);
      await tx.execute(`UPDATE messages SET text = $2, mentions = $3, extra = $4, edited_at = now() WHERE id = $1`, [note.id, text, named, keep === null ? null : JSON.stringify(keep)]);
      const gone = await tx.query<{ member_id: string }>(`DELETE FROM note_mentions WHERE message_id = $1 AND done_at IS NULL AND member_id <> ALL($2::uuid[]) RETURNING member_id`, [note.id, named]);
      const added = await tx.query<{ member_id: string }>(
        `INSERT INTO note_mentions (workspace_id, member_id, message_id, conversation_id, via, team_id, each)
         SELECT $1, r.member_id, $2, $3, r.via, r.team_id, r.each FROM jsonb_to_recordset($4::jsonb) AS r (member_id uuid, via text, team_id uuid, each boolean) ON CONFLICT DO NOTHING RETURNING member_id`,
        [actor.workspaceId, note.id, note.conversation_id, JSON.stringify(mentioned.map(({ memberId, via, teamId, each }) => ({ member_id: memberId, via, team_id: teamId, each })))],
      );
      const told = added.map((row) => row.member_id).filter((memberId) => memberId !== actor.memberId && !note.mentions.includes(memberId));
      await watchAlong(tx, actor.workspaceId, note.conversation_id, mentioned.filter(({ via, memberId }) => via === 'person' && told.includes(memberId)).map(({ memberId }) => memberId), 'mention');
      this.conversations.mentionsChanged(tx, actor.workspaceId, [...new Set([...gone.map((row) => row.member_id), ...note.mentions, ...named])]);
      await this.tell(tx, actor, note, 'edit', revision, told.length === 0 ? [] : [{ type: 'notification', actor: actorOf(actor), conversationId: note.conversation_id, messageId: note.id, data: { kind: 'mentioned', memberIds: told } }]);
      return this.conversations.changed(tx, actor, note.conversation_id, []);
    });
  }

  /** The same again changes nothing. */
  async remove(actor: MemberActor, noteId: string): Promise<ConversationChange> {
    return this.conversations.unit(actor, async (tx) => {
      const note = await this.held(tx, actor, noteId);
      this.refuseOthers(actor, note);
      if (note.deleted_at === null) {
        const revision = await keepRevision(tx, note.id);
        await tx.execute(`UPDATE messages SET text = '', deleted_at = now() WHERE id = $1`, [note.id]);
        await this.tell(tx, actor, note, 'delete', revision);
      }
      return this.conversations.changed(tx, actor, note.conversation_id, []);
    });
  }

  async restore(actor: MemberActor, noteId: string): Promise<ConversationChange> {
    return this.conversations.unit(actor, async (tx) => {
      const note = await this.held(tx, actor, noteId);
      this.refuseOthers(actor, note);
      if (note.deleted_at !== null) {
        const back = await tx.execute(
          `UPDATE messages m SET text = r.text, deleted_at = NULL FROM message_revisions r WHERE m.id = $1 AND r.message_id = m.id AND r.revision = (SELECT max(revision) FROM message_revisions WHERE message_id = $1)`, [note.id]);
        // Erased meanwhile, as the law or the house asks for.
        if (back === 0) throw notFound('note');
        await this.tell(tx, actor, note, 'restore', null);
      }
      return this.conversations.changed(tx, actor, note.conversation_id, []);
    });
  }

  private async held(tx: Tx, actor: MemberActor, noteId: string): Promise<NoteRow> {
    const columns = 'id, conversation_id, seq, kind, author_id, text, mentions, deleted_at';
    const [found] = await tx.query<NoteRow>(`SELECT ${columns} FROM messages WHERE id = $1`, [noteId]);
    if (found === undefined) throw notFound('message');
    await this.conversations.locked(tx, actor, found.conversation_id, 'conversation.note');
    const [note] = await tx.query<NoteRow>(`SELECT ${columns} FROM messages WHERE id = $1`, [noteId]);
    if (note?.conversation_id !== found.conversation_id) throw conflict('message-moved', 'This message was moved to another conversation a moment ago.');
    if (note.kind !== 'note') throw conflict('not-a-note', 'Only notes are changed or deleted here.');
    return note;
  }

  private refuseOthers(actor: MemberActor, note: NoteRow): void {
    if (note.author_id !== actor.memberId && !seesEverything(actor.role)) throw forbidden('Only who wrote a note, or who leads, deletes it.');
  }

  /** The row of the conversation too, where this note was the newest that it showed. */
  private async tell(tx: Tx, actor: MemberActor, note: NoteRow, kind: 'edit' | 'delete' | 'restore', revision: number | null, more: readonly Happening[] = []): Promise<void> {
    await tx.execute(
      `UPDATE conversations c SET version = c.version + 1, preview_text = coalesce(left(regexp_replace(m.text, '\\s+', ' ', 'g'), 200), ''), preview_author = m.author_name,
         preview_kind = CASE WHEN m.kind = 'note' THEN 'note' WHEN m.direction = 'out' THEN 'outbound' ELSE 'inbound' END
       FROM (SELECT 1) one LEFT JOIN LATERAL (SELECT seq, text, kind, direction, author_name FROM messages WHERE conversation_id = $1 AND kind <> 'event' AND deleted_at IS NULL ORDER BY seq DESC LIMIT 1) m ON true
       WHERE c.id = $1 AND coalesce(m.seq, 0) <= $2`,
      [note.conversation_id, note.seq],
    );
    const by = actorOf(actor);
    await record(tx, [
      { type: 'message.updated', actor: by, conversationId: note.conversation_id, messageId: note.id, data: { seq: note.seq, what: `note-${kind}` } },
      { type: 'conversation.updated', actor: by, conversationId: note.conversation_id, data: { note: kind } },
      { type: `message-act.note-${kind}`, actor: by, conversationId: note.conversation_id, messageId: note.id, data: { kind, messageId: note.id, ...(revision === null ? {} : { revision, sha256: createHash('sha256').update(note.text).digest('hex') }) } },
      ...more,
    ]);
  }
}
