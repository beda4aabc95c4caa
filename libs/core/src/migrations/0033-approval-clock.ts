import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * For whom the clock of an approval waits while it stands still: for one of those who were asked to be at work ('asked'), or, their time being over, for one
 * of the next ('next'). Null: it runs.
 */
export class ApprovalClock1700000000033 implements MigrationInterface {
  readonly name = 'ApprovalClock1700000000033';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE planned_answers ADD COLUMN approval_waits text CHECK (approval_waits IN ('asked', 'next'));
      CREATE INDEX planned_answers_resting ON planned_answers (workspace_id) WHERE state = 'awaiting' AND approval_waits IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX planned_answers_resting;
      ALTER TABLE planned_answers DROP COLUMN approval_waits;
    `);
  }
}
