import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of each rule the clocks that ran out first are found without reading those of all others. */
export class ClocksByRule1700000000071 implements MigrationInterface {
  readonly name = 'ClocksByRule1700000000071';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX rule_clocks_rule_look ON rule_clocks (rule_id, look_at) WHERE look_at IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX rule_clocks_rule_look');
  }
}
