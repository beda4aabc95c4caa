import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The keyboard as a member wants it, and whether a name was guessed from an address. */
export class OwnPreferences1700000000013 implements MigrationInterface {
  readonly name = 'OwnPreferences1700000000013';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE memberships ADD COLUMN keys jsonb NOT NULL DEFAULT '{"single": true, "remapped": {}}';
      ALTER TABLE users ADD COLUMN name_guessed boolean NOT NULL DEFAULT false;
      -- Until now the first run from the environment called its owner by the part before the @.
      UPDATE users SET name_guessed = true WHERE name = split_part(email, '@', 1);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users DROP COLUMN name_guessed; ALTER TABLE memberships DROP COLUMN keys;');
  }
}
