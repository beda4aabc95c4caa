import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Conversations that went up in another, were split, lost or gained single messages, or belong together; and what is needed to take it back. */
export class Moves1700000000027 implements MigrationInterface {
  readonly name = 'Moves1700000000027';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE conversations
        -- It went up in that one; what is left of it holds its thread on the platform, its number and the way back.
        ADD COLUMN merged_into uuid,
        -- Where further messages of the thread that it holds go; null: into itself. Never a conversation that went up in another.
        ADD COLUMN thread_to uuid,
        -- It was split off from the conversation that holds its thread.
        ADD COLUMN part_of uuid,
        -- The thread in which the customer spoke last, where that is not its own.
        ADD COLUMN way_id uuid,
        -- Raised whenever messages get other places: what a screen holds of the thread is out of date then.
        ADD COLUMN threading integer NOT NULL DEFAULT 0,
        ADD FOREIGN KEY (workspace_id, merged_into) REFERENCES conversations (workspace_id, id),
        ADD FOREIGN KEY (workspace_id, thread_to) REFERENCES conversations (workspace_id, id),
        ADD FOREIGN KEY (workspace_id, part_of) REFERENCES conversations (workspace_id, id),
        ADD FOREIGN KEY (workspace_id, way_id) REFERENCES conversations (workspace_id, id),
        DROP CONSTRAINT conversations_state_check,
        ADD CONSTRAINT conversations_state_check CHECK (state IN ('open', 'pending', 'snoozed', 'resolved', 'merged')),
        ADD CONSTRAINT conversations_merged CHECK ((state = 'merged') = (merged_into IS NOT NULL));
      CREATE INDEX conversations_merged_into ON conversations (merged_into) WHERE merged_into IS NOT NULL;
      CREATE INDEX conversations_thread_to ON conversations (thread_to) WHERE thread_to IS NOT NULL;
      CREATE INDEX conversations_part_of ON conversations (part_of) WHERE part_of IS NOT NULL;
      CREATE INDEX conversations_way ON conversations (way_id) WHERE way_id IS NOT NULL;

      -- The conversation that holds the thread in which it was said, where it stands in another.
      ALTER TABLE messages
        ADD COLUMN thread_id uuid,
        -- Where it was posted, once it stands elsewhere: the same client id there is still the same message.
        ADD COLUMN posted_in uuid;
      DROP INDEX messages_client;
      CREATE UNIQUE INDEX messages_client ON messages (coalesce(posted_in, conversation_id), client_id) WHERE client_id IS NOT NULL;
      CREATE INDEX messages_thread ON messages (thread_id, created_at) WHERE thread_id IS NOT NULL;
      ALTER TABLE planned_answers ADD COLUMN thread_id uuid;

      -- Where everything that was said in it stands now: itself, unless it went up in another.
      CREATE FUNCTION kontuar_goes_on_in(begin uuid) RETURNS uuid LANGUAGE sql STABLE AS $$
        WITH RECURSIVE way AS (
          SELECT id, merged_into FROM conversations WHERE id = begin
          UNION SELECT c.id, c.merged_into FROM conversations c JOIN way ON c.id = way.merged_into
        ) SELECT id FROM way WHERE merged_into IS NULL LIMIT 1
      $$;
      GRANT EXECUTE ON FUNCTION kontuar_goes_on_in(uuid) TO kontuar_app;

      CREATE TABLE conversation_moves (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        -- Several that were one act are taken back together.
        act_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('merge', 'split', 'move')),
        from_id uuid NOT NULL,
        to_id uuid NOT NULL,
        member_id uuid NOT NULL,
        member_name text NOT NULL,
        message_ids uuid[] NOT NULL,
        -- What else went along and how both stood before and after: see moves/journal.ts.
        facts jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        undone_at timestamptz,
        undone_by uuid,
        FOREIGN KEY (workspace_id, from_id) REFERENCES conversations (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, to_id) REFERENCES conversations (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON conversation_moves (from_id, created_at);
      CREATE INDEX ON conversation_moves (to_id, created_at);
      CREATE INDEX ON conversation_moves (act_id);

      CREATE TABLE conversation_links (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        -- "conversation_id is a duplicate of / was caused by other_id".
        conversation_id uuid NOT NULL,
        other_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('related', 'duplicate', 'cause')),
        member_id uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        removed_at timestamptz,
        CHECK (conversation_id <> other_id),
        FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, other_id) REFERENCES conversations (workspace_id, id) ON DELETE CASCADE
      );
      -- However they are linked, two conversations are linked once.
      CREATE UNIQUE INDEX conversation_links_once ON conversation_links (least(conversation_id, other_id), greatest(conversation_id, other_id)) WHERE removed_at IS NULL;
      CREATE INDEX ON conversation_links (conversation_id);
      CREATE INDEX ON conversation_links (other_id);
      ${protect('conversation_moves', 'conversation_links')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${drop('conversation_links', 'conversation_moves')}
      DROP FUNCTION kontuar_goes_on_in(uuid);
      ALTER TABLE planned_answers DROP COLUMN thread_id;
      DROP INDEX messages_client;
      -- The same client id may stand in one conversation twice by now; the older keeps it.
      UPDATE messages m SET client_id = NULL WHERE posted_in IS NOT NULL AND client_id IS NOT NULL;
      CREATE UNIQUE INDEX messages_client ON messages (conversation_id, client_id) WHERE client_id IS NOT NULL;
      ALTER TABLE messages DROP COLUMN thread_id, DROP COLUMN posted_in;
      -- Without what says where they went they are closed ones whose messages stand elsewhere.
      ALTER TABLE conversations DROP CONSTRAINT conversations_merged, DROP CONSTRAINT conversations_state_check;
      UPDATE conversations SET state = 'resolved', resolved_at = coalesce(resolved_at, now()), current = current AND thread_key IS NULL WHERE state = 'merged';
      ALTER TABLE conversations ADD CONSTRAINT conversations_state_check CHECK (state IN ('open', 'pending', 'snoozed', 'resolved')),
        DROP COLUMN merged_into, DROP COLUMN thread_to, DROP COLUMN part_of, DROP COLUMN way_id, DROP COLUMN threading;
    `);
  }
}
