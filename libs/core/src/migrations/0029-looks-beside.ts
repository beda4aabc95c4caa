import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The look of what is written in side conversations: whether its writer left the signature out (`letter`), and what stood below it when it left.
 * And pictures in signatures, which belong to all signatures that name them and go along with every letter that carries one.
 */
export class LooksBeside1700000000029 implements MigrationInterface {
  readonly name = 'LooksBeside1700000000029';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE aside_messages ADD COLUMN letter jsonb, ADD COLUMN signature text;
      ALTER TABLE attachments ADD COLUMN in_signature boolean NOT NULL DEFAULT false;
      CREATE INDEX attachments_in_signature ON attachments (workspace_id) WHERE in_signature;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE attachments DROP COLUMN in_signature;
      ALTER TABLE aside_messages DROP COLUMN letter, DROP COLUMN signature;
    `);
  }
}
