import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** What posts are about, and who and what they name. How often something was said is kept by hashes: no words outlive their posts. */
export class Topics1700000000081 implements MigrationInterface {
  readonly name = 'Topics1700000000081';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE posts ADD COLUMN topics text[] NOT NULL DEFAULT '{}';
      -- As they stood there, beside their keys.
      ALTER TABLE posts ADD COLUMN topic_words text[] NOT NULL DEFAULT '{}';
      ALTER TABLE posts ADD COLUMN names text[] NOT NULL DEFAULT '{}';
      CREATE TABLE topic_counts (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        hash text NOT NULL,
        stories integer NOT NULL DEFAULT 0,
        last_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (workspace_id, hash)
      );
      CREATE INDEX topic_counts_old ON topic_counts (last_at);
      ${protect('topic_counts')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(drop('topic_counts'));
    await runner.query('ALTER TABLE posts DROP COLUMN topics, DROP COLUMN topic_words, DROP COLUMN names');
  }
}
