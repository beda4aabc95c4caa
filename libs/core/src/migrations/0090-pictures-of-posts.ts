import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where the picture of a public post stands: fetched once somebody looks at the post, as links are. */
export class PicturesOfPosts1700000000090 implements MigrationInterface {
  readonly name = 'PicturesOfPosts1700000000090';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE posts ADD COLUMN picture text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE posts DROP COLUMN picture');
  }
}
