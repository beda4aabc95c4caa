import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** How customers feel and which language they write, on messages and on the rows of lists, and what corrections taught a workspace. */
export class Moods1700000000018 implements MigrationInterface {
  readonly name = 'Moods1700000000018';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE messages
        -- {label, score, confidence, words, correctedBy}; null: not the customer's, or older than this.
        ADD COLUMN mood jsonb,
        ADD COLUMN language text;
      ALTER TABLE conversations
        -- {label, score, confidence}: what the customer's last messages come to.
        ADD COLUMN mood jsonb,
        -- The same score once more, to sort and filter by.
        ADD COLUMN mood_score real,
        ADD COLUMN language text;
      -- Weights of words by their hashes; small, and read with every batch of messages. Whoever changes them raises the version.
      CREATE TABLE mood_lessons (
        workspace_id uuid PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
        version integer NOT NULL DEFAULT 0,
        learnt jsonb NOT NULL,
        changed_at timestamptz NOT NULL DEFAULT now()
      );
      ${protect('mood_lessons')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${drop('mood_lessons')}
      ALTER TABLE conversations DROP COLUMN language, DROP COLUMN mood_score, DROP COLUMN mood;
      ALTER TABLE messages DROP COLUMN language, DROP COLUMN mood;
    `);
  }
}
