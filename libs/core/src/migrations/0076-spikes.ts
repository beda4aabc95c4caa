import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** How much comes in by the hour, and when it was unusually much. */
export class Spikes1700000000076 implements MigrationInterface {
  readonly name = 'Spikes1700000000076';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Folded up to this hour; null: not looked at yet.
      CREATE TABLE spike_positions (
        workspace_id uuid PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
        folded_to timestamptz NOT NULL
      );
      CREATE TABLE spike_hours (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        channel_id uuid NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
        hour timestamptz NOT NULL,
        count integer NOT NULL,
        PRIMARY KEY (channel_id, hour)
      );
      CREATE TABLE spike_channels (
        channel_id uuid PRIMARY KEY REFERENCES channels (id) ON DELETE CASCADE,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        -- How far from usual, in how much it strays: moved by what people say of its alerts.
        threshold real NOT NULL,
        muted_until timestamptz
      );
      CREATE TABLE spike_alerts (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        channel_id uuid NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
        severity text NOT NULL CHECK (severity IN ('notable', 'high', 'critical')),
        window_minutes integer NOT NULL,
        count integer NOT NULL,
        usual real NOT NULL,
        times real NOT NULL,
        -- The most that was seen since.
        peak integer NOT NULL,
        -- { postId, postShare, postUsual, words, negative, negativeUsual, authors, sampleIds }
        cause jsonb NOT NULL,
        told uuid[] NOT NULL DEFAULT '{}',
        began_at timestamptz NOT NULL DEFAULT now(),
        taken_at timestamptz,
        taken_by uuid,
        -- Since when it is as usual again, and when that had held for long enough.
        quiet_since timestamptz,
        calm_at timestamptz,
        useful boolean,
        said_by uuid
      );
      CREATE UNIQUE INDEX spike_alerts_one ON spike_alerts (channel_id) WHERE calm_at IS NULL;
      CREATE INDEX ON spike_alerts (workspace_id, id);
      ${protect('spike_positions', 'spike_hours', 'spike_channels', 'spike_alerts')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(drop('spike_alerts', 'spike_channels', 'spike_hours', 'spike_positions'));
  }
}
