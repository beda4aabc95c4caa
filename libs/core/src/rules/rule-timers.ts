import { Inject, Injectable } from '@nestjs/common';
import { Database, errorFields, type Log, type Pulse, type Tx } from '@kontuar/platform';
import { LOG, PULSE } from '../tokens';
import { RuleWork } from './rule-work';

/** Looks at clocks of rules when they have run out: "unchanged for two hours". */
@Injectable()
export class RuleTimers {
  constructor(private readonly database: Database, private readonly work: RuleWork, @Inject(PULSE) private readonly pulse: Pulse, @Inject(LOG) private readonly log: Log) {}

  /** Conversations of the workspace of which a clock has run out and which no other worker has. Answers how many there were. */
  async some(workspaceId: string, limit: number): Promise<number> {
    let taken: string[] = [];
    try {
      await this.database.inWorkspace(workspaceId, async (tx) => {
        taken = await take(tx, workspaceId, limit);
        if (taken.length > 0) await this.work.look(tx, workspaceId, taken);
      });
    } catch (error) {
      this.log.warn({ workspaceId, conversations: taken.length, ...errorFields(error) }, 'rules could not be asked together; one by one now');
      for (const id of taken) await this.database.inWorkspace(workspaceId, (tx) => this.work.look(tx, workspaceId, [id])).catch((why: unknown) => this.putOff(workspaceId, id, why));
    }
    if (taken.length > 0) this.pulse.publish('relay');
    return taken.length;
  }

  /** One that cannot be looked at must not be looked at all the time. */
  private async putOff(workspaceId: string, id: string, why: unknown): Promise<void> {
    this.log.warn({ conversationId: id, ...errorFields(why) }, 'rules could not be asked about a conversation; in a minute again');
    await this.database.inWorkspace(workspaceId, (tx) => tx.execute(`UPDATE rule_clocks SET look_at = now() + interval '1 minute' WHERE conversation_id = $1 AND look_at <= now()`, [id]));
  }
}

/** So many of those that are taken at once ran out last: what comes to its time while thousands are under way comes in its time all the same. */
const NEWEST = 20;

/** Of each rule those that ran out first, too: thousands of one keep none of another. The locks are asked for one after another in that order, not for all that is due. */
async function take(tx: Tx, workspaceId: string, limit: number): Promise<string[]> {
  const clocks = (order: string, most: number) => `rules r CROSS JOIN LATERAL (SELECT conversation_id, look_at, row_number() OVER (ORDER BY ${order}) AS place FROM rule_clocks WHERE rule_id = r.id AND look_at <= now() ORDER BY ${order} LIMIT ${most}) k WHERE r.workspace_id = $1`;
  const rows = await tx.query<{ id: string }>(
    `WITH due AS MATERIALIZED (
       SELECT id FROM (
         (SELECT k.conversation_id AS id, 0 AS place, k.look_at FROM ${clocks('look_at DESC', NEWEST)} ORDER BY k.look_at DESC LIMIT ${NEWEST})
         UNION ALL SELECT k.conversation_id, k.place, k.look_at FROM ${clocks('look_at', 1000)}) c
       GROUP BY 1 ORDER BY min(place), min(look_at), 1)
     SELECT id FROM due WHERE pg_try_advisory_xact_lock(hashtextextended('rules:' || id, 0)) LIMIT $2`, [workspaceId, limit]);
  return rows.map(({ id }) => id);
}
