import { Injectable } from '@nestjs/common';
import type { FeedPage } from '@kontuar/contract';
import { Database, Gathered, Secrets, Shared } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { forReader, hydrate, type EventRow, type Published } from './feed';
import { eventColumns } from './relay.service';

interface Read { published: Published[]; lastSeq: number; hasMore: boolean }

/** What a client missed, over REST: sockets are hints, this is the answer. */
@Injectable()
export class Feed {
  /** After an outage everybody asks at once, from nearly the same place: it is read once, and each gets of it what they may see. */
  private readonly pages = new Shared<Read>();
  private readonly heads = new Gathered<string, number>((workspaceIds) => this.lastSeqs(workspaceIds), { atOnce: 1, most: 1000, restMs: 10 });

  constructor(private readonly database: Database, private readonly secrets: Secrets) {}

  async since(actor: MemberActor, after: number, limit: number): Promise<FeedPage> {
    const { published, lastSeq, hasMore } = await this.pages.ask(`${actor.workspaceId} ${after} ${limit}`, () => this.read(actor.workspaceId, after, limit));
    return { items: published.flatMap((one) => forReader(actor, one) ?? []), lastSeq, hasMore };
  }

  private read(workspaceId: string, after: number, limit: number): Promise<Read> {
    return this.database.lookInWorkspace(workspaceId, async (tx) => {
      const rows = await tx.query<EventRow>(`SELECT ${eventColumns} FROM events e WHERE e.workspace_id = $1 AND e.seq > $2 ORDER BY e.seq LIMIT $3`, [workspaceId, after, limit]);
      const published = await hydrate(tx, this.secrets, rows);
      return { published, lastSeq: rows.length === 0 ? Math.min(after, await lastSeq(tx, workspaceId)) : Number(rows.at(-1)?.seq), hasMore: rows.length === limit };
    });
  }

  async lastSeq(workspaceId: string): Promise<number> {
    return (await this.heads.ask(workspaceId)) ?? 0;
  }

  /** For the heartbeat of many workspaces at once. */
  async lastSeqs(workspaceIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.database.lookAsSystem((tx) => tx.query<{ workspace_id: string; last_seq: string }>(`SELECT workspace_id, last_seq FROM feeds WHERE workspace_id = ANY($1::uuid[])`, [workspaceIds]));
    return new Map(rows.map((row) => [row.workspace_id, Number(row.last_seq)]));
  }
}

async function lastSeq(tx: { query<T>(sql: string, parameters?: unknown[]): Promise<T[]> }, workspaceId: string): Promise<number> {
  const [row] = await tx.query<{ last_seq: string }>(`SELECT last_seq FROM feeds WHERE workspace_id = $1`, [workspaceId]);
  return Number(row?.last_seq ?? 0);
}
