import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** What reports count: small facts, derived from the threads by one who follows the history. */
export class Reports1700000000055 implements MigrationInterface {
  readonly name = 'Reports1700000000055';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE report_facts (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        -- No reference: what was counted stays counted when the conversation is erased.
        conversation_id uuid NOT NULL,
        kind text NOT NULL,
        -- The line of the thread that makes it a fact.
        seq integer NOT NULL,
        at timestamptz NOT NULL,
        -- Of what lasts; 'infinity' while it does.
        ends_at timestamptz,
        ms bigint,
        -- The same in the hours in which somebody is there; null where no hours are set.
        open_ms bigint,
        channel_id uuid NOT NULL,
        team_id uuid,
        member_id uuid,
        matter text,
        label_ids uuid[] NOT NULL DEFAULT '{}',
        -- Null once the person is erased.
        contact_id uuid,
        PRIMARY KEY (conversation_id, kind, seq)
      ) WITH (fillfactor = 90);
      -- A report reads nothing but this index, unless it asks for matters, labels or kinds of customers.
      CREATE INDEX report_facts_at ON report_facts (workspace_id, kind, at) INCLUDE (ms, open_ms, channel_id, team_id, member_id, conversation_id);
      CREATE INDEX report_facts_lasting ON report_facts (workspace_id, kind, ends_at) INCLUDE (at, channel_id, team_id, member_id, conversation_id) WHERE ends_at IS NOT NULL;
      CREATE INDEX report_facts_contact ON report_facts (contact_id);

      -- How far the history is derived; backfilled_to: up to which conversation those that were there before are.
      CREATE TABLE report_positions (
        workspace_id uuid PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
        seq bigint NOT NULL,
        backfilled_to uuid DEFAULT '00000000-0000-0000-0000-000000000000'
      );
      ${protect('report_facts', 'report_positions')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(drop('report_positions', 'report_facts'));
  }
}
