import { Inject, Injectable } from '@nestjs/common';
import type { HeldAct, HeldDecided, HeldDecision, HeldItem, HeldList } from '@kontuar/contract';
import { Database, Queues, type Pulse, type Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { lockConversations } from '../conversations/change';
import { conflict, notFound } from '../errors';
import { followUpColumns, stopFollowUp, type FollowUpRow } from '../follow-ups/follow-up.row';
import { directoryChanged } from '../history/directory';
import { actorOf, record } from '../history/history';
import { holdCampaign } from '../outreach/campaign.row';
import { refreshPlan } from '../planned/plan';
import { plannedColumns, type PlannedRow } from '../planned/planned.row';
import { endPlanned } from '../planned/release';
import { wakeAt } from '../planned/wake';
import { PULSE } from '../tokens';
import { findCrisis, type CrisisRow } from './crisis.row';
import { findHeld } from './held';
import { addEntry } from './in-force';

/** So much of one decision is done together. */
const AT_ONCE = 200;
const MOST = 10_000;

/** What waits until a crisis is over, and what becomes of it: it leaves in the order in which it would have, or later by as long as the crisis lasted, or not at all. */
@Injectable()
export class CrisisHolds {
  constructor(private readonly database: Database, private readonly queues: Queues, @Inject(PULSE) private readonly pulse: Pulse) {}

  list(actor: MemberActor, crisisId: string): Promise<HeldList> {
    return this.database.lookInWorkspace(actor.workspaceId, async (tx) => {
      await findCrisis(tx, crisisId);
      return findHeld(tx, actor, crisisId, { limit: AT_ONCE });
    });
  }

  /** What somebody else decided meanwhile stays as they did. In steps, each of them whole: one that is cut off goes on with the next call. */
  async decide(actor: MemberActor, crisisId: string, { act, items }: HeldDecision): Promise<HeldDecided> {
    let done = 0;
    for (let looked = 0; looked < MOST; looked += AT_ONCE) {
      const step = await this.step(actor, crisisId, act, items);
      done += step.done;
      if (items !== null || step.looked < AT_ONCE || step.done === 0) break;
    }
    if (done > 0) {
      await this.database.inWorkspace(actor.workspaceId, async (tx) => {
        const crisis = await findCrisis(tx, crisisId);
        await addEntry(tx, actor.workspaceId, crisisId, actor, { kind: crisis.ended_at === null ? 'released' : 'decided', held: { act, count: done } });
        await record(tx, [{ type: 'crisis.decided', actor: actorOf(actor), subjectId: crisisId, data: { act, count: done } }, directoryChanged(actor, 'crisis', crisisId)]);
      });
      this.pulse.publish('relay');
    }
    return { done, left: (await this.database.lookInWorkspace(actor.workspaceId, (tx) => findHeld(tx, actor, crisisId, { limit: 1, isDue: true }))).total };
  }

  private step(actor: MemberActor, crisisId: string, act: HeldAct, only: HeldDecision['items']): Promise<{ looked: number; done: number }> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const crisis = await findCrisis(tx, crisisId);
      if (act === 'shift' && crisis.ended_at === null) throw conflict('crisis-on', 'Nobody knows yet for how long: this can be decided when the crisis is over.');
      const { items } = await findHeld(tx, actor, crisisId, { limit: AT_ONCE, ...(only === null ? { isDue: true } : { only }) });
      if (only !== null && items.length === 0) throw notFound('held thing');
      const conversationIds = [...new Set(items.flatMap(({ conversationId }) => conversationId ?? []))];
      // As the clock does: first the conversations, then what stands in them.
      await lockConversations(tx, conversationIds);
      let done = 0;
      for (const [place, item] of items.entries()) if (await this.one(tx, actor, crisis, item, act, place)) done += 1;
      await refreshPlan(tx, actor.workspaceId, conversationIds, actor);
      return { looked: items.length, done };
    });
  }

  /** False: it is gone, or somebody else was faster. */
  private async one(tx: Tx, actor: MemberActor, crisis: CrisisRow, item: HeldItem, act: HeldAct, place: number): Promise<boolean> {
    if (item.kind === 'campaign') await holdCampaign(tx, item.id);
    const claimed = await tx.execute(
      `INSERT INTO crisis_holds (workspace_id, crisis_id, kind, item_id, was_due, state, decided_by, decided_at) VALUES ($1, $2, $3, $4, $5, $6, $7, now())
       ON CONFLICT (crisis_id, kind, item_id) DO UPDATE SET state = excluded.state, decided_by = excluded.decided_by, decided_at = now() WHERE crisis_holds.state = 'held'`,
      [crisis.workspace_id, crisis.id, item.kind, item.id, item.wasDue, act, actor.memberId]);
    if (claimed === 0) return false;
    if (act === 'drop') return this.drop(tx, actor, item);
    // Not due yet: from now on nothing holds it, and its time is its own.
    if (!item.isDue) return true;
    // A moment apart, so that they leave in the order in which they would have.
    const lasted = (crisis.ended_at ?? new Date()).getTime() - crisis.began_at.getTime();
    const at = new Date(act === 'send' ? Date.now() + place : Math.max(Date.now() + place, new Date(item.wasDue).getTime() + lasted));
    const columns = { 'planned': `UPDATE planned_answers SET due_at = $2, send_at = $2, version = version + 1 WHERE id = $1 AND state = 'scheduled' AND due_at IS NULL`, 'follow-up': `UPDATE follow_ups SET due_at = $2 WHERE id = $1 AND state = 'active' AND due_at IS NULL`, 'campaign': `UPDATE outreach_campaigns SET look_at = $2 WHERE id = $1 AND state = 'running' AND look_at IS NULL` };
    if ((await tx.execute(columns[item.kind], [item.id, at])) === 0) return false;
    wakeAt(tx, this.queues, item.kind === 'campaign' ? 'outreach' : item.kind, item.id, at);
    await record(tx, [{ type: 'crisis.let-go', actor: actorOf(actor), ...(item.conversationId === null ? {} : { conversationId: item.conversationId }), subjectId: item.id, data: { kind: item.kind, act, at: at.toISOString() } }, ...(item.kind === 'campaign' ? [directoryChanged(actor, 'outreach', item.id)] : [])]);
    return true;
  }

  /** What an answer says stays in its thread until somebody takes or drops it. */
  private async drop(tx: Tx, actor: MemberActor, { kind, id }: HeldItem): Promise<boolean> {
    if (kind === 'planned') {
      const [planned] = await tx.query<PlannedRow>(`SELECT ${plannedColumns} FROM planned_answers p WHERE p.id = $1 AND p.state = 'scheduled' FOR UPDATE`, [id]);
      if (planned !== undefined) await endPlanned(tx, actor, planned, 'cancelled', 'crisis');
      return planned !== undefined;
    }
    if (kind === 'follow-up') {
      const [followUp] = await tx.query<FollowUpRow>(`SELECT ${followUpColumns} FROM follow_ups f WHERE f.id = $1 AND f.state = 'active' FOR UPDATE`, [id]);
      if (followUp !== undefined) await stopFollowUp(tx, actor, followUp, 'crisis');
      return followUp !== undefined;
    }
    const stopped = await tx.execute(`UPDATE outreach_campaigns SET state = 'stopped', look_at = NULL, waits_until = NULL, ended_at = now(), version = version + 1 WHERE id = $1 AND state = 'running'`, [id]);
    if (stopped > 0) await record(tx, [{ type: 'outreach.stopped', actor: actorOf(actor), subjectId: id, data: { reason: 'crisis' } }, directoryChanged(actor, 'outreach', id)]);
    return stopped > 0;
  }
}
