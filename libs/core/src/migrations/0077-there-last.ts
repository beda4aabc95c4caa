import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who was there last is who wrote last: an answer of ours, days later, brings nobody to the top of that list. Who never wrote stands where they came to be known. */
export class ThereLast1700000000077 implements MigrationInterface {
  readonly name = 'ThereLast1700000000077';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('UPDATE contact_stats s SET active_at = coalesce(s.last_seen_at, p.created_at) FROM contacts p WHERE p.id = s.contact_id AND s.active_at <> coalesce(s.last_seen_at, p.created_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('UPDATE contact_stats SET due_at = now() WHERE due_at IS NULL');
  }
}
