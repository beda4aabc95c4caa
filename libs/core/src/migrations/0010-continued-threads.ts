import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Mail threads are followed to the conversation that continues them, for every batch that is read. */
export class ContinuedThreads1700000000010 implements MigrationInterface {
  readonly name = 'ContinuedThreads1700000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX conversations_previous ON conversations (previous_id) WHERE previous_id IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX conversations_previous');
  }
}
