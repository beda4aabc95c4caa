import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** A crisis: what it concerns, what we say meanwhile, what happened in it, and what waits until it is over. */
export class Crisis1700000000078 implements MigrationInterface {
  readonly name = 'Crisis1700000000078';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE crises (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        reason text NOT NULL,
        -- Neither channels nor teams: everything.
        channel_ids uuid[] NOT NULL DEFAULT '{}',
        team_ids uuid[] NOT NULL DEFAULT '{}',
        statement jsonb NOT NULL,
        alert_id uuid REFERENCES spike_alerts ON DELETE SET NULL,
        began_at timestamptz NOT NULL DEFAULT now(),
        began_by uuid NOT NULL,
        began_by_name text NOT NULL,
        ended_at timestamptz,
        ended_by uuid,
        ended_by_name text,
        version integer NOT NULL DEFAULT 1
      );
      -- However many switch it on at once.
      CREATE UNIQUE INDEX crises_one ON crises (workspace_id) WHERE ended_at IS NULL;
      CREATE INDEX crises_workspace ON crises (workspace_id, id);
      CREATE TABLE crisis_entries (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        crisis_id uuid NOT NULL REFERENCES crises ON DELETE CASCADE,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        kind text NOT NULL,
        author_id uuid,
        author_name text,
        text text NOT NULL DEFAULT '',
        mention_ids uuid[] NOT NULL DEFAULT '{}',
        -- Of a task.
        assignee_id uuid,
        done_at timestamptz,
        done_by uuid,
        -- Of an alert: { alert }; of what was held: { held }.
        data jsonb NOT NULL DEFAULT '{}'
      );
      CREATE INDEX crisis_entries_crisis ON crisis_entries (crisis_id, at, id);
      -- What came to its time while a crisis was on, and what somebody let go before.
      CREATE TABLE crisis_holds (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        crisis_id uuid NOT NULL REFERENCES crises ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN ('planned', 'follow-up', 'campaign')),
        item_id uuid NOT NULL,
        was_due timestamptz NOT NULL,
        state text NOT NULL DEFAULT 'held' CHECK (state IN ('held', 'send', 'shift', 'drop')),
        decided_by uuid,
        decided_at timestamptz,
        PRIMARY KEY (crisis_id, kind, item_id)
      );
      CREATE INDEX crisis_holds_undecided ON crisis_holds (item_id) WHERE state = 'held';
      ${protect('crises', 'crisis_entries', 'crisis_holds')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    // What is held has no time any more: without this nothing would ever look at it again.
    await runner.query(`
      UPDATE planned_answers SET due_at = send_at WHERE state = 'scheduled' AND due_at IS NULL AND send_at IS NOT NULL;
      UPDATE follow_ups f SET due_at = h.was_due FROM crisis_holds h WHERE h.kind = 'follow-up' AND h.item_id = f.id AND h.state = 'held' AND f.state = 'active' AND f.due_at IS NULL;
      UPDATE surveys SET due_at = now() WHERE state = 'waiting' AND due_at IS NULL;
      UPDATE outreach_campaigns g SET look_at = now() FROM crisis_holds h WHERE h.kind = 'campaign' AND h.item_id = g.id AND h.state = 'held' AND g.state = 'running' AND g.look_at IS NULL;
    `);
    await runner.query(drop('crisis_holds', 'crisis_entries', 'crises'));
  }
}
