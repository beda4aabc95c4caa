import { Injectable } from '@nestjs/common';
import type { QueueQuery, QueueSkipInput, QueueTakeInput, ReadingQueue, Review } from '@kontuar/contract';
import { Database, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { Conversations } from '../conversations/conversations.service';
import { actorOf, record } from '../history/history';
import { readReviews } from './review.row';
import { beginReview } from './begin-review';
import { findCandidates, type Candidate } from './sample.queries';
import { pickNext, type Sampled } from './sampling';
import { qualitySettingsOf } from './settings';

const DAY_MS = 86_400_000;

/** What is worth reading next, and why; who takes it has it for themselves. */
@Injectable()
export class Readings {
  constructor(private readonly database: Database, private readonly conversations: Conversations) {}

  async next(actor: MemberActor, { limit, teamId, agentId }: QueueQuery): Promise<ReadingQueue> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      const { picked, outOf, reviewed } = await this.pick(tx, actor, { limit, teamId: teamId ?? null, agentId: agentId ?? null });
      return {
        items: picked.map(({ facts, points, why }) => ({ conversation: { id: facts.conversationId, number: facts.number, contactName: facts.contactName, channelId: facts.channelId, subject: facts.subject, endedAt: facts.endedAt.toISOString() }, agentId: facts.agentId, teamId: facts.teamId, points, why })),
        outOf, reviewed: [...reviewed].map(([id, count]) => ({ agentId: id, count })),
      };
    });
  }

  /** So many that this reviewer has in hand: begun ones first, then the next of the queue. */
  async take(actor: MemberActor, { count, teamId, agentId }: QueueTakeInput): Promise<{ items: Review[] }> {
    return this.conversations.unit(actor, async (tx) => {
      // One at a time: two reviewers who press at once get different ones.
      await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`reading queue ${actor.workspaceId}`]);
      const begun = await tx.query<{ id: string }>(`SELECT id FROM reviews WHERE reviewer_id = $1 AND kind = 'review' AND state = 'draft' AND conversation_id IS NOT NULL AND ($3::uuid IS NULL OR agent_id = $3) ORDER BY id LIMIT $2`, [actor.memberId, count, agentId ?? null]);
      const ids = begun.map(({ id }) => id);
      if (ids.length < count) {
        const { picked } = await this.pick(tx, actor, { limit: count - ids.length, teamId: teamId ?? null, agentId: agentId ?? null });
        for (const { facts, why } of picked) ids.push(await beginReview(tx, actor, { kind: 'review', conversationId: facts.conversationId, agentId: facts.agentId, why }));
      }
      const reviews = await readReviews(tx, actor, ids);
      return { items: ids.flatMap((id) => reviews.filter((review) => review.id === id)) };
    });
  }

  /** Not worth a review; or, `back`, after all. */
  async skip(actor: MemberActor, { conversationId, back }: QueueSkipInput): Promise<void> {
    await this.conversations.unit(actor, async (tx) => {
      await this.conversations.allow(tx, actor, conversationId, 'conversation.read');
      const moved = back
        ? await tx.execute('DELETE FROM review_skips WHERE conversation_id = $1', [conversationId])
        : await tx.execute('INSERT INTO review_skips (workspace_id, conversation_id, member_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING', [actor.workspaceId, conversationId, actor.memberId]);
      if (moved > 0) await record(tx, [{ type: back ? 'review.unskipped' : 'review.skipped', actor: actorOf(actor), conversationId }]);
    });
  }

  private async pick(tx: Tx, actor: MemberActor, { limit, teamId, agentId }: { limit: number; teamId: string | null; agentId: string | null }): Promise<{ picked: Sampled<Candidate>[]; outOf: number; reviewed: Map<string, number> }> {
    const { days, randomShare } = await qualitySettingsOf(tx, actor.workspaceId);
    const now = Date.now();
    const since = new Date(now - days * DAY_MS);
    const candidates = await findCandidates(tx, { workspaceId: actor.workspaceId, since, reviewerId: actor.memberId, teamId, agentId });
    const counts = await tx.query<{ id: string; n: number }>(`SELECT agent_id AS id, count(*)::int AS n FROM reviews WHERE workspace_id = $1 AND kind = 'review' AND agent_id = ANY($2::uuid[]) AND created_at >= $3 GROUP BY agent_id`, [actor.workspaceId, [...new Set(candidates.map((each) => each.agentId))], since]);
    const reviewed = new Map(counts.map(({ id, n }) => [id, n]));
    const picked = pickNext(candidates, { limit, randomShare, reviewed, seed: `${actor.workspaceId} ${new Date(now).toISOString().slice(0, 10)}` });
    return { picked, outOf: candidates.length, reviewed };
  }
}
