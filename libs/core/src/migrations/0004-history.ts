import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/**
 * What happened: outbox, feed and audit are one append-only table. A writer inserts without a number, in its own transaction; the
 * relay numbers, chains and publishes, so that nobody waits for a counter and no number is ever seen out of order.
 */
export class History1700000000004 implements MigrationInterface {
  readonly name = 'History1700000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE events (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        position bigint GENERATED ALWAYS AS IDENTITY,
        seq bigint,
        type text NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        actor_kind text NOT NULL CHECK (actor_kind IN ('member', 'contact', 'system')),
        actor_id uuid,
        conversation_id uuid,
        message_id uuid,
        -- What else it is about: a member, a channel, a team.
        subject_id uuid,
        -- Ids, states, names of fields; never what a customer wrote.
        data jsonb NOT NULL DEFAULT '{}',
        previous_hash text,
        hash text,
        UNIQUE (workspace_id, seq)
      );
      CREATE INDEX events_unnumbered ON events (position) WHERE seq IS NULL;
      CREATE INDEX events_conversation ON events (conversation_id, seq) WHERE conversation_id IS NOT NULL;

      CREATE FUNCTION kontuar_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP = 'UPDATE' AND OLD.seq IS NULL AND NEW.seq IS NOT NULL AND OLD.hash IS NULL
          AND to_jsonb(NEW) - 'seq' - 'hash' - 'previous_hash' = to_jsonb(OLD) - 'seq' - 'hash' - 'previous_hash' THEN
          RETURN NEW; -- numbered and sealed, once
        END IF;
        IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM workspaces WHERE id = OLD.workspace_id) THEN
          RETURN OLD; -- the whole workspace goes
        END IF;
        RAISE EXCEPTION 'history is append-only';
      END $$;
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION kontuar_append_only();
      CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION kontuar_append_only();

      -- Touched by the relay alone.
      CREATE TABLE feeds (
        workspace_id uuid PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
        last_seq bigint NOT NULL DEFAULT 0,
        last_hash text NOT NULL DEFAULT '',
        published_seq bigint NOT NULL DEFAULT 0
      );

      CREATE TABLE undos (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        member_id uuid NOT NULL,
        -- How things stood: [{conversationId, before: {...}, version}].
        steps jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        used_at timestamptz,
        FOREIGN KEY (workspace_id, member_id) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON undos (created_at);
      ${protect('events', 'feeds', 'undos')}
      REVOKE DELETE ON events FROM kontuar_app;
      REVOKE UPDATE ON events FROM kontuar_app;
      GRANT UPDATE (seq, hash, previous_hash) ON events TO kontuar_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${drop('undos', 'feeds', 'events')}
      DROP FUNCTION kontuar_append_only();
    `);
  }
}
