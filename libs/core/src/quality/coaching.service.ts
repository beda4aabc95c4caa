import { Injectable } from '@nestjs/common';
import type { CoachingNoteInput, Review } from '@kontuar/contract';
import { Database, newId, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { Conversations } from '../conversations/conversations.service';
import { conflict, invalid, notFound } from '../errors';
import { actorOf, record } from '../history/history';
import { readReview } from './review.row';
import { qualityMoved } from './reviews.service';

const MOST_NOTES = 50;

interface NoteKey { id: string; review_id: string; coach_id: string; agent_id: string; given: boolean }

/** Notes on messages, from who reviewed to whom it is about. For these two: no role reads them, the history says only that there was one. */
@Injectable()
export class Coaching {
  constructor(private readonly database: Database, private readonly conversations: Conversations) {}

  async add(actor: MemberActor, reviewId: string, input: CoachingNoteInput): Promise<Review> {
    return this.conversations.unit(actor, async (tx) => {
      if ((await tx.query('SELECT 1 FROM reviews WHERE id = $1 FOR NO KEY UPDATE', [reviewId])).length === 0) throw notFound('review');
      const review = await readReview(tx, actor, reviewId);
      if (review.reviewerId !== actor.memberId) throw notFound('review');
      if (review.kind === 'calibration') throw conflict('no-coaching-here', 'In a calibration reviewers compare; nobody is coached by it.');
      if (review.conversation === null || (await tx.query(`SELECT 1 FROM messages WHERE id = $1 AND conversation_id = $2 AND kind <> 'event'`, [input.messageId, review.conversation.id])).length === 0) throw notFound('message');
      if (input.quality !== null && !review.scorecard.qualities.some(({ key }) => key === input.quality)) throw invalid('unknown-quality', 'These are not the qualities of this scorecard.');
      if (review.notes.length >= MOST_NOTES) throw conflict('too-many-notes', 'This review has as many notes as it can hold.');
      await tx.execute('INSERT INTO coaching_notes (id, workspace_id, review_id, message_id, coach_id, agent_id, quality, text) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)', [newId(), actor.workspaceId, reviewId, input.messageId, actor.memberId, review.agentId, input.quality, input.text]);
      await this.tell(tx, actor, { review_id: reviewId, coach_id: actor.memberId, agent_id: review.agentId, given: review.state !== 'draft' }, 'coaching.written');
      return readReview(tx, actor, reviewId);
    });
  }

  async change(actor: MemberActor, noteId: string, text: string): Promise<Review> {
    return this.conversations.unit(actor, async (tx) => {
      const note = await this.held(tx, noteId, (row) => row.coach_id === actor.memberId);
      await tx.execute('UPDATE coaching_notes SET text = $2, changed_at = now() WHERE id = $1', [noteId, text]);
      await this.tell(tx, actor, note, 'coaching.changed');
      return readReview(tx, actor, note.review_id);
    });
  }

  async remove(actor: MemberActor, noteId: string): Promise<Review> {
    return this.conversations.unit(actor, async (tx) => {
      const note = await this.held(tx, noteId, (row) => row.coach_id === actor.memberId);
      await tx.execute('DELETE FROM coaching_notes WHERE id = $1', [noteId]);
      await this.tell(tx, actor, note, 'coaching.removed');
      return readReview(tx, actor, note.review_id);
    });
  }

  async answer(actor: MemberActor, noteId: string, text: string): Promise<Review> {
    return this.conversations.unit(actor, async (tx) => {
      const note = await this.held(tx, noteId, (row) => row.agent_id === actor.memberId && row.given);
      await tx.execute('UPDATE coaching_notes SET answer = $2, answered_at = now() WHERE id = $1', [noteId, text]);
      await this.tell(tx, actor, note, 'coaching.answered');
      return readReview(tx, actor, note.review_id);
    });
  }

  private async held(tx: Tx, noteId: string, mine: (row: NoteKey) => boolean): Promise<NoteKey> {
    const [row] = await tx.query<NoteKey>(`SELECT n.id, n.review_id, n.coach_id, n.agent_id, r.state <> 'draft' AS given FROM coaching_notes n JOIN reviews r ON r.id = n.review_id WHERE n.id = $1 FOR NO KEY UPDATE OF n`, [noteId]);
    if (row === undefined || !mine(row)) throw notFound('note');
    return row;
  }

  private async tell(tx: Tx, actor: MemberActor, note: Omit<NoteKey, 'id'>, type: string): Promise<void> {
    await record(tx, [{ type, actor: actorOf(actor), subjectId: note.review_id }, qualityMoved(actor, note.review_id, [note.coach_id, note.given ? note.agent_id : null])]);
  }
}
