import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What every message of a batch paid again and again while it was written, though nobody had asked for it. */
export class IngestPaths1700000000011 implements MigrationInterface {
  readonly name = 'IngestPaths1700000000011';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- PostgreSQL plans the check of a foreign key once for each connection. On a young table every index that begins with workspace_id looks as
      -- good as the key itself, and the check then reads the whole workspace for each row: only the key begins with it from now on.
      ALTER TABLE conversations DROP CONSTRAINT conversations_workspace_id_number_key, ADD CONSTRAINT conversations_number UNIQUE (number, workspace_id);
      DROP INDEX conversations_rest;
      CREATE INDEX conversations_rest ON conversations (state, workspace_id, last_message_at DESC, id DESC);
      ALTER TABLE identities DROP CONSTRAINT identities_workspace_id_scope_external_id_key, ADD CONSTRAINT identities_person UNIQUE (scope, external_id, workspace_id);
      -- Room for the next version of the row on the same page, so that no index is touched when somebody writes again.
      ALTER TABLE identities SET (fillfactor = 80);

      -- As append-only as before. The relay's numbering is told apart by a condition instead of a function that took every row to pieces twice.
      DROP TRIGGER append_only ON events;
      CREATE TRIGGER append_only BEFORE UPDATE ON events FOR EACH ROW
        WHEN (NOT (OLD.seq IS NULL AND NEW.seq IS NOT NULL AND OLD.hash IS NULL AND
          (NEW.id, NEW.workspace_id, NEW.position, NEW.type, NEW.at, NEW.actor_kind, NEW.actor_id, NEW.conversation_id, NEW.message_id, NEW.subject_id, NEW.data)
          IS NOT DISTINCT FROM
          (OLD.id, OLD.workspace_id, OLD.position, OLD.type, OLD.at, OLD.actor_kind, OLD.actor_id, OLD.conversation_id, OLD.message_id, OLD.subject_id, OLD.data)))
        EXECUTE FUNCTION kontuar_append_only();
      CREATE TRIGGER append_only_delete BEFORE DELETE ON events FOR EACH ROW EXECUTE FUNCTION kontuar_append_only();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER append_only_delete ON events;
      DROP TRIGGER append_only ON events;
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION kontuar_append_only();
      ALTER TABLE identities RESET (fillfactor);
      ALTER TABLE identities DROP CONSTRAINT identities_person, ADD CONSTRAINT identities_workspace_id_scope_external_id_key UNIQUE (workspace_id, scope, external_id);
      DROP INDEX conversations_rest;
      CREATE INDEX conversations_rest ON conversations (workspace_id, state, last_message_at DESC, id DESC);
      ALTER TABLE conversations DROP CONSTRAINT conversations_number, ADD CONSTRAINT conversations_workspace_id_number_key UNIQUE (workspace_id, number);
    `);
  }
}
