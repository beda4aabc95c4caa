import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Customers from a file: what is to be read, how far it came, and what was wrong with which line. */
export class Imports1700000000038 implements MigrationInterface {
  readonly name = 'Imports1700000000038';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE imports (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        created_by uuid,
        name text NOT NULL,
        file_key text NOT NULL,
        -- draft: nobody started it. checked: a trial is through.
        state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'checking', 'checked', 'running', 'done', 'refused', 'cancelled', 'failed')),
        -- good: every line that is right. all: all lines, or none.
        mode text NOT NULL DEFAULT 'good' CHECK (mode IN ('good', 'all')),
        encoding text NOT NULL,
        delimiter text NOT NULL,
        headers jsonb NOT NULL,
        sample jsonb NOT NULL,
        mapping jsonb NOT NULL,
        total integer NOT NULL,
        handled integer NOT NULL DEFAULT 0,
        made integer NOT NULL DEFAULT 0,
        changed integer NOT NULL DEFAULT 0,
        wrong integer NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (workspace_id, id),
        FOREIGN KEY (workspace_id, created_by) REFERENCES memberships (workspace_id, id) ON DELETE SET NULL (created_by)
      );
      CREATE INDEX ON imports (workspace_id, created_at DESC);
      CREATE INDEX imports_due ON imports (updated_at) WHERE state IN ('checking', 'running');
      CREATE TABLE import_problems (
        workspace_id uuid NOT NULL,
        import_id uuid NOT NULL,
        line integer NOT NULL,
        field text NOT NULL,
        message text NOT NULL,
        PRIMARY KEY (import_id, line, field),
        FOREIGN KEY (workspace_id, import_id) REFERENCES imports (workspace_id, id) ON DELETE CASCADE
      );
      ${protect('imports', 'import_problems')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(drop('import_problems', 'imports'));
  }
}
