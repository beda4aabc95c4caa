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

async function take(tx: Tx, workspaceId: string, limit: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `WITH due AS MATERIALIZED (SELECT conversation_id AS id, min(look_at) AS at FROM (SELECT conversation_id, look_at FROM rule_clocks WHERE workspace_id = $1 AND look_at <= now() ORDER BY look_at LIMIT 4000) k GROUP BY 1)
     SELECT id FROM due WHERE pg_try_advisory_xact_lock(hashtextextended('rules:' || id, 0)) ORDER BY at, id LIMIT $2`, [workspaceId, limit]);
  return rows.map(({ id }) => id);
}
