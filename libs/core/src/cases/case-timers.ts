import { Injectable } from '@nestjs/common';
import { channelKindOf } from '@kontuar/contract';
import { Queues, type Tx } from '@kontuar/platform';
import { Connectors } from '../tokens';
import type { Durable } from './answers';
import { holdCases, holdCasesAlone, type HeldCase, type KnownCase } from './case.row';
import { settleCases, warnOnly } from './settle';

/** Looks at cases when it is time: a warning, the end of a term, or news of an answer. */
@Injectable()
export class CaseTimers {
  constructor(private readonly connectors: Connectors, private readonly queues: Queues) {}

  /** Mail stays with its recipient as it was sent; what is said in a chat, below a post or on the phone does not. */
  readonly durable: Durable = (connectorId) => {
    const connector = this.connectors.find(connectorId);
    return connector !== undefined && channelKindOf(connector.capabilities) === 'mail';
  };

  async settle(tx: Tx, held: HeldCase, now = new Date()): Promise<void> {
    await this.settleAll(tx, held.row.workspace_id, [held], now);
  }

  async settleAll(tx: Tx, workspaceId: string, held: readonly HeldCase[], now = new Date()): Promise<void> {
    await settleCases(tx, workspaceId, held, { queues: this.queues, durable: this.durable, now });
  }

  /** Those of these cases whose time has come, by the clock of the database. Callers are in their workspace. Answers how many there were. */
  async run(tx: Tx, workspaceId: string, caseIds: readonly string[]): Promise<number> {
    const cases = await holdCases(tx, caseIds);
    const now = await databaseNow(tx);
    const due = cases.filter((each) => isDue(each, now));
    await settleCases(tx, workspaceId, due, { queues: this.queues, durable: this.durable, now, byTime: true });
    return due.length;
  }

  /** The same for those of which only a warning is told, without holding any conversation. Answers which ones have to be `run`. */
  async warn(tx: Tx, workspaceId: string, caseIds: readonly string[]): Promise<string[]> {
    const cases = await holdCasesAlone(tx, caseIds);
    const now = await databaseNow(tx);
    return warnOnly(tx, workspaceId, cases.filter((each) => isDue(each, now)), { queues: this.queues, durable: this.durable, now, byTime: true });
  }

  /** Cases of the workspace whose time has come and which no other worker has; they are this one's until its transaction ends. */
  async take(tx: Tx, workspaceId: string, limit: number): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `WITH due AS MATERIALIZED (SELECT id FROM cases WHERE workspace_id = $1 AND look_at <= now() AND withdrawn_at IS NULL ORDER BY look_at, id LIMIT 4000)
       SELECT id FROM due WHERE pg_try_advisory_xact_lock(hashtextextended('due:' || id, 0)) LIMIT $2`, [workspaceId, limit]);
    return rows.map(({ id }) => id);
  }
}

const isDue = ({ row }: KnownCase, now: Date): boolean => row.withdrawn_at === null && row.look_at !== null && row.look_at <= now;

/** Asked when everything is held: waiting for it may have taken a while. */
const databaseNow = async (tx: Tx): Promise<Date> => (await tx.query<{ now: Date }>('SELECT clock_timestamp() AS now'))[0]?.now ?? new Date();
