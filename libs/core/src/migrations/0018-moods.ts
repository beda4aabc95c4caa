import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** How customers feel and which language they write, on messages and on the rows of lists, what corrections taught a workspace, and the words of its trade. */
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
      -- Trade words and what to say instead.
      CREATE TABLE glossary_terms (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        term text NOT NULL,
        plain text NOT NULL,
        language text NOT NULL CHECK (language IN ('en', 'pl'))
      );
      CREATE UNIQUE INDEX glossary_terms_once ON glossary_terms (workspace_id, language, lower(term));
      ${protect('mood_lessons', 'glossary_terms')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${drop('glossary_terms', 'mood_lessons')}
      ALTER TABLE conversations DROP COLUMN language, DROP COLUMN mood_score, DROP COLUMN mood;
      ALTER TABLE messages DROP COLUMN language, DROP COLUMN mood;
    `);
  }
}
