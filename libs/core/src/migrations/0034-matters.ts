import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** What a conversation is about: matters of the workspace's own, who says so and how sure, and what corrections taught. */
export class Matters1700000000034 implements MigrationInterface {
  readonly name = 'Matters1700000000034';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Those of its own, and of those that are built in the ones that it changed.
      CREATE TABLE matters (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        key text NOT NULL,
        -- {en, pl}; null: the product's words
        name jsonb,
        description text NOT NULL DEFAULT '',
        opens_case boolean NOT NULL,
        position integer NOT NULL,
        archived_at timestamptz,
        PRIMARY KEY (workspace_id, key)
      );
      ALTER TABLE conversations
        ADD COLUMN matter_by text CHECK (matter_by IN ('guess', 'member', 'customer', 'rule')),
        ADD COLUMN matter_confidence real,
        -- {scores: {matter: number}, messages}: what the customer's words came to so far; goes on with every further message.
        ADD COLUMN matter_read jsonb;
      -- Until now nobody guessed. Who chose, stands in the thread alone.
      UPDATE conversations SET matter_by = 'member', matter_confidence = 1 WHERE matter IS NOT NULL;

      -- Weights of words by their hashes, made again of the corrections whenever there is a new one; read with every batch of messages.
      CREATE TABLE matter_lessons (
        workspace_id uuid PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
        version integer NOT NULL DEFAULT 0,
        learnt jsonb NOT NULL,
        changed_at timestamptz NOT NULL DEFAULT now()
      );
      -- One of each conversation: what a member said that it is. Features are hashes; no words of customers.
      CREATE TABLE matter_corrections (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        conversation_id uuid NOT NULL,
        member_id uuid NOT NULL,
        matter text NOT NULL,
        features jsonb NOT NULL,
        scores jsonb NOT NULL,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (workspace_id, conversation_id),
        FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, member_id) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX matter_corrections_latest ON matter_corrections (workspace_id, at DESC);
      CREATE INDEX matter_corrections_member ON matter_corrections (member_id);
      ${protect('matters', 'matter_lessons', 'matter_corrections')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${drop('matter_corrections', 'matter_lessons', 'matters')}
      ALTER TABLE conversations DROP COLUMN matter_read, DROP COLUMN matter_confidence, DROP COLUMN matter_by;
    `);
  }
}
