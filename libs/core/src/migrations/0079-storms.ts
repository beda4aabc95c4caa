import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Storms of a post, a matter or a monitor, beside those of a channel. */
export class Storms1700000000079 implements MigrationInterface {
  readonly name = 'Storms1700000000079';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- By the hour, as spike_hours for channels: 'post' the most below one post of a channel, 'matter' and 'monitor' what came about it.
      CREATE TABLE storm_hours (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN ('post', 'matter', 'monitor')),
        -- A channel, the key of a matter, a monitor.
        key text NOT NULL,
        hour timestamptz NOT NULL,
        count integer NOT NULL,
        PRIMARY KEY (workspace_id, kind, key, hour)
      );
      CREATE TABLE storm_settings (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        kind text NOT NULL,
        key text NOT NULL,
        threshold real NOT NULL,
        muted_until timestamptz,
        PRIMARY KEY (workspace_id, kind, key)
      );
      -- Null: not looked at yet, so that the weeks before are folded first.
      ALTER TABLE spike_positions ADD COLUMN storms_to timestamptz;
      ALTER TABLE spike_alerts ALTER COLUMN channel_id DROP NOT NULL,
        ADD COLUMN kind text NOT NULL DEFAULT 'channel' CHECK (kind IN ('channel', 'post', 'matter', 'monitor')),
        -- Null: the channel.
        ADD COLUMN key text;
      CREATE UNIQUE INDEX spike_alerts_storm ON spike_alerts (workspace_id, kind, key) WHERE calm_at IS NULL AND channel_id IS NULL;
      ${protect('storm_hours', 'storm_settings')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM spike_alerts WHERE channel_id IS NULL;
      ALTER TABLE spike_alerts ALTER COLUMN channel_id SET NOT NULL, DROP COLUMN kind, DROP COLUMN key;
      ALTER TABLE spike_positions DROP COLUMN storms_to;
    `);
    await runner.query(drop('storm_settings', 'storm_hours'));
  }
}
