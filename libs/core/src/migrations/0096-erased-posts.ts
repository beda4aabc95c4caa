import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Public posts of people who were erased, by hashes of their ids: a feed that is read again tells of them again. */
export class ErasedPosts1700000000096 implements MigrationInterface {
  readonly name = 'ErasedPosts1700000000096';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE erased_posts (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        hash bytea NOT NULL,
        PRIMARY KEY (workspace_id, hash)
      );
      ${protect('erased_posts')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(drop('erased_posts'));
  }
}
