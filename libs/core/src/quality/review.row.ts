import type { CoachingNote, QualityScore, Review, ReviewKind, ReviewRow, ReviewState, ScorecardQuality, WhyRead } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { can } from '../access/can';
import { conflict, notFound } from '../errors';

export interface ReviewDbRow {
  id: string; kind: ReviewKind; state: ReviewState; agent_id: string; reviewer_id: string | null; team_id: string | null; why: WhyRead[]; mean: number | null; comment: string; answer: string; answered_at: Date | null;
  contest: string; contested_at: Date | null; created_at: Date; given_at: Date | null; first_id: string | null; second_id: string | null; calibration_id: string | null; version: number;
  scorecard_id: string; scorecard_name: string; scorecard_version: number; qualities: ScorecardQuality[];
  conversation_id: string | null; number: number | null; contact_name: string | null; channel_id: string | null; subject: string | null; ended_at: Date | null;
}
interface NoteRow { id: string; review_id: string; message_id: string; seq: number | null; quality: string | null; text: string; coach_id: string; agent_id: string; at: Date; changed_at: Date; answer: string; answered_at: Date | null }

const columns = `r.id, r.kind, r.state, r.agent_id, r.reviewer_id, r.team_id, r.why, r.mean, r.comment, r.answer, r.answered_at, r.contest, r.contested_at, r.created_at, r.given_at, r.first_id,
  (SELECT s.id FROM reviews s WHERE s.first_id = r.id AND s.state <> 'draft') AS second_id, r.calibration_id, r.version, r.scorecard_id, k.name AS scorecard_name, r.scorecard_version, v.qualities,
  c.id AS conversation_id, c.number, p.name AS contact_name, c.channel_id, c.subject, coalesce(c.resolved_at, c.last_message_at) AS ended_at`;
// What went up in another conversation is read where it is now.
const joins = `FROM reviews r JOIN scorecards k ON k.id = r.scorecard_id JOIN scorecard_versions v ON v.scorecard_id = r.scorecard_id AND v.version = r.scorecard_version
  LEFT JOIN conversations c ON c.id = kontuar_goes_on_in(r.conversation_id) LEFT JOIN contacts p ON p.id = c.contact_id`;

/**
 * Who may see a review `r`: its reviewer always; who it is about, once it was given; those who review, once it was given. A score beside others is between its reviewer and the
 * round, until the round is over. For WHERE clauses; parameters are appended.
 */
export function visibleReviews(actor: MemberActor, parameters: unknown[]): string {
  const n = `$${parameters.push(actor.memberId)}::uuid`;
  const others = can(actor, 'quality.review') ? `(r.state <> 'draft' AND (r.kind <> 'calibration' OR (r.agent_id <> ${n} AND EXISTS (SELECT 1 FROM calibrations b WHERE b.id = r.calibration_id AND b.closed_at IS NOT NULL))))` : 'false';
  return `(r.reviewer_id = ${n} OR (r.agent_id = ${n} AND r.state <> 'draft' AND r.kind <> 'calibration') OR ${others})`;
}

export async function findReviewRows(tx: Tx, actor: MemberActor, { where, parameters, rest = '' }: { where: string; parameters: unknown[]; rest?: string }): Promise<ReviewDbRow[]> {
  return tx.query<ReviewDbRow>(`SELECT ${columns} ${joins} WHERE ${where} AND ${visibleReviews(actor, parameters)} ${rest}`, parameters);
}

export async function readReviews(tx: Tx, actor: MemberActor, ids: readonly string[]): Promise<Review[]> {
  if (ids.length === 0) return [];
  const rows = await findReviewRows(tx, actor, { where: 'r.id = ANY($1::uuid[])', parameters: [ids] });
  const shown = rows.map(({ id }) => id);
  const [scores, notes] = await Promise.all([
    tx.query<QualityScore & { review_id: string }>('SELECT review_id, quality, score, note FROM review_scores WHERE review_id = ANY($1::uuid[]) ORDER BY quality', [shown]),
    // Nobody else gets them, whatever their role; and the agent not before the review is theirs to read.
    tx.query<NoteRow>(
      `SELECT n.id, n.review_id, n.message_id, m.seq, n.quality, n.text, n.coach_id, n.agent_id, n.at, n.changed_at, n.answer, n.answered_at FROM coaching_notes n JOIN reviews r ON r.id = n.review_id LEFT JOIN messages m ON m.id = n.message_id
       WHERE n.review_id = ANY($1::uuid[]) AND (n.coach_id = $2 OR (n.agent_id = $2 AND r.state <> 'draft')) ORDER BY m.seq, n.at, n.id`, [shown, actor.memberId]),
  ]);
  return rows.map((row) => {
    const listed = toRow(row, actor);
    return {
      ...listed, scorecard: { id: row.scorecard_id, name: row.scorecard_name, version: row.scorecard_version, qualities: row.qualities },
      scores: listed.blind ? [] : scores.filter((score) => score.review_id === row.id).map(({ quality, score, note }) => ({ quality, score, note })),
      notes: notes.filter((note) => note.review_id === row.id).map(toNote),
    };
  });
}

export async function readReview(tx: Tx, actor: MemberActor, id: string): Promise<Review> {
  const [review] = await readReviews(tx, actor, [id]);
  if (review === undefined) throw notFound('review');
  return review;
}

/** Held until the transaction ends. */
export async function holdReview(tx: Tx, actor: MemberActor, id: string): Promise<Review> {
  if ((await tx.query('SELECT 1 FROM reviews WHERE id = $1 FOR NO KEY UPDATE', [id])).length === 0) throw notFound('review');
  return readReview(tx, actor, id);
}

/** A draft of one's own. Of other people's drafts nobody learns. */
export async function holdDraft(tx: Tx, actor: MemberActor, id: string): Promise<Review> {
  const review = await holdReview(tx, actor, id);
  if (review.reviewerId !== actor.memberId) throw notFound('review');
  if (review.state !== 'draft') throw conflict('review-given', 'This review was given already.');
  return review;
}

/** While somebody asks for a second look, those who may take it have not seen the first. */
const isBlind = (row: ReviewDbRow, actor: MemberActor): boolean => row.state === 'contested' && row.reviewer_id !== actor.memberId && row.agent_id !== actor.memberId;

export function toRow(row: ReviewDbRow, actor: MemberActor): ReviewRow {
  const blind = isBlind(row, actor);
  return {
    id: row.id, kind: row.kind, state: row.state, agentId: row.agent_id, reviewerId: row.reviewer_id, teamId: row.team_id, why: row.why, blind,
    conversation: row.conversation_id === null || row.number === null || row.channel_id === null || row.ended_at === null ? null
      : { id: row.conversation_id, number: row.number, contactName: row.contact_name ?? '', channelId: row.channel_id, subject: row.subject, endedAt: row.ended_at.toISOString() },
    mean: blind ? null : row.mean, comment: blind ? '' : row.comment, answer: blind ? '' : row.answer, answeredAt: row.answered_at?.toISOString() ?? null,
    contest: blind ? '' : row.contest, contestedAt: row.contested_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(), givenAt: row.given_at?.toISOString() ?? null, firstId: row.first_id, secondId: row.second_id, calibrationId: row.calibration_id, version: row.version,
  };
}

const toNote = (row: NoteRow): CoachingNote => ({
  id: row.id, reviewId: row.review_id, messageId: row.message_id, seq: row.seq, quality: row.quality, text: row.text, coachId: row.coach_id, agentId: row.agent_id,
  at: row.at.toISOString(), changedAt: row.changed_at.toISOString(), answer: row.answer, answeredAt: row.answered_at?.toISOString() ?? null,
});
