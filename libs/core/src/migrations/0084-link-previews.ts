import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** What stands behind a link in a post: fetched by us, so that nobody there learns who reads along. */
export class LinkPreviews1700000000084 implements MigrationInterface {
  readonly name = 'LinkPreviews1700000000084';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Goes with its post, whatever takes that.
      CREATE TABLE post_previews (
        post_id uuid PRIMARY KEY REFERENCES posts ON DELETE CASCADE,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        address text NOT NULL,
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'ready', 'none')),
        title text NOT NULL DEFAULT '',
        description text NOT NULL DEFAULT '',
        site text NOT NULL DEFAULT '',
        -- WebP of our own making.
        picture bytea,
        look_at timestamptz NOT NULL DEFAULT now(),
        tries integer NOT NULL DEFAULT 0
      );
      CREATE INDEX post_previews_waiting ON post_previews (look_at) WHERE state = 'waiting';
      CREATE INDEX post_previews_workspace ON post_previews (workspace_id);
      CREATE TABLE listening_settings (
        workspace_id uuid PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
        previews boolean NOT NULL DEFAULT true
      );
      ${protect('post_previews', 'listening_settings')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(drop('listening_settings', 'post_previews'));
  }
}
