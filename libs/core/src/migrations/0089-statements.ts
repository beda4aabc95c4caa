import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** One statement to many who wait for an answer in public: what was said, by whom, how fast; and which answers that became. */
export class Statements1700000000089 implements MigrationInterface {
  readonly name = 'Statements1700000000089';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE statement_rounds (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        client_id text NOT NULL,
        alert_id uuid REFERENCES spike_alerts ON DELETE CASCADE,
        crisis_id uuid REFERENCES crises ON DELETE CASCADE,
        text text NOT NULL,
        every_seconds integer NOT NULL CHECK (every_seconds BETWEEN 2 AND 600),
        made_by uuid NOT NULL,
        made_by_name text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        stopped_at timestamptz,
        stopped_by uuid,
        UNIQUE (workspace_id, client_id),
        CHECK ((alert_id IS NULL) <> (crisis_id IS NULL))
      );
      CREATE INDEX statement_rounds_alert ON statement_rounds (alert_id, id) WHERE alert_id IS NOT NULL;
      CREATE INDEX statement_rounds_crisis ON statement_rounds (crisis_id, id) WHERE crisis_id IS NOT NULL;
      CREATE TABLE statement_answers (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        round_id uuid NOT NULL REFERENCES statement_rounds ON DELETE CASCADE,
        planned_id uuid PRIMARY KEY REFERENCES planned_answers ON DELETE CASCADE
      );
      CREATE INDEX statement_answers_round ON statement_answers (round_id);
      ${protect('statement_rounds', 'statement_answers')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(drop('statement_answers', 'statement_rounds'));
  }
}
