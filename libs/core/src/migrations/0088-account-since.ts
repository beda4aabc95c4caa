import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when somebody's account is there, where the platform tells: accounts made for one comment are younger than it. */
export class AccountSince1700000000088 implements MigrationInterface {
  readonly name = 'AccountSince1700000000088';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE identities ADD COLUMN account_since timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE identities DROP COLUMN account_since');
  }
}
