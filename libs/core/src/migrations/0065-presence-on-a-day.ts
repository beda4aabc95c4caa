import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When somebody was at work on a day that is over, without reading the whole history. */
export class PresenceOnADay1700000000065 implements MigrationInterface {
  readonly name = 'PresenceOnADay1700000000065';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX events_presence ON events (subject_id, at) WHERE type = 'member.presence'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX events_presence');
  }
}
