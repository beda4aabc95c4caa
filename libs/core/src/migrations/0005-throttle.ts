import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Attempts at passwords, counted over all processes; belongs to no workspace, since nobody is signed in yet. */
export class Throttle1700000000005 implements MigrationInterface {
  readonly name = 'Throttle1700000000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE throttle (
        key varchar(255) PRIMARY KEY,
        points integer NOT NULL DEFAULT 0,
        -- Milliseconds since 1970.
        expire bigint
      );
      CREATE INDEX ON throttle (expire);
      GRANT SELECT, INSERT, UPDATE, DELETE ON throttle TO kontuar_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE throttle');
  }
}
