import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Canned answers stand in folders, may be one team's own, carry files, and may act as well as speak. */
export class CannedThatAct1700000000021 implements MigrationInterface {
  readonly name = 'CannedThatAct1700000000021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE canned
        ADD COLUMN folder text NOT NULL DEFAULT '',
        ADD COLUMN team_id uuid,
        ADD COLUMN actions jsonb NOT NULL DEFAULT '[]',
        ADD FOREIGN KEY (workspace_id, team_id) REFERENCES teams (workspace_id, id),
        DROP CONSTRAINT canned_workspace_id_shortcut_locale_key,
        ADD CONSTRAINT canned_shortcut UNIQUE NULLS NOT DISTINCT (workspace_id, shortcut, locale, team_id);
      ALTER TABLE attachments ADD COLUMN canned_id uuid REFERENCES canned ON DELETE SET NULL;
      CREATE INDEX attachments_canned ON attachments (canned_id, position) WHERE canned_id IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE attachments DROP COLUMN canned_id;
      DELETE FROM canned WHERE team_id IS NOT NULL OR text = '';
      ALTER TABLE canned DROP CONSTRAINT canned_shortcut, ADD UNIQUE NULLS NOT DISTINCT (workspace_id, shortcut, locale), DROP COLUMN folder, DROP COLUMN team_id, DROP COLUMN actions;
    `);
  }
}
