import { Injectable } from '@nestjs/common';
import type { FeedPage } from '@kontuar/contract';
import { Database, Secrets } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { forReader, hydrate, type EventRow } from './feed';
import { eventColumns } from './relay.service';

/** What a client missed, over REST: sockets are hints, this is the answer. */
@Injectable()
export class Feed {
  constructor(private readonly database: Database, private readonly secrets: Secrets) {}

  async since(actor: MemberActor, after: number, limit: number): Promise<FeedPage> {
    return this.database.inWorkspace(actor.workspaceId, async (tx) => {
      const rows = await tx.query<EventRow>(`SELECT ${eventColumns} FROM events e WHERE e.workspace_id = $1 AND e.seq > $2 ORDER BY e.seq LIMIT $3`, [actor.workspaceId, after, limit]);
      const items = (await hydrate(tx, this.secrets, rows)).flatMap((published) => forReader(actor, published) ?? []);
      return { items, lastSeq: rows.length === 0 ? Math.min(after, await lastSeq(tx, actor.workspaceId)) : Number(rows.at(-1)?.seq), hasMore: rows.length === limit };
    });
  }

  async lastSeq(workspaceId: string): Promise<number> {
    return this.database.inWorkspace(workspaceId, (tx) => lastSeq(tx, workspaceId));
  }

  /** For the heartbeat of many workspaces at once. */
  async lastSeqs(workspaceIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.database.asSystem((tx) => tx.query<{ workspace_id: string; last_seq: string }>(`SELECT workspace_id, last_seq FROM feeds WHERE workspace_id = ANY($1::uuid[])`, [workspaceIds]));
    return new Map(rows.map((row) => [row.workspace_id, Number(row.last_seq)]));
  }
}

async function lastSeq(tx: { query<T>(sql: string, parameters?: unknown[]): Promise<T[]> }, workspaceId: string): Promise<number> {
  const [row] = await tx.query<{ last_seq: string }>(`SELECT last_seq FROM feeds WHERE workspace_id = $1`, [workspaceId]);
  return Number(row?.last_seq ?? 0);
}
