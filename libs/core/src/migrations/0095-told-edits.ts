import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a post was edited as its place says it, apart from when we noticed: what came before that edit and arrives later changes nothing. */
export class ToldEdits1700000000095 implements MigrationInterface {
  readonly name = 'ToldEdits1700000000095';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE posts ADD COLUMN edit_told_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE posts DROP COLUMN edit_told_at');
  }
}
