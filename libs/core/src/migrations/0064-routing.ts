import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Who gets which work by itself: what weighs how much, who can carry and knows what, by which policy; and where each conversation stands in it. */
export class Routing1700000000064 implements MigrationInterface {
  readonly name = 'Routing1700000000064';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE routing_settings (
        workspace_id uuid PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
        -- { matters, priorities, pending }
        weights jsonb NOT NULL,
        -- [{ filter, skill, level }]
        needs jsonb NOT NULL DEFAULT '[]',
        -- Some policy gives work; what does not is not followed.
        active boolean NOT NULL DEFAULT false,
        -- How far the history was followed.
        seq bigint NOT NULL DEFAULT 0,
        -- When the queue is looked at next, and whether all of it, because the people are others.
        look_at timestamptz,
        whole boolean NOT NULL DEFAULT false,
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX routing_settings_look ON routing_settings (look_at) WHERE look_at IS NOT NULL;

      -- Without a team and a channel: the workspace's own.
      CREATE TABLE routing_policies (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        team_id uuid REFERENCES teams (id) ON DELETE CASCADE,
        channel_id uuid REFERENCES channels (id) ON DELETE CASCADE,
        mode text NOT NULL CHECK (mode IN ('manual', 'round-robin', 'least-loaded', 'capacity')),
        last_agent_first boolean NOT NULL,
        step_down_minutes integer CHECK (step_down_minutes > 0),
        return_minutes integer CHECK (return_minutes > 0),
        returns text NOT NULL CHECK (returns IN ('routed', 'all')),
        calendar_id uuid,
        CHECK (team_id IS NULL OR channel_id IS NULL),
        UNIQUE NULLS NOT DISTINCT (workspace_id, team_id, channel_id),
        FOREIGN KEY (workspace_id, calendar_id) REFERENCES business_calendars (workspace_id, id)
      );

      CREATE TABLE routing_members (
        member_id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        -- Null: no end to it.
        capacity real CHECK (capacity >= 0),
        -- { skill: level }
        skills jsonb NOT NULL DEFAULT '{}',
        -- Who was given something longest ago has the lowest.
        turn bigint NOT NULL DEFAULT 0,
        FOREIGN KEY (workspace_id, member_id) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON routing_members (workspace_id);

      CREATE TABLE routing_turns (
        conversation_id uuid PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        -- In the queue since then, or with somebody: since when, and whether routing gave it.
        since timestamptz NOT NULL DEFAULT now(),
        given_to uuid,
        given_at timestamptz,
        routed boolean NOT NULL DEFAULT false,
        -- Why nobody got it, when it was looked at last: 'closed', 'skill', 'full', 'nobody'; null: look at it.
        waits text,
        -- Who does not get it before that moment: { member: moment }.
        passed jsonb NOT NULL DEFAULT '{}',
        look_at timestamptz
      ) WITH (fillfactor = 80);
      CREATE INDEX routing_turns_look ON routing_turns (workspace_id, look_at) WHERE look_at IS NOT NULL;

      -- What the row of the list says of it.
      ALTER TABLE conversations ADD COLUMN routing jsonb;
      ${protect('routing_settings', 'routing_policies', 'routing_members', 'routing_turns')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE conversations DROP COLUMN routing;
      ${drop('routing_turns', 'routing_members', 'routing_policies', 'routing_settings')}
    `);
  }
}
