import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What came in while a monitor was being changed is looked through once more. */
export class LookedAgain1700000000093 implements MigrationInterface {
  readonly name = 'LookedAgain1700000000093';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE monitors ADD COLUMN look_again boolean NOT NULL DEFAULT false;
      CREATE INDEX monitors_look_again ON monitors (workspace_id, changed_at) WHERE look_again AND active;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX monitors_look_again; ALTER TABLE monitors DROP COLUMN look_again;');
  }
}
