import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/**
 * What belongs to a letter and not to a chat: the look of what is being written, what stands below it (`letter`: whether the answered mail is quoted,
 * and the signature as it was when it was written), and the signatures themselves: of the workspace, and of channels that have their own.
 */
export class Letters1700000000023 implements MigrationInterface {
  readonly name = 'Letters1700000000023';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE drafts ADD COLUMN html text, ADD COLUMN letter jsonb;
      ALTER TABLE messages ADD COLUMN letter jsonb;
      ALTER TABLE planned_answers ADD COLUMN letter jsonb;
      CREATE TABLE signatures (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces,
        channel_id uuid,
        en text NOT NULL DEFAULT '',
        pl text NOT NULL DEFAULT '',
        updated_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE NULLS NOT DISTINCT (workspace_id, channel_id),
        FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id) ON DELETE CASCADE
      );
      ${protect('signatures')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${drop('signatures')}
      ALTER TABLE planned_answers DROP COLUMN letter;
      ALTER TABLE messages DROP COLUMN letter;
      ALTER TABLE drafts DROP COLUMN html, DROP COLUMN letter;
    `);
  }
}
