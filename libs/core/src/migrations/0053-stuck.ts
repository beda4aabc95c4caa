import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** How long customers may wait is a policy like any other; and from when on work counts as stuck. */
export class Stuck1700000000053 implements MigrationInterface {
  readonly name = 'Stuck1700000000053';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What was set for a kind of customer held first, and of those the shortest; what names the kind of channel, too, before what holds on any.
      INSERT INTO sla_policies (workspace_id, position, name, filter, first_reply_minutes, next_reply_minutes)
        SELECT workspace_id, 1000 + row_number() OVER (PARTITION BY workspace_id ORDER BY customer_kind = '', minutes, channel_kind = '', customer_kind, channel_kind),
          concat_ws(', ', nullif(customer_kind, ''), nullif(channel_kind, '')),
          jsonb_build_object('by', 'all', 'of', (CASE WHEN customer_kind = '' THEN '[]'::jsonb ELSE jsonb_build_array(jsonb_build_object('by', 'contactKind', 'is', 'any', 'of', jsonb_build_array(customer_kind))) END)
            || (CASE WHEN channel_kind = '' THEN '[]'::jsonb ELSE jsonb_build_array(jsonb_build_object('by', 'channelKind', 'is', 'any', 'of', jsonb_build_array(channel_kind))) END)),
          minutes, minutes
        FROM waiting_times;
      INSERT INTO sla_positions (workspace_id, seq) SELECT DISTINCT t.workspace_id, coalesce(f.last_seq, 0) FROM waiting_times t LEFT JOIN feeds f ON f.workspace_id = t.workspace_id ON CONFLICT DO NOTHING;
      ${drop('waiting_times')}
      -- A promise remembers by which policy it was made, also when that is gone; and nobody who takes a policy away waits for its promises.
      ALTER TABLE sla_promises DROP CONSTRAINT sla_promises_policy_id_fkey;

      CREATE TABLE stuck_settings (
        workspace_id uuid PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
        -- Working days without progress, hand-overs without an answer, hours that its owner will not be there, days that somebody beside the conversation has not answered.
        ageing_days integer NOT NULL DEFAULT 3 CHECK (ageing_days BETWEEN 1 AND 60),
        handovers integer NOT NULL DEFAULT 3 CHECK (handovers BETWEEN 2 AND 20),
        absent_hours integer NOT NULL DEFAULT 20 CHECK (absent_hours BETWEEN 1 AND 240),
        aside_days integer NOT NULL DEFAULT 2 CHECK (aside_days BETWEEN 1 AND 60),
        calendar_id uuid,
        FOREIGN KEY (workspace_id, calendar_id) REFERENCES business_calendars (workspace_id, id) ON DELETE SET NULL (calendar_id)
      );
      -- Who handed over to whom, without reading what was said.
      CREATE INDEX messages_handovers ON messages (conversation_id, seq) WHERE event_type = 'assigned';
      CREATE INDEX asides_theirs ON asides (workspace_id, last_at) WHERE state = 'theirs';
      CREATE INDEX given_promises_broken ON given_promises (workspace_id, due_at) WHERE state = 'broken';
      ${protect('stuck_settings')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX given_promises_broken, asides_theirs, messages_handovers;
      ${drop('stuck_settings')}
      UPDATE sla_promises p SET policy_id = NULL WHERE NOT EXISTS (SELECT 1 FROM sla_policies s WHERE s.id = p.policy_id);
      ALTER TABLE sla_promises ADD CONSTRAINT sla_promises_policy_id_fkey FOREIGN KEY (policy_id) REFERENCES sla_policies (id) ON DELETE SET NULL;
      CREATE TABLE waiting_times (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        channel_kind text NOT NULL DEFAULT '',
        customer_kind text NOT NULL DEFAULT '',
        minutes integer NOT NULL CHECK (minutes BETWEEN 1 AND 43200),
        PRIMARY KEY (workspace_id, channel_kind, customer_kind),
        CHECK (channel_kind <> '' OR customer_kind <> '')
      );
      ${protect('waiting_times')}
    `);
  }
}
