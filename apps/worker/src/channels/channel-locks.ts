import { Injectable } from '@nestjs/common';
import { Database } from '@kontuar/platform';
import type { QueryRunner } from 'typeorm';

/** Which channels this worker reads: locks on one connection of their own, so that they are free the moment it dies. */
@Injectable()
export class ChannelLocks {
  private runner: QueryRunner | undefined;

  constructor(private readonly database: Database) {}

  async take(channelId: string): Promise<boolean> {
    this.runner ??= this.database.source.createQueryRunner();
    const rows = (await this.runner.query(`SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS got`, [`stream:${channelId}`])) as { got: boolean }[];
    return rows[0]?.got === true;
  }

  async give(channelId: string): Promise<void> {
    await this.runner?.query(`SELECT pg_advisory_unlock(hashtextextended($1, 0))`, [`stream:${channelId}`]).catch(() => undefined);
  }

  /** Throws when the connection, and with it every lock, is gone. */
  async confirm(): Promise<void> {
    await this.runner?.query('SELECT 1');
  }

  async close(): Promise<void> {
    const { runner } = this;
    this.runner = undefined;
    if (runner === undefined) return;
    await runner.query('SELECT pg_advisory_unlock_all()').catch(() => undefined);
    await runner.release().catch(() => undefined);
  }
}
