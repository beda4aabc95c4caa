import { Injectable } from '@nestjs/common';
import { Queues, type Tx } from '@kontuar/platform';
import { Connectors } from '../tokens';
import { settlePromises } from './settle';

/** Looks at promises when it is time: a warning, the moment in which one breaks, what follows from it. */
@Injectable()
export class SlaTimers {
  constructor(private readonly connectors: Connectors, private readonly queues: Queues) {}

  /** Conversations of the workspace of which a promise has come to its time, and which no other worker has: they are this one's until its transaction ends. */
  async take(tx: Tx, workspaceId: string, limit: number): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      // One lock after another until there are enough: whoever took those of all that is due would leave other workers nothing, and the server no place for locks.
      `WITH due AS MATERIALIZED (SELECT conversation_id AS id FROM (SELECT conversation_id, look_at FROM sla_promises WHERE workspace_id = $1 AND look_at <= now() ORDER BY look_at LIMIT 4000) p GROUP BY 1 ORDER BY min(look_at), 1)
       SELECT id FROM due WHERE pg_try_advisory_xact_lock(hashtextextended('sla:' || id, 0)) LIMIT $2`, [workspaceId, limit]);
    return rows.map(({ id }) => id);
  }

  async settle(tx: Tx, workspaceId: string, conversationIds: readonly string[], silent = false): Promise<void> {
    if (conversationIds.length === 0) return;
    const [position] = await tx.query<{ since: Date }>('SELECT since FROM sla_positions WHERE workspace_id = $1', [workspaceId]);
    if (position === undefined) return;
    await settlePromises(tx, workspaceId, conversationIds, { queues: this.queues, connectors: this.connectors, since: position.since, silent });
    // One whose conversation is gone, or that nothing can be told of any more, must not be looked at for ever.
    await tx.execute(`UPDATE sla_promises SET look_at = NULL WHERE conversation_id = ANY($1::uuid[]) AND look_at <= now() - interval '1 minute'`, [conversationIds]);
  }
}
