import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** In which hours each channel was heard: what is usual for it, so that an unusual silence is noticed. */
export class ChannelHours1700000000007 implements MigrationInterface {
  readonly name = 'ChannelHours1700000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Silence counts from here: when it was connected, changed or resumed.
      ALTER TABLE channels ADD COLUMN watch_from timestamptz NOT NULL DEFAULT now();
      CREATE TABLE channel_hours (
        workspace_id uuid NOT NULL,
        channel_id uuid NOT NULL,
        hour timestamptz NOT NULL,
        PRIMARY KEY (channel_id, hour),
        FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id) ON DELETE CASCADE
      );
      ${protect('channel_hours')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`${drop('channel_hours')} ALTER TABLE channels DROP COLUMN watch_from;`);
  }
}
