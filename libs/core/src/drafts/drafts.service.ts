import { Inject, Injectable } from '@nestjs/common';
import type { Draft, DraftView, LetterChoices, Visibility } from '@kontuar/contract';
import { Database, Secrets, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { Conversations } from '../conversations/conversations.service';
import { sanitizeLetter } from '../messages/sanitize';
import { letListenersHear } from '../supervision/supervised';
import { PULSE } from '../tokens';
import { attachmentColumns, toAttachmentView, type AttachmentRow } from '../messages/message.view';

interface DraftRow { text: string; html: string | null; letter: LetterChoices | null; private: boolean; visibility: Visibility | null; attachment_ids: string[]; cc: string[] | null; since_seq: number; updated_at: Date }

/** What a member is writing: one for each conversation, there on every device of theirs and for nobody else. */
@Injectable()
export class Drafts {
  constructor(private readonly database: Database, private readonly conversations: Conversations, private readonly secrets: Secrets, @Inject(PULSE) private readonly pulse: Pulse) {}

  /** An empty one when there is none. */
  async get(actor: MemberActor, conversationId: string): Promise<DraftView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await this.conversations.allow(tx, actor, conversationId, 'conversation.read');
      const [row] = await tx.query<DraftRow>('SELECT text, html, letter, private, visibility, attachment_ids, cc, since_seq, updated_at FROM drafts WHERE conversation_id = $1 AND member_id = $2', [conversationId, actor.memberId]);
      return this.view(tx, actor, row);
    });
  }

  async put(actor: MemberActor, conversationId: string, draft: Draft): Promise<DraftView> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await this.conversations.allow(tx, actor, conversationId, 'conversation.note');
      // Of notes and of nothing there is no side. Who does not know sides does not turn what is private into something public.
      // What another screen will draw is made safe before it is kept.
      const html = draft.html == null || draft.private ? null : sanitizeLetter(draft.html);
      const isAnswer = !draft.private && (draft.text.trim() !== '' || draft.attachmentIds.length > 0);
      const [row] = await tx.query<DraftRow>(
        `INSERT INTO drafts (workspace_id, conversation_id, member_id, text, private, attachment_ids, cc, since_seq, visibility, html, letter) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $11, $12)
         ON CONFLICT (conversation_id, member_id) DO UPDATE SET text = excluded.text, html = excluded.html, letter = excluded.letter, private = excluded.private, 
           visibility = coalesce(excluded.visibility, CASE WHEN $10 AND drafts.visibility = 'private' THEN 'private' END), attachment_ids = excluded.attachment_ids, cc = excluded.cc, since_seq = excluded.since_seq, updated_at = now()
         RETURNING text, html, letter, private, visibility, attachment_ids, cc, since_seq, updated_at`,
        [actor.workspaceId, conversationId, actor.memberId, draft.text, draft.private, draft.attachmentIds, draft.cc ?? null, draft.sinceSeq, isAnswer ? draft.visibility ?? null : null, isAnswer, html, draft.letter === undefined ? null : JSON.stringify(draft.letter)],
      );
      await letListenersHear(tx, this.pulse, { workspaceId: actor.workspaceId, conversationId, memberId: actor.memberId, text: draft.private ? '' : draft.text });
      return this.view(tx, actor, row);
    });
  }

  async remove(actor: MemberActor, conversationId: string): Promise<void> {
    await this.database.inWorkspace(actor.workspaceId, async (tx) => {
      await this.conversations.allow(tx, actor, conversationId, 'conversation.note');
      await tx.execute('DELETE FROM drafts WHERE conversation_id = $1 AND member_id = $2', [conversationId, actor.memberId]);
      await letListenersHear(tx, this.pulse, { workspaceId: actor.workspaceId, conversationId, memberId: actor.memberId, text: '' });
    });
  }

  private async view(tx: Tx, actor: MemberActor, row: DraftRow | undefined): Promise<DraftView> {
    if (row === undefined) return { text: '', private: false, visibility: null, attachmentIds: [], attachments: [], sinceSeq: 0 };
    // Only what this member uploaded and has not sent yet; anything else that stands there is not theirs to show.
    const files = await tx.query<AttachmentRow>(`SELECT ${attachmentColumns} FROM attachments WHERE id = ANY($1::uuid[]) AND uploaded_by = $2 AND message_id IS NULL`, [row.attachment_ids, `member:${actor.memberId}`]);
    const attachments = row.attachment_ids.flatMap((id) => files.filter((file) => file.id === id)).map((file) => toAttachmentView(file, this.secrets));
    return {
      text: row.text, ...(row.html === null ? {} : { html: row.html }), ...(row.letter === null ? {} : { letter: row.letter }), private: row.private, visibility: row.visibility, attachmentIds: attachments.map((attachment) => attachment.id), attachments, sinceSeq: row.since_seq,
      ...(row.cc === null ? {} : { cc: row.cc }), updatedAt: row.updated_at.toISOString(), memberId: actor.memberId,
    };
  }
}
