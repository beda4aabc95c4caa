import { Injectable } from '@nestjs/common';
import type { Calibration, CalibrationInput, CalibrationList, Review, ScorecardQuality } from '@kontuar/contract';
import { Database, newId, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { seesEverything } from '../access/can';
import { Conversations } from '../conversations/conversations.service';
import { conflict, invalid, notFound } from '../errors';
import { actorOf, record } from '../history/history';
import { alphaOf, gapOf, sameness, type Unit } from './agreement';
import { beginReview } from './begin-review';
import { readReview } from './review.row';
import { reviewedIn } from './reviews.service';
import { teamOf } from './sample.queries';
import { scorecardFor } from './scorecards.service';

interface RoundRow {
  id: string; agent_id: string; member_ids: string[]; scorecard_id: string; scorecard_version: number; qualities: ScorecardQuality[]; created_by: string | null; created_at: Date; closed_at: Date | null;
  conversation_id: string | null; number: number | null; contact_name: string | null; channel_id: string | null; subject: string | null; ended_at: Date | null;
}
interface PartRow { calibration_id: string; id: string; reviewer_id: string; given: boolean; scores: { quality: string; score: number | null }[] }

const SHOWN = 50;
const roundsWhere = (condition: string) => `SELECT b.id, b.agent_id, b.member_ids, b.scorecard_id, b.scorecard_version, v.qualities, b.created_by, b.created_at, b.closed_at,
    c.id AS conversation_id, c.number, p.name AS contact_name, c.channel_id, c.subject, coalesce(c.resolved_at, c.last_message_at) AS ended_at
  FROM calibrations b JOIN scorecard_versions v ON v.scorecard_id = b.scorecard_id AND v.version = b.scorecard_version
  LEFT JOIN conversations c ON c.id = kontuar_goes_on_in(b.conversation_id) LEFT JOIN contacts p ON p.id = c.contact_id WHERE ${condition}`;

/** Reviewers score the same work without seeing one another, then see how far they mean the same. It counts for nobody's figures. */
@Injectable()
export class Calibrations {
  constructor(private readonly database: Database, private readonly conversations: Conversations) {}

  async list(actor: MemberActor): Promise<CalibrationList> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const rows = await tx.query<RoundRow>(roundsWhere(`b.workspace_id = $1 AND b.agent_id <> $2 ORDER BY b.id DESC LIMIT ${SHOWN}`), [actor.workspaceId, actor.memberId]);
      const items = await this.views(tx, rows);
      const compared = items.flatMap(({ result, createdAt }) => (result === null || Date.parse(createdAt) < Date.now() - 90 * 86_400_000 ? [] : [result]));
      return { items, alpha: alphaOf(compared.flatMap(({ qualities }) => qualities.map(({ scores }) => scores.map(({ score }) => score)))), rounds: compared.length };
    });
  }

  async get(actor: MemberActor, calibrationId: string): Promise<Calibration> {
    return this.database.lookInWorkspace(actor.workspaceId, (tx) => this.read(tx, actor, calibrationId));
  }

  async create(actor: MemberActor, input: CalibrationInput): Promise<Calibration> {
    return this.conversations.unit(actor, async (tx) => {
      const { merged_into: mergedInto } = await this.conversations.allow(tx, actor, input.conversationId, 'quality.review');
      if (mergedInto !== null) throw notFound('conversation');
      const agentId = await reviewedIn(tx, actor, input.conversationId, input.agentId ?? null);
      if (input.memberIds.includes(agentId)) throw invalid('own-work', 'Nobody reviews their own work.', { errors: [{ path: 'memberIds', message: 'Nobody reviews their own work.' }] });
      const people = await tx.query<{ id: string; role: Parameters<typeof seesEverything>[0] }>('SELECT id, role FROM memberships WHERE id = ANY($1::uuid[]) AND active', [input.memberIds]);
      if (people.length < input.memberIds.length) throw notFound('member');
      if (!people.every(({ role }) => seesEverything(role))) throw invalid('no-reviewer', 'Only supervisors and above review.', { errors: [{ path: 'memberIds', message: 'Only supervisors and above review.' }] });
      const { id: scorecardId, version } = await scorecardFor(tx, actor.workspaceId, await teamOf(tx, input.conversationId, agentId));
      const id = newId();
      await tx.execute('INSERT INTO calibrations (id, workspace_id, conversation_id, agent_id, member_ids, scorecard_id, scorecard_version, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)', [id, actor.workspaceId, input.conversationId, agentId, input.memberIds, scorecardId, version, actor.memberId]);
      await record(tx, [
        { type: 'calibration.begun', actor: actorOf(actor), conversationId: input.conversationId, subjectId: id, data: { memberIds: input.memberIds.filter((memberId) => memberId !== actor.memberId) } },
        { type: 'directory.changed', actor: actorOf(actor), subjectId: id, data: { what: 'quality', memberIds: [...new Set([...input.memberIds, actor.memberId])] } },
      ]);
      return this.read(tx, actor, id);
    });
  }

  /** One's own part in it, begun with the first look. */
  async part(actor: MemberActor, calibrationId: string): Promise<Review> {
    return this.conversations.unit(actor, async (tx) => {
      const [round] = await tx.query<RoundRow>(roundsWhere('b.id = $1 FOR NO KEY UPDATE OF b'), [calibrationId]);
      if (round === undefined || !round.member_ids.includes(actor.memberId)) throw notFound('calibration');
      const [own] = await tx.query<{ id: string }>('SELECT id FROM reviews WHERE calibration_id = $1 AND reviewer_id = $2', [calibrationId, actor.memberId]);
      if (own !== undefined) return readReview(tx, actor, own.id);
      if (round.conversation_id === null) throw conflict('conversation-gone', 'The conversation is gone; nobody can look at it again.');
      const id = await beginReview(tx, actor, { kind: 'calibration', conversationId: round.conversation_id, agentId: round.agent_id, calibrationId, scorecard: { id: round.scorecard_id, version: round.scorecard_version } });
      return readReview(tx, actor, id);
    });
  }

  /** Ends it with those who are in, when somebody does not come to it; two at least. */
  async close(actor: MemberActor, calibrationId: string): Promise<Calibration> {
    return this.conversations.unit(actor, async (tx) => {
      const { people, closedAt, createdBy } = await this.read(tx, actor, calibrationId);
      if (closedAt !== null) return this.read(tx, actor, calibrationId);
      if (createdBy !== actor.memberId && people.every(({ memberId }) => memberId !== actor.memberId)) throw notFound('calibration');
      if (people.filter(({ given }) => given).length < 2) throw conflict('too-few-scores', 'Two people at least have to score before there is something to compare.');
      await tx.execute(`DELETE FROM reviews WHERE calibration_id = $1 AND state = 'draft'`, [calibrationId]);
      await tx.execute('UPDATE calibrations SET closed_at = now(), member_ids = $2 WHERE id = $1 AND closed_at IS NULL', [calibrationId, people.filter(({ given }) => given).map(({ memberId }) => memberId)]);
      await record(tx, [{ type: 'calibration.closed', actor: actorOf(actor), subjectId: calibrationId }, { type: 'directory.changed', actor: actorOf(actor), subjectId: calibrationId, data: { what: 'quality', memberIds: people.map(({ memberId }) => memberId) } }]);
      return this.read(tx, actor, calibrationId);
    });
  }

  private async read(tx: Tx, actor: MemberActor, calibrationId: string): Promise<Calibration> {
    // Whose work it is about is not told how it is measured by it.
    const [view] = await this.views(tx, await tx.query<RoundRow>(roundsWhere('b.id = $1 AND b.agent_id <> $2'), [calibrationId, actor.memberId]));
    if (view === undefined) throw notFound('calibration');
    return view;
  }

  private async views(tx: Tx, rows: readonly RoundRow[]): Promise<Calibration[]> {
    if (rows.length === 0) return [];
    const parts = await tx.query<PartRow>(
      `SELECT r.calibration_id, r.id, r.reviewer_id, r.state <> 'draft' AS given, coalesce((SELECT jsonb_agg(jsonb_build_object('quality', s.quality, 'score', s.score)) FROM review_scores s WHERE s.review_id = r.id), '[]') AS scores
       FROM reviews r WHERE r.calibration_id = ANY($1::uuid[]) AND r.reviewer_id IS NOT NULL`, [rows.map(({ id }) => id)]);
    return rows.map((row) => {
      const own = parts.filter((part) => part.calibration_id === row.id);
      return {
        id: row.id, agentId: row.agent_id, createdBy: row.created_by, createdAt: row.created_at.toISOString(), closedAt: row.closed_at?.toISOString() ?? null,
        conversation: row.conversation_id === null || row.number === null || row.channel_id === null || row.ended_at === null ? null
          : { id: row.conversation_id, number: row.number, contactName: row.contact_name ?? '', channelId: row.channel_id, subject: row.subject, endedAt: row.ended_at.toISOString() },
        people: row.member_ids.map((memberId) => {
          const part = own.find((each) => each.reviewer_id === memberId);
          // Others' drafts have no address: nobody is led to them.
          return { memberId, reviewId: part?.given === true ? part.id : null, given: part?.given === true };
        }),
        // Blind until the last is in.
        result: row.closed_at === null ? null : compare(row, own.filter(({ given }) => given)),
      };
    });
  }
}

function compare({ qualities, member_ids: memberIds }: RoundRow, parts: readonly PartRow[]): NonNullable<Calibration['result']> {
  const scored = qualities.map(({ key, name }) => ({ key, name, scores: memberIds.flatMap((memberId) => {
    const score = parts.find((part) => part.reviewer_id === memberId)?.scores.find(({ quality }) => quality === key);
    return score === undefined ? [] : [{ memberId, score: score.score }];
  }) }));
  const units: Unit[] = scored.map(({ scores }) => scores.map(({ score }) => score));
  return { qualities: scored.map((each, at) => ({ ...each, gap: gapOf(units[at] ?? []) })), ...sameness(units), alpha: alphaOf(units) };
}
