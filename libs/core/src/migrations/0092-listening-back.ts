import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** A monitor and a source that were removed can be had back for a while, with what they found. */
export class ListeningBack1700000000092 implements MigrationInterface {
  readonly name = 'ListeningBack1700000000092';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Apart, so that nothing that reads monitors or mentions has to know of those that are gone.
      CREATE TABLE removed_monitors (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        monitor jsonb NOT NULL,
        removed_at timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      CREATE INDEX removed_monitors_workspace ON removed_monitors (workspace_id);
      CREATE TABLE removed_mentions (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        monitor_id uuid NOT NULL REFERENCES removed_monitors ON DELETE CASCADE,
        post_id uuid NOT NULL REFERENCES posts ON DELETE CASCADE,
        mention jsonb NOT NULL
      );
      CREATE INDEX removed_mentions_monitor ON removed_mentions (monitor_id);
      CREATE INDEX removed_mentions_post ON removed_mentions (post_id);
      -- What was heard there goes a while after it.
      ALTER TABLE listening_sources ADD COLUMN removed_at timestamptz, ADD COLUMN removed_active boolean;
      ${protect('removed_monitors', 'removed_mentions')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${drop('removed_mentions', 'removed_monitors')}
      DELETE FROM listening_sources WHERE removed_at IS NOT NULL;
      ALTER TABLE listening_sources DROP COLUMN removed_at, DROP COLUMN removed_active;
    `);
  }
}
