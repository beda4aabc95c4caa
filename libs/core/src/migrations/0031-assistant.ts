import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** An assistant that a workspace may connect, and how much it was asked; without a line it is off. */
export class Assistant1700000000031 implements MigrationInterface {
  readonly name = 'Assistant1700000000031';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE assistant_settings (
        workspace_id uuid PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
        enabled boolean NOT NULL DEFAULT false,
        base_url text NOT NULL DEFAULT '',
        model text NOT NULL DEFAULT '',
        sealed_key text,
        uses text[] NOT NULL DEFAULT '{}',
        roles text[] NOT NULL DEFAULT '{}',
        calls_per_day integer NOT NULL DEFAULT 500,
        tokens_per_day integer NOT NULL DEFAULT 1000000,
        mask_names boolean NOT NULL DEFAULT true
      );
      -- For the limits of a day; what was asked and by whom is in the log for good.
      CREATE TABLE assistant_calls (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        at timestamptz NOT NULL DEFAULT now(),
        tokens integer NOT NULL
      );
      CREATE INDEX ON assistant_calls (workspace_id, at);
      ${protect('assistant_settings', 'assistant_calls')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(drop('assistant_calls', 'assistant_settings'));
  }
}
