import { Inject, Injectable } from '@nestjs/common';
import { ConnectorError } from '@kontuar/connectors/contract';
import { Database, errorFields, Queues, type Log, type Pulse } from '@kontuar/platform';
import { raiseAlarm } from '../channels/channel-alarms';
import { ChannelContexts } from '../channels/channel-contexts';
import { retryDelayMs } from '../sending/retry';
import { LOG, PULSE } from '../tokens';
import { Deliveries } from './deliveries.service';

interface Row { id: string; workspace_id: string; channel_id: string; delivery_id: string; ref: string; attempts: number; paused: boolean }

/** Over about a quarter of an hour; then the delivery that pointed at it is a dead letter, which somebody can replay. */
const MAX_ATTEMPTS = 8;

/** Fetches what platforms only pointed at. */
@Injectable()
export class Lookups {
  constructor(
    private readonly database: Database,
    private readonly contexts: ChannelContexts,
    private readonly deliveries: Deliveries,
    private readonly queues: Queues,
    @Inject(PULSE) private readonly pulse: Pulse,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Safe to call at any time, twice: one worker has it for two minutes. */
  async run(lookupId: string): Promise<void> {
    const row = await this.claim(lookupId);
    if (row === undefined) return;
    if (row.paused) return this.later(row, 60_000, undefined);
    try {
      const { connector, ctx } = await this.contexts.open(row.channel_id);
      if (connector.lookup === undefined) throw new ConnectorError('rejected', 'This platform cannot be asked for what it pointed at.');
      // Stored under ids of their own: when we die before the next line, the same are found again and not doubled.
      await this.deliveries.store({ channelId: row.channel_id, workspaceId: row.workspace_id }, await connector.lookup(ctx, row.ref));
      await this.database.inWorkspace(row.workspace_id, async (tx) => {
        await tx.execute(`DELETE FROM lookups WHERE id = $1`, [row.id]);
        await tx.execute(`UPDATE deliveries SET error = NULL WHERE id = $1 AND state = 'done'`, [row.delivery_id]);
      });
    } catch (error) {
      this.log.warn({ lookupId: row.id, channelId: row.channel_id, attempts: row.attempts, ...errorFields(error) }, 'what the platform pointed at could not be fetched');
      const final = row.attempts >= MAX_ATTEMPTS || (error instanceof ConnectorError && error.kind === 'rejected');
      const reason = error instanceof ConnectorError ? error.message : 'The platform could not be asked for what it pointed at.';
      if (final) await this.giveUp(row, reason);
      else await this.later(row, retryDelayMs(row.attempts, error instanceof ConnectorError ? error.retryAfterMs : undefined), error instanceof ConnectorError && error.kind === 'unauthorized' ? { reason, alarm: true } : { reason });
    }
  }

  async sweep(): Promise<string[]> {
    return (await this.database.asSystem((tx) => tx.query<{ id: string }>(`SELECT id FROM lookups WHERE next_attempt_at <= now() ORDER BY next_attempt_at LIMIT 100`))).map((row) => row.id);
  }

  private claim(lookupId: string): Promise<Row | undefined> {
    return this.database.asSystem(async (tx) => (await tx.query<Row>(
      `WITH mine AS (UPDATE lookups SET attempts = attempts + 1, next_attempt_at = now() + interval '2 minutes' WHERE id = $1 AND next_attempt_at <= now() RETURNING *)
       SELECT mine.*, c.paused FROM mine JOIN channels c ON c.id = mine.channel_id WHERE c.deleted_at IS NULL`,
      [lookupId],
    ))[0]);
  }

  private async later(row: Row, delayMs: number, why: { reason: string; alarm?: true } | undefined): Promise<void> {
    await this.database.inWorkspace(row.workspace_id, async (tx) => {
      await tx.execute(`UPDATE lookups SET next_attempt_at = now() + $2 * interval '1 millisecond', attempts = attempts - $3 WHERE id = $1`, [row.id, delayMs, why === undefined ? 1 : 0]);
      if (why !== undefined) await tx.execute(`UPDATE deliveries SET error = $2 WHERE id = $1 AND state = 'done'`, [row.delivery_id, why.reason.slice(0, 500)]);
      if (why?.alarm === true) await raiseAlarm(tx, row.channel_id, { code: 'unauthorized', detail: why.reason });
    });
    this.queues.poke('lookup', { lookupId: row.id }, delayMs);
  }

  private async giveUp(row: Row, reason: string): Promise<void> {
    await this.database.inWorkspace(row.workspace_id, async (tx) => {
      await tx.execute(`DELETE FROM lookups WHERE id = $1`, [row.id]);
      await tx.execute(`UPDATE deliveries SET state = 'dead', error = $2, done_at = NULL WHERE id = $1`, [row.delivery_id, reason.slice(0, 500)]);
      await raiseAlarm(tx, row.channel_id, { code: 'dead-letters', detail: reason });
    });
    this.pulse.publish('relay');
  }
}
