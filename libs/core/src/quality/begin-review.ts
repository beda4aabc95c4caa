import type { ReviewKind, WhyRead } from '@kontuar/contract';
import { newId, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { conflict } from '../errors';
import { actorOf, record } from '../history/history';
import { teamOf } from './sample.queries';
import { scorecardFor } from './scorecards.service';

export interface Beginning {
  kind: ReviewKind; conversationId: string; agentId: string; why?: readonly WhyRead[];
  firstId?: string; calibrationId?: string;
  /** Left out: the one that holds now. */
  scorecard?: { id: string; version: number };
}

/** A draft that is this reviewer's alone. @throws conflict where another has it already */
export async function beginReview(tx: Tx, actor: MemberActor, { kind, conversationId, agentId, why = [], firstId, calibrationId, scorecard }: Beginning): Promise<string> {
  const teamId = await teamOf(tx, conversationId, agentId);
  const { id: scorecardId, version } = scorecard ?? await scorecardFor(tx, actor.workspaceId, teamId);
  const id = newId();
  const made = await tx.execute(
    `INSERT INTO reviews (id, workspace_id, kind, conversation_id, agent_id, reviewer_id, team_id, scorecard_id, scorecard_version, first_id, calibration_id, why) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING`,
    [id, actor.workspaceId, kind, conversationId, agentId, actor.memberId, teamId, scorecardId, version, firstId ?? null, calibrationId ?? null, JSON.stringify(why)]);
  if (made === 0) throw conflict('reviewed-already', 'Somebody reviews this already.');
  await record(tx, [{ type: 'review.begun', actor: actorOf(actor), conversationId, subjectId: id, data: { kind } }]);
  return id;
}
