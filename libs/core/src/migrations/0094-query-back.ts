import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A query that was changed can be had back for a while, with what it had found and the new one did not. */
export class QueryBack1700000000094 implements MigrationInterface {
  readonly name = 'QueryBack1700000000094';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Of a monitor that is there: how it stood before somebody changed its query, and what they said.
      ALTER TABLE removed_monitors ADD COLUMN changed_id uuid REFERENCES monitors ON DELETE CASCADE, ADD COLUMN change jsonb;
      CREATE INDEX removed_monitors_changed ON removed_monitors (changed_id) WHERE changed_id IS NOT NULL;
      -- One that stays is remembered with each change, for the story it belonged to.
      ALTER TABLE removed_mentions DROP CONSTRAINT removed_mentions_pkey, ADD PRIMARY KEY (id, monitor_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM removed_monitors WHERE changed_id IS NOT NULL;
      ALTER TABLE removed_mentions DROP CONSTRAINT removed_mentions_pkey, ADD PRIMARY KEY (id);
      DROP INDEX removed_monitors_changed;
      ALTER TABLE removed_monitors DROP COLUMN changed_id, DROP COLUMN change;
    `);
  }
}
