import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Networks are listened to as well: which kinds there are, the code says; how often each was asked, its row. */
export class ListeningNetworks1700000000083 implements MigrationInterface {
  readonly name = 'ListeningNetworks1700000000083';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE listening_sources DROP CONSTRAINT listening_sources_kind_check;
      ALTER TABLE listening_sources ADD CONSTRAINT listening_sources_kind_check CHECK (kind ~ '^[a-z][a-z-]{1,39}$');
      -- How often it was asked in the month that begins on spent_month.
      ALTER TABLE listening_sources ADD COLUMN spent_month date, ADD COLUMN calls integer NOT NULL DEFAULT 0;
      -- Whoever leaves a network takes all posts along: found by the repository in their address.
      CREATE INDEX posts_repository ON posts (workspace_id, split_part(external_id, '/', 3)) WHERE external_id LIKE 'at://%';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX posts_repository;
      ALTER TABLE listening_sources DROP COLUMN spent_month, DROP COLUMN calls;
      DELETE FROM listening_sources WHERE kind NOT IN ('push', 'feed');
      ALTER TABLE listening_sources DROP CONSTRAINT listening_sources_kind_check;
      ALTER TABLE listening_sources ADD CONSTRAINT listening_sources_kind_check CHECK (kind IN ('push', 'feed'));
    `);
  }
}
