import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Leading from beside a conversation: who listens, what is whispered to whom, who took over from whom. */
export class Supervision1700000000060 implements MigrationInterface {
  readonly name = 'Supervision1700000000060';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE listens (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        member_id uuid NOT NULL,
        started_at timestamptz NOT NULL DEFAULT now(),
        -- The last sign of life: who gives none any more has left.
        alive_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz,
        FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, member_id) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE
      );
      CREATE UNIQUE INDEX listens_open ON listens (conversation_id, member_id) WHERE ended_at IS NULL;
      CREATE INDEX listens_lapsed ON listens (alive_at) WHERE ended_at IS NULL;
      CREATE INDEX ON listens (conversation_id);

      -- A table of its own, and never messages: nothing that sends, quotes, exports or shows messages to customers can come upon it.
      CREATE TABLE whispers (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        from_id uuid NOT NULL,
        to_id uuid NOT NULL,
        text text NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        seen_at timestamptz,
        FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, from_id) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, to_id) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX whispers_conversation ON whispers (conversation_id, at);
      CREATE INDEX whispers_age ON whispers (at);

      -- It holds as long as the conversation is theirs who took it.
      CREATE TABLE takeovers (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        by_id uuid NOT NULL,
        from_id uuid NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz,
        FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, by_id) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, from_id) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE
      );
      CREATE UNIQUE INDEX takeovers_open ON takeovers (conversation_id) WHERE ended_at IS NULL;
      CREATE INDEX ON takeovers (conversation_id);
      ${protect('listens', 'whispers', 'takeovers')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(drop('takeovers', 'whispers', 'listens'));
  }
}
