import { Injectable } from '@nestjs/common';
import type { Page, QualityScore, Review, ReviewInput, ReviewPatch, ReviewQuery, ReviewRow } from '@kontuar/contract';
import { Database, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { Conversations } from '../conversations/conversations.service';
import { conflict, forbidden, invalid, notFound } from '../errors';
import { actorOf, record, type Happening } from '../history/history';
import { afterId, toPageById } from '../paging';
import { weightedMean } from './agreement';
import { beginReview } from './begin-review';
import { closeRound } from './close-round';
import { findReviewRows, holdDraft, holdReview, readReview, toRow } from './review.row';
import { agentIn } from './sample.queries';

/** Whose screens show it anew; nobody else hears of it. */
export const qualityMoved = (actor: MemberActor, reviewId: string, memberIds: readonly (string | null)[]): Happening => ({
  type: 'directory.changed', actor: actorOf(actor), subjectId: reviewId, data: { what: 'quality', memberIds: [...new Set(memberIds.filter((id) => id !== null))] },
});

/** What a reviewer finds in a member's part of a conversation, what the member says to it, and the second look that they may ask for. */
@Injectable()
export class Reviews {
  constructor(private readonly database: Database, private readonly conversations: Conversations) {}

  async list(actor: MemberActor, query: ReviewQuery): Promise<Page<ReviewRow>> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const parameters: unknown[] = [actor.workspaceId];
      const where = ['r.workspace_id = $1'];
      const by = (condition: (n: string) => string, value: unknown) => { if (value !== undefined && value !== null) where.push(condition(`$${parameters.push(value)}`)); };
      by((n) => `r.id < ${n}::uuid`, afterId(query));
      by((n) => `r.state = ${n}`, query.state);
      by((n) => `r.agent_id = ${n}::uuid`, query.agentId);
      by((n) => `r.conversation_id = ${n}::uuid`, query.conversationId);
      if (query.whose === 'mine') by((n) => `r.agent_id = ${n}::uuid AND r.kind <> 'calibration' AND r.state <> 'draft'`, actor.memberId);
      if (query.whose === 'written') by((n) => `r.reviewer_id = ${n}::uuid`, actor.memberId);
      // What others asked for: a second look that is free, or begun by this reviewer; their part in a round.
      if (query.whose === 'waiting') {
        by((n) => `((r.state = 'contested' AND r.reviewer_id IS DISTINCT FROM ${n}::uuid AND r.agent_id <> ${n}::uuid AND NOT EXISTS (SELECT 1 FROM reviews s WHERE s.first_id = r.id)) OR (r.state = 'draft' AND r.kind <> 'review' AND r.reviewer_id = ${n}::uuid))`, actor.memberId);
        if (!can(actor, 'quality.review')) where.push('false');
      }
      const rows = await findReviewRows(tx, actor, { where: where.join(' AND '), parameters, rest: `ORDER BY r.id DESC LIMIT ${query.limit + 1}` });
      return toPageById(rows, query.limit, (row) => toRow(row, actor));
    });
  }

  async get(actor: MemberActor, reviewId: string): Promise<Review> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => readReview(tx, actor, reviewId));
  }

  /** Of any conversation, sampled or not. Begun by oneself before: that one. */
  async begin(actor: MemberActor, { conversationId, agentId }: ReviewInput): Promise<Review> {
    return this.conversations.unit(actor, async (tx) => {
      await this.conversations.allow(tx, actor, conversationId, 'quality.review');
      const whose = await reviewedIn(tx, actor, conversationId, agentId ?? null);
      const [own] = await tx.query<{ id: string }>(`SELECT id FROM reviews WHERE conversation_id = $1 AND agent_id = $2 AND kind = 'review' AND reviewer_id = $3`, [conversationId, whose, actor.memberId]);
      return readReview(tx, actor, own?.id ?? await beginReview(tx, actor, { kind: 'review', conversationId, agentId: whose, why: [{ reason: 'asked', value: null }] }));
    });
  }

  /** Scores and words of a draft; scores are all of them. @throws changed-meanwhile */
  async change(actor: MemberActor, reviewId: string, { version, scores, comment }: ReviewPatch): Promise<Review> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const review = await holdDraft(tx, actor, reviewId);
      if (version !== undefined && version !== review.version) throw conflict('changed-meanwhile', 'This review was changed in another window meanwhile.', { version: review.version });
      if (scores !== undefined) await putScores(tx, actor, review, scores);
      await tx.execute('UPDATE reviews SET comment = coalesce($2, comment), mean = CASE WHEN $3 THEN $4 ELSE mean END, version = version + 1 WHERE id = $1', [reviewId, comment ?? null, scores !== undefined, weightedMean(scores ?? [], review.scorecard.qualities)]);
      return readReview(tx, actor, reviewId);
    });
  }

  /** To the member it is about; into the round, where it is a calibration. @throws scores-missing */
  async give(actor: MemberActor, reviewId: string): Promise<Review> {
    return this.conversations.unit(actor, async (tx) => {
      const review = await holdDraft(tx, actor, reviewId);
      const missing = review.scorecard.qualities.filter(({ key }) => !review.scores.some(({ quality }) => quality === key)).map(({ key }) => key);
      if (missing.length > 0) throw invalid('scores-missing', 'Score each quality, or say that it does not apply.', { qualities: missing });
      if (review.mean === null) throw invalid('scores-missing', 'One quality at least has to be scored.', { qualities: [] });
      await tx.execute(`UPDATE reviews SET state = 'given', given_at = now(), version = version + 1 WHERE id = $1`, [reviewId]);
      const told: Happening = { type: 'review.given', actor: actorOf(actor), subjectId: reviewId, ...about(review), data: { kind: review.kind, state: { from: 'draft', to: 'given' }, ...(review.kind === 'calibration' ? {} : { memberIds: [review.agentId] }) } };
      const happened = [told];
      if (review.kind === 'second' && review.firstId !== null) happened.push(...await this.settle(tx, actor, review.firstId));
      if (review.calibrationId !== null) happened.push(...await closeRound(tx, actor, review.calibrationId));
      await record(tx, [...happened, ...(review.kind === 'calibration' ? [] : [qualityMoved(actor, reviewId, [review.agentId, actor.memberId])])]);
      return readReview(tx, actor, reviewId);
    });
  }

  /** A draft that is not wanted; its conversation goes back to the queue. */
  async discard(actor: MemberActor, reviewId: string): Promise<void> {
    await this.conversations.unit(actor, async (tx) => {
      const review = await holdDraft(tx, actor, reviewId);
      await tx.execute('DELETE FROM reviews WHERE id = $1', [reviewId]);
      await record(tx, [{ type: 'review.discarded', actor: actorOf(actor), subjectId: reviewId, ...about(review), data: { kind: review.kind } }, qualityMoved(actor, reviewId, [actor.memberId])]);
    });
  }

  /** What the member says to it; it may be put right as long as nobody looks again. */
  async answer(actor: MemberActor, reviewId: string, text: string): Promise<Review> {
    return this.conversations.unit(actor, async (tx) => {
      const review = await this.about(tx, actor, reviewId);
      if (review.state !== 'given' && review.state !== 'answered') throw conflict('review-contested', 'A second look at this review was asked for; it is answered there.');
      await tx.execute(`UPDATE reviews SET answer = $2, answered_at = now(), state = 'answered', version = version + 1 WHERE id = $1`, [reviewId, text]);
      await record(tx, [{ type: 'review.answered', actor: actorOf(actor), subjectId: reviewId, ...about(review), data: { memberIds: review.reviewerId === null ? [] : [review.reviewerId] } }, qualityMoved(actor, reviewId, [review.reviewerId, actor.memberId])]);
      return readReview(tx, actor, reviewId);
    });
  }

  /** Somebody else shall look, who does not know what the first found. Until then it counts nowhere. */
  async contest(actor: MemberActor, reviewId: string, text: string): Promise<Review> {
    return this.conversations.unit(actor, async (tx) => {
      const review = await this.about(tx, actor, reviewId);
      if (review.kind === 'second') throw conflict('second-look-done', 'A second look stands.');
      if (review.state !== 'given' && review.state !== 'answered') throw conflict('review-contested', 'A second look was asked for already.');
      await tx.execute(`UPDATE reviews SET contest = $2, contested_at = now(), state = 'contested', version = version + 1 WHERE id = $1`, [reviewId, text]);
      const others = await tx.query<{ id: string }>(`SELECT id FROM memberships WHERE active AND role IN ('owner', 'admin', 'supervisor') AND id <> $1 AND id IS DISTINCT FROM $2`, [actor.memberId, review.reviewerId]);
      await record(tx, [
        { type: 'review.contested', actor: actorOf(actor), subjectId: reviewId, ...about(review), data: { state: { from: review.state, to: 'contested' }, memberIds: others.map(({ id }) => id) } },
        qualityMoved(actor, reviewId, [review.reviewerId, actor.memberId, ...others.map(({ id }) => id)]),
      ]);
      return readReview(tx, actor, reviewId);
    });
  }

  /** Takes the second look: with the scorecard of the first, and without its scores. */
  async lookAgain(actor: MemberActor, reviewId: string): Promise<Review> {
    return this.conversations.unit(actor, async (tx) => {
      const first = await holdReview(tx, actor, reviewId);
      if (first.reviewerId === actor.memberId || first.agentId === actor.memberId) throw forbidden('A second look is for somebody who neither wrote the review nor is its subject.');
      if (first.state !== 'contested') throw conflict('not-contested', 'Nobody asked for a second look at this review.');
      if (first.conversation === null) throw conflict('conversation-gone', 'The conversation is gone; nobody can look at it again.');
      const [begun] = await tx.query<{ id: string; reviewer_id: string | null }>('SELECT id, reviewer_id FROM reviews WHERE first_id = $1', [reviewId]);
      if (begun !== undefined && begun.reviewer_id !== actor.memberId) throw conflict('reviewed-already', 'Somebody reviews this already.');
      const id = begun?.id ?? await beginReview(tx, actor, { kind: 'second', conversationId: first.conversation.id, agentId: first.agentId, why: [{ reason: 'asked', value: null }], firstId: reviewId, scorecard: first.scorecard });
      return readReview(tx, actor, id);
    });
  }

  private async settle(tx: Tx, actor: MemberActor, firstId: string): Promise<Happening[]> {
    const [first] = await tx.query<{ agent_id: string; reviewer_id: string | null }>(`UPDATE reviews SET state = 'settled', superseded = true, version = version + 1 WHERE id = $1 AND state = 'contested' RETURNING agent_id, reviewer_id`, [firstId]);
    if (first === undefined) throw conflict('not-contested', 'Nobody asked for a second look at this review.');
    return [{ type: 'review.settled', actor: actorOf(actor), subjectId: firstId, data: { state: { from: 'contested', to: 'settled' }, memberIds: first.reviewer_id === null ? [] : [first.reviewer_id] } }, qualityMoved(actor, firstId, [first.agent_id, first.reviewer_id])];
  }

  /** @throws not-found for everybody but whom it is about */
  private async about(tx: Tx, actor: MemberActor, reviewId: string): Promise<Review> {
    const review = await holdReview(tx, actor, reviewId);
    if (review.agentId !== actor.memberId || review.kind === 'calibration' || review.state === 'draft') throw notFound('review');
    return review;
  }
}

const about = ({ conversation }: Review): Pick<Happening, 'conversationId'> => (conversation === null ? {} : { conversationId: conversation.id });

/** @throws nobody-answered; forbidden where it would be one's own work */
export async function reviewedIn(tx: Tx, actor: MemberActor, conversationId: string, agentId: string | null): Promise<string> {
  const whose = await agentIn(tx, conversationId, agentId);
  if (whose === null) throw invalid('nobody-answered', 'There is nothing to review: nobody of the team answered here.');
  if (whose === actor.memberId) throw forbidden('Nobody reviews their own work.');
  return whose;
}

async function putScores(tx: Tx, actor: MemberActor, { id, scorecard }: Review, scores: readonly QualityScore[]): Promise<void> {
  const known = new Set(scorecard.qualities.map(({ key }) => key));
  const named = scores.map(({ quality }) => quality);
  if (named.some((quality) => !known.has(quality)) || new Set(named).size !== named.length) throw invalid('unknown-quality', 'These are not the qualities of this scorecard.');
  await tx.execute('DELETE FROM review_scores WHERE review_id = $1', [id]);
  await tx.execute(
    `INSERT INTO review_scores (workspace_id, review_id, quality, score, note) SELECT $1, $2, s.quality, s.score, coalesce(s.note, '') FROM jsonb_to_recordset($3::jsonb) AS s (quality text, score smallint, note text)`,
    [actor.workspaceId, id, JSON.stringify(scores)]);
}
