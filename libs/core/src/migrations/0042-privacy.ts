import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Erasures with what holds something back, exports of a person, rules about how long things are kept, and what is masked as it comes in. */
export class Privacy1700000000042 implements MigrationInterface {
  readonly name = 'Privacy1700000000042';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE workspaces
        -- Which numbers are masked before anything is kept of them: card, pesel, id_card, iban.
        ADD COLUMN redact text[] NOT NULL DEFAULT '{card}',
        -- How long a closed case is kept for claims; null: as the law of its country says (libs/core/src/privacy/hold-rules.ts).
        ADD COLUMN keep_cases_years integer CHECK (keep_cases_years BETWEEN 0 AND 30);

      CREATE TABLE erasures (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        -- Ids of those who are erased: the person and everybody who was merged into them. They point at nobody once it is done.
        contact_id uuid NOT NULL,
        contact_ids uuid[] NOT NULL,
        ground text NOT NULL,
        asked_on date NOT NULL,
        requested_by uuid,
        state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'held', 'done', 'failed')),
        -- {table: rows}
        counts jsonb NOT NULL DEFAULT '{}',
        -- [{caseId, code, rule, until}]
        held jsonb NOT NULL DEFAULT '[]',
        held_case_ids uuid[] NOT NULL DEFAULT '{}',
        -- What holds something back is looked at again then; null: only when a case changes.
        look_at timestamptz,
        -- SHA-256 of their addresses, to tell after a backup was restored whether they are back. No address can be read from it without knowing it.
        identity_hashes text[] NOT NULL DEFAULT '{}',
        letter_sent_at timestamptz,
        replayed boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        done_at timestamptz,
        FOREIGN KEY (workspace_id, requested_by) REFERENCES memberships (workspace_id, id) ON DELETE SET NULL (requested_by)
      );
      CREATE INDEX ON erasures (workspace_id, created_at DESC);
      CREATE UNIQUE INDEX erasures_open ON erasures (contact_id) WHERE state IN ('running', 'held');
      CREATE INDEX erasures_due ON erasures (look_at) WHERE look_at IS NOT NULL;
      -- A case that ends, or begins again, changes what it holds back: whatever way it went.
      CREATE FUNCTION kontuar_hold_moved() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        UPDATE erasures SET look_at = now() WHERE state = 'held' AND NEW.id = ANY (held_case_ids);
        RETURN NULL;
      END $$;
      CREATE TRIGGER hold_moved AFTER UPDATE OF state, closed_at, withdrawn_at ON cases FOR EACH ROW
        WHEN ((OLD.state, OLD.closed_at, OLD.withdrawn_at) IS DISTINCT FROM (NEW.state, NEW.closed_at, NEW.withdrawn_at)) EXECUTE FUNCTION kontuar_hold_moved();

      -- Ids of erased messages as hashes: a platform that is asked for what was missed does not bring them back.
      CREATE TABLE erased_messages (
        workspace_id uuid NOT NULL,
        channel_id uuid NOT NULL,
        hash bytea NOT NULL,
        erased_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (channel_id, hash),
        FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id) ON DELETE CASCADE
      );
      -- What reports still count: nobody's, with days and numbers alone.
      CREATE TABLE erased_conversations (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        channel_id uuid NOT NULL,
        -- The same for all conversations of one nameless person; leads to nobody.
        person_id uuid NOT NULL,
        matter text,
        team_id uuid,
        assignee_id uuid,
        opened_on date NOT NULL,
        resolved_on date,
        first_reply_seconds integer,
        messages_in integer NOT NULL,
        messages_out integer NOT NULL,
        rating jsonb,
        FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON erased_conversations (workspace_id, opened_on);
      -- Keys of files that nothing names any more, until the bytes are gone. In the database, so that no way of deleting a row leaves its file behind.
      CREATE TABLE forgotten_files (key text PRIMARY KEY, since timestamptz NOT NULL DEFAULT now());
      ALTER TABLE forgotten_files ENABLE ROW LEVEL SECURITY;
      CREATE POLICY system ON forgotten_files USING ((SELECT kontuar_system())) WITH CHECK ((SELECT kontuar_system()));
      GRANT SELECT, INSERT, UPDATE, DELETE ON forgotten_files TO kontuar_app;
      CREATE FUNCTION kontuar_forget_files() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN
        INSERT INTO forgotten_files (key) SELECT k FROM (SELECT OLD.file_key AS k UNION SELECT to_jsonb(OLD) ->> 'thumb_key') keys WHERE k IS NOT NULL AND k <> '' ON CONFLICT (key) DO UPDATE SET since = now();
        RETURN NULL;
      END $$;
      CREATE TRIGGER forget_files AFTER DELETE ON attachments FOR EACH ROW WHEN (OLD.file_key IS NOT NULL OR OLD.thumb_key IS NOT NULL) EXECUTE FUNCTION kontuar_forget_files();

      CREATE TRIGGER forget_files AFTER DELETE ON imports FOR EACH ROW EXECUTE FUNCTION kontuar_forget_files();
      CREATE TRIGGER forget_old_file AFTER UPDATE OF file_key ON imports FOR EACH ROW WHEN (OLD.file_key IS DISTINCT FROM NEW.file_key) EXECUTE FUNCTION kontuar_forget_files();

      CREATE TABLE person_exports (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        contact_id uuid NOT NULL,
        -- Only they get it.
        requested_by uuid NOT NULL,
        locale text NOT NULL CHECK (locale IN ('en', 'pl')),
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'ready', 'failed', 'expired')),
        attempts integer NOT NULL DEFAULT 0,
        file_key text,
        size_bytes bigint NOT NULL DEFAULT 0,
        expires_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, requested_by) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON person_exports (workspace_id, created_at DESC);
      CREATE INDEX ON person_exports (contact_id);
      CREATE INDEX person_exports_due ON person_exports (expires_at) WHERE state = 'ready';
      CREATE TRIGGER forget_files AFTER DELETE ON person_exports FOR EACH ROW WHEN (OLD.file_key IS NOT NULL) EXECUTE FUNCTION kontuar_forget_files();

      CREATE TABLE retention_rules (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        what text NOT NULL CHECK (what IN ('conversations', 'people', 'attachments', 'deliveries', 'searches')),
        -- Null: every channel.
        channel_id uuid,
        days integer NOT NULL CHECK (days BETWEEN 1 AND 36500),
        active boolean NOT NULL DEFAULT false,
        next_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (workspace_id, id),
        FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON retention_rules (workspace_id);
      CREATE INDEX retention_rules_due ON retention_rules (next_at) WHERE active;
      CREATE TABLE retention_runs (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        rule_id uuid NOT NULL,
        state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done')),
        -- What is older than this goes, however long it takes.
        before timestamptz NOT NULL,
        gone integer NOT NULL DEFAULT 0,
        held integer NOT NULL DEFAULT 0,
        started_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz,
        FOREIGN KEY (workspace_id, rule_id) REFERENCES retention_rules (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON retention_runs (rule_id, started_at DESC);
      CREATE UNIQUE INDEX retention_runs_open ON retention_runs (rule_id) WHERE state = 'running';
      ${protect('erasures', 'erased_messages', 'erased_conversations', 'person_exports', 'retention_rules', 'retention_runs')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${drop('retention_runs', 'retention_rules', 'person_exports', 'erased_conversations', 'erased_messages')}
      DROP TRIGGER forget_files ON attachments;
      DROP TRIGGER forget_files ON imports;
      DROP TRIGGER forget_old_file ON imports;
      DROP FUNCTION kontuar_forget_files();
      DROP TABLE forgotten_files;
      DROP TRIGGER hold_moved ON cases;
      DROP FUNCTION kontuar_hold_moved();
      ${drop('erasures')}
      ALTER TABLE workspaces DROP COLUMN redact, DROP COLUMN keep_cases_years;
    `);
  }
}
