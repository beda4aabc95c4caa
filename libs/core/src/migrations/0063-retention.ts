import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rules about how long things are kept: drafts too, one rule for each thing and channel, and what a run took, table by table. */
export class Retention1700000000063 implements MigrationInterface {
  readonly name = 'Retention1700000000063';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE retention_rules
        DROP CONSTRAINT retention_rules_what_check,
        ADD CONSTRAINT retention_rules_what_check CHECK (what IN ('conversations', 'attachments', 'deliveries', 'drafts', 'searches', 'people')),
        ADD CONSTRAINT retention_rules_channel CHECK (channel_id IS NULL OR what NOT IN ('searches', 'people')),
        ADD CONSTRAINT retention_rules_one UNIQUE NULLS NOT DISTINCT (workspace_id, what, channel_id);
      ALTER TABLE retention_runs
        -- {table: rows}
        ADD COLUMN counts jsonb NOT NULL DEFAULT '{}',
        DROP CONSTRAINT retention_runs_state_check,
        ADD CONSTRAINT retention_runs_state_check CHECK (state IN ('running', 'done', 'stopped'));
      CREATE INDEX retention_runs_left ON retention_runs (updated_at) WHERE state = 'running';
      -- Of a file that was kept for as long as the workspace wanted its name and size stay.
      ALTER TABLE attachments
        DROP CONSTRAINT attachments_state_check,
        ADD CONSTRAINT attachments_state_check CHECK (state IN ('pending', 'ready', 'failed', 'blocked', 'gone'));
      CREATE TRIGGER forget_gone_file AFTER UPDATE OF file_key ON attachments FOR EACH ROW WHEN (NEW.state = 'gone' AND OLD.file_key IS DISTINCT FROM NEW.file_key) EXECUTE FUNCTION kontuar_forget_files();
      -- Before bytes go, whoever else names them is looked for.
      CREATE INDEX attachments_file ON attachments (file_key) WHERE file_key IS NOT NULL;
      CREATE INDEX attachments_thumb ON attachments (thumb_key) WHERE thumb_key IS NOT NULL;
      CREATE INDEX attachments_kept ON attachments (workspace_id, created_at) WHERE file_key IS NOT NULL AND message_id IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX attachments_kept;
      DROP INDEX attachments_thumb;
      DROP INDEX attachments_file;
      DROP TRIGGER forget_gone_file ON attachments;
      UPDATE attachments SET state = 'failed' WHERE state = 'gone';
      ALTER TABLE attachments
        DROP CONSTRAINT attachments_state_check,
        ADD CONSTRAINT attachments_state_check CHECK (state IN ('pending', 'ready', 'failed', 'blocked'));
      DROP INDEX retention_runs_left;
      UPDATE retention_runs SET state = 'done' WHERE state = 'stopped';
      ALTER TABLE retention_runs
        DROP CONSTRAINT retention_runs_state_check,
        ADD CONSTRAINT retention_runs_state_check CHECK (state IN ('running', 'done')),
        DROP COLUMN counts;
      DELETE FROM retention_rules WHERE what = 'drafts';
      ALTER TABLE retention_rules
        DROP CONSTRAINT retention_rules_one,
        DROP CONSTRAINT retention_rules_channel,
        DROP CONSTRAINT retention_rules_what_check,
        ADD CONSTRAINT retention_rules_what_check CHECK (what IN ('conversations', 'people', 'attachments', 'deliveries', 'searches'));
    `);
  }
}
