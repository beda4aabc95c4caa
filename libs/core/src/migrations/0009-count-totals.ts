import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

const byAssignee = 'workspace_id, channel_id, team_id, assignee_id, state, waiting';
const inTotal = 'workspace_id, channel_id, team_id, assigned, state, waiting';

const moved = (names: string, assignee: string) => `
  INSERT INTO ${names === inTotal ? 'conversation_totals' : 'conversation_counts'} (${names}, delta)
    SELECT ${names}, sum(delta) FROM (
      SELECT workspace_id, channel_id, team_id, ${assignee}, state, waiting_since IS NOT NULL AS waiting, 1 AS delta FROM fresh
      UNION ALL
      SELECT workspace_id, channel_id, team_id, ${assignee}, state, waiting_since IS NOT NULL, -1 FROM stale
    ) moved GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(delta) <> 0;`;
const inserted = (names: string, assignee: string) => `
  INSERT INTO ${names === inTotal ? 'conversation_totals' : 'conversation_counts'} (${names}, delta)
    SELECT workspace_id, channel_id, team_id, ${assignee}, state, waiting_since IS NOT NULL, count(*) FROM fresh GROUP BY 1, 2, 3, 4, 5, 6;`;
const deleted = (names: string, assignee: string) => `
  INSERT INTO ${names === inTotal ? 'conversation_totals' : 'conversation_counts'} (${names}, delta)
    SELECT s.workspace_id, s.channel_id, s.team_id, ${assignee}, s.state, s.waiting_since IS NOT NULL, -count(*)
    FROM stale s JOIN workspaces w ON w.id = s.workspace_id GROUP BY 1, 2, 3, 4, 5, 6;`;

const trigger = (name: string, body: string) => `
  CREATE OR REPLACE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body}
    RETURN NULL;
  END $$;`;

/**
 * The counts of the views, without who has what. By member there are as many sums as open conversations in a large team, and every agent's
 * screen added all of them up; these are a few hundred, and one's own are found by an index.
 */
export class CountTotals1700000000009 implements MigrationInterface {
  readonly name = 'CountTotals1700000000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      LOCK TABLE conversations IN SHARE ROW EXCLUSIVE MODE;
      CREATE TABLE conversation_totals (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        channel_id uuid NOT NULL,
        team_id uuid,
        assigned boolean NOT NULL,
        state text NOT NULL,
        waiting boolean NOT NULL,
        delta integer NOT NULL
      );
      CREATE INDEX ON conversation_totals (workspace_id);
      ${protect('conversation_totals')}
      INSERT INTO conversation_totals (${inTotal}, delta)
        SELECT workspace_id, channel_id, team_id, assignee_id IS NOT NULL, state, waiting, sum(delta) FROM conversation_counts GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(delta) <> 0;
      CREATE INDEX conversation_counts_member ON conversation_counts (assignee_id) WHERE assignee_id IS NOT NULL;
      ${trigger('kontuar_count_inserted', inserted(byAssignee, 'assignee_id') + inserted(inTotal, 'assignee_id IS NOT NULL'))}
      ${trigger('kontuar_count_updated', moved(byAssignee, 'assignee_id') + moved(inTotal, 'assignee_id IS NOT NULL AS assigned'))}
      ${trigger('kontuar_count_deleted', deleted(byAssignee, 's.assignee_id') + deleted(inTotal, 's.assignee_id IS NOT NULL'))}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${trigger('kontuar_count_inserted', inserted(byAssignee, 'assignee_id'))}
      ${trigger('kontuar_count_updated', moved(byAssignee, 'assignee_id'))}
      ${trigger('kontuar_count_deleted', deleted(byAssignee, 's.assignee_id'))}
      DROP INDEX conversation_counts_member;
      ${drop('conversation_totals')}
    `);
  }
}
