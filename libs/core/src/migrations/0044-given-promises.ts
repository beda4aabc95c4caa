import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** What somebody of us told a customer they would do, and by when. */
export class GivenPromises1700000000044 implements MigrationInterface {
  readonly name = 'GivenPromises1700000000044';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE given_promises (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        conversation_id uuid NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        text text NOT NULL,
        due_at timestamptz NOT NULL,
        remind_at timestamptz,
        reminded_at timestamptz,
        owner_id uuid,
        created_by uuid,
        message_id uuid,
        since_seq integer NOT NULL,
        state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'kept', 'broken', 'withdrawn')),
        ended_at timestamptz,
        ended_by uuid,
        -- When somebody looks next: the reminder, or the end.
        look_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX given_promises_look ON given_promises (look_at) WHERE look_at IS NOT NULL;
      CREATE INDEX ON given_promises (conversation_id);
      CREATE INDEX given_promises_owner ON given_promises (owner_id, due_at, id) WHERE state IN ('open', 'broken');
      CREATE INDEX given_promises_by_due ON given_promises (workspace_id, due_at, id);
      ${protect('given_promises')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(drop('given_promises'));
  }
}
