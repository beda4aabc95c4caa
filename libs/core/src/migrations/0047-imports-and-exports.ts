import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Files of customers that can be read another way and taken back, files of everybody, and conversations of another inbox. */
export class ImportsAndExports1700000000047 implements MigrationInterface {
  readonly name = 'ImportsAndExports1700000000047';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE imports
        ADD COLUMN source text NOT NULL DEFAULT 'table' CHECK (source IN ('table', 'chatwoot')),
        -- Whether the first line says what is in the columns.
        ADD COLUMN header boolean NOT NULL DEFAULT true,
        -- Of conversations: which inbox becomes which channel, and who was there.
        ADD COLUMN options jsonb NOT NULL DEFAULT '{}',
        -- Known, and nothing new in the line.
        ADD COLUMN same integer NOT NULL DEFAULT 0,
        -- Taken back: how many went, and how many could not.
        ADD COLUMN gone integer NOT NULL DEFAULT 0,
        ADD COLUMN stayed integer NOT NULL DEFAULT 0,
        ADD COLUMN ended_at timestamptz,
        -- Removed some time after the end: the customers of a firm don't lie about.
        ALTER COLUMN file_key DROP NOT NULL,
        DROP CONSTRAINT imports_state_check,
        ADD CONSTRAINT imports_state_check CHECK (state IN ('draft', 'checking', 'checked', 'running', 'done', 'refused', 'cancelled', 'failed', 'undoing', 'undone'));
      -- What was kept until now was turned into UTF-8 first; from now on a file is kept as it came.
      UPDATE imports SET encoding = 'utf-8';
      DROP INDEX imports_due;
      CREATE INDEX imports_due ON imports (updated_at) WHERE state IN ('checking', 'running', 'undoing');
      CREATE INDEX imports_files ON imports (updated_at) WHERE file_key IS NOT NULL;

      -- Who was made by which file, so that it can be taken back.
      ALTER TABLE contacts ADD COLUMN import_id uuid, ADD COLUMN import_touched boolean NOT NULL DEFAULT false, ADD FOREIGN KEY (workspace_id, import_id) REFERENCES imports (workspace_id, id) ON DELETE SET NULL (import_id);
      CREATE INDEX contacts_import ON contacts (import_id) WHERE import_id IS NOT NULL;
      -- Whatever anybody but this file wrote since, by whatever way, keeps somebody here. Rules don't count.
      CREATE FUNCTION kontuar_import_touched() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF current_setting('kontuar.import', true) IS DISTINCT FROM OLD.import_id::text THEN NEW.import_touched := true; END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER import_touched BEFORE UPDATE ON contacts FOR EACH ROW
        WHEN (OLD.import_id IS NOT NULL AND NOT OLD.import_touched AND (NEW.name, NEW.language, NEW.note, NEW.attributes, NEW.kinds_by_hand, NEW.kinds_refused, NEW.time_zone, NEW.avatar_key, NEW.merged_into)
          IS DISTINCT FROM (OLD.name, OLD.language, OLD.note, OLD.attributes, OLD.kinds_by_hand, OLD.kinds_refused, OLD.time_zone, OLD.avatar_key, OLD.merged_into)) EXECUTE FUNCTION kontuar_import_touched();
      ALTER TABLE companies ADD COLUMN import_id uuid, ADD FOREIGN KEY (workspace_id, import_id) REFERENCES imports (workspace_id, id) ON DELETE SET NULL (import_id);
      CREATE INDEX companies_import ON companies (import_id) WHERE import_id IS NOT NULL;

      -- Conversations of another inbox, each once however often its file is read.
      CREATE TABLE imported_conversations (
        workspace_id uuid NOT NULL,
        source text NOT NULL,
        external_id text NOT NULL,
        conversation_id uuid NOT NULL,
        import_id uuid,
        PRIMARY KEY (workspace_id, source, external_id),
        FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, import_id) REFERENCES imports (workspace_id, id) ON DELETE SET NULL (import_id)
      );
      CREATE INDEX ON imported_conversations (conversation_id);

      CREATE TABLE exports (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        created_by uuid NOT NULL,
        format text NOT NULL CHECK (format IN ('csv', 'jsonl')),
        -- {filter, q, segmentName}: whom.
        asked jsonb NOT NULL,
        state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'done', 'failed')),
        handled integer NOT NULL DEFAULT 0,
        total integer,
        file_key text,
        size_bytes bigint,
        -- The file is removed then, and what stands here says only that there was one.
        expires_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (workspace_id, id),
        FOREIGN KEY (workspace_id, created_by) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON exports (workspace_id, created_by, created_at DESC);
      CREATE INDEX exports_due ON exports (updated_at) WHERE state = 'running';
      CREATE INDEX exports_over ON exports (expires_at) WHERE file_key IS NOT NULL;
      ${protect('imported_conversations', 'exports')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${drop('exports', 'imported_conversations')}
      ALTER TABLE companies DROP COLUMN import_id;
      DROP TRIGGER import_touched ON contacts;
      DROP FUNCTION kontuar_import_touched();
      ALTER TABLE contacts DROP COLUMN import_touched, DROP COLUMN import_id;
      DROP INDEX imports_files, imports_due;
      DELETE FROM imports WHERE file_key IS NULL OR state IN ('undoing', 'undone');
      ALTER TABLE imports
        DROP CONSTRAINT imports_state_check,
        ADD CONSTRAINT imports_state_check CHECK (state IN ('draft', 'checking', 'checked', 'running', 'done', 'refused', 'cancelled', 'failed')),
        ALTER COLUMN file_key SET NOT NULL,
        DROP COLUMN ended_at, DROP COLUMN stayed, DROP COLUMN gone, DROP COLUMN same, DROP COLUMN options, DROP COLUMN header, DROP COLUMN source;
      CREATE INDEX imports_due ON imports (updated_at) WHERE state IN ('checking', 'running');
    `);
  }
}
