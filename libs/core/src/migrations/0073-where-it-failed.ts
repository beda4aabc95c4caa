import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose address does not exist any more is asked for thousands of people at once; few conversations end in a failure, and only those are looked at. */
export class WhereItFailed1700000000073 implements MigrationInterface {
  readonly name = 'WhereItFailed1700000000073';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX conversations_failed ON conversations (identity_id) WHERE preview_failed');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX conversations_failed');
  }
}
