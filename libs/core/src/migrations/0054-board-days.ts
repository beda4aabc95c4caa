import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** What came in and was answered on days that are over, on the workspace's clock: counted once, when the board first compares with them. */
export class BoardDays1700000000054 implements MigrationInterface {
  readonly name = 'BoardDays1700000000054';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE board_days (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        day date NOT NULL,
        time_zone text NOT NULL,
        -- By half hours of the clock on the wall, each on its own.
        came_in integer[] NOT NULL,
        answered integer[] NOT NULL,
        PRIMARY KEY (workspace_id, day, time_zone)
      );
      -- Which terms of cases end soon, whatever has ended before.
      CREATE INDEX cases_running ON cases (workspace_id, due_at) WHERE clock = 'running' AND withdrawn_at IS NULL;
      ${protect('board_days')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX cases_running; ${drop('board_days')}`);
  }
}
