import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Places that count what they are asked for, or take money for it: how much may be spent in their period, and how much was. */
export class MeteredSources1700000000087 implements MigrationInterface {
  readonly name = 'MeteredSources1700000000087';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE listening_sources
        ADD COLUMN allowance integer CHECK (allowance BETWEEN 1 AND 10000000),
        -- The day or month, as the place counts it, in which \`spent_units\` were spent.
        ADD COLUMN spent_period text,
        ADD COLUMN spent_units integer NOT NULL DEFAULT 0 CHECK (spent_units >= 0),
        -- There is a network of one letter.
        DROP CONSTRAINT listening_sources_kind_check,
        ADD CONSTRAINT listening_sources_kind_check CHECK (kind ~ '^[a-z][a-z-]{0,39}$');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM listening_sources WHERE kind !~ '^[a-z][a-z-]{1,39}$';
      ALTER TABLE listening_sources
        DROP CONSTRAINT listening_sources_kind_check,
        ADD CONSTRAINT listening_sources_kind_check CHECK (kind ~ '^[a-z][a-z-]{1,39}$'),
        DROP COLUMN spent_units, DROP COLUMN spent_period, DROP COLUMN allowance;
    `);
  }
}
