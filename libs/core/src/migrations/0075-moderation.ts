import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Rules about public comments, what they hit, and what came of it. */
export class Moderation1700000000075 implements MigrationInterface {
  readonly name = 'Moderation1700000000075';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE moderation_rules (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        -- In which they are asked; all that match apply.
        position integer NOT NULL,
        name text NOT NULL,
        -- Null: on every channel.
        channel_ids uuid[],
        match text NOT NULL CHECK (match IN ('all', 'any')),
        conditions jsonb NOT NULL,
        actions jsonb NOT NULL,
        exceptions jsonb NOT NULL,
        stage text NOT NULL CHECK (stage IN ('trial', 'suggest', 'act')),
        active boolean NOT NULL,
        version integer NOT NULL DEFAULT 1,
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX ON moderation_rules (workspace_id, position);

      CREATE TABLE moderation_hits (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        -- The rule as it was then; what it did stays known when it is gone.
        rule_id uuid NOT NULL,
        rule_name text NOT NULL,
        rule_version integer NOT NULL,
        actions jsonb NOT NULL,
        message_id uuid NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
        stage text NOT NULL CHECK (stage IN ('trial', 'suggest', 'act')),
        decision text NOT NULL CHECK (decision IN ('trial', 'suggested', 'done', 'refused', 'restored')),
        false_hit boolean NOT NULL DEFAULT false,
        -- [{ by, found }], [{ do, state, detail }]
        reasons jsonb NOT NULL,
        outcomes jsonb NOT NULL DEFAULT '[]',
        at timestamptz NOT NULL DEFAULT now(),
        decided_at timestamptz,
        decided_by uuid,
        -- A rule says one thing about a message, however often it is asked.
        UNIQUE (rule_id, message_id)
      ) WITH (fillfactor = 85);
      CREATE INDEX ON moderation_hits (workspace_id, id);
      CREATE INDEX ON moderation_hits (rule_id, at);
      CREATE INDEX ON moderation_hits (message_id);
      CREATE INDEX moderation_hits_suggested ON moderation_hits (workspace_id, id) WHERE decision = 'suggested';

      -- Comments that no rule has been asked about yet: written with them, gone with what the rules said.
      CREATE TABLE moderation_waiting (
        message_id uuid PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        channel_id uuid NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        due_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX ON moderation_waiting (channel_id, due_at);

      -- Hashes of what was said, for as long as a rule may ask how often.
      CREATE TABLE moderation_texts (
        message_id uuid PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        hash text NOT NULL,
        author_id uuid,
        at timestamptz NOT NULL
      );
      CREATE INDEX ON moderation_texts (workspace_id, hash, at);
      CREATE INDEX ON moderation_texts (author_id, hash, at);
      CREATE INDEX ON moderation_texts (at);

      -- Asked for by a rule: in the lane of its channel, where nobody's own act waits.
      ALTER TABLE message_acts ADD COLUMN hit_id uuid, ADD COLUMN lane_id uuid;
      CREATE INDEX message_acts_lanes ON message_acts (lane_id, next_attempt_at) WHERE state = 'pending' AND lane_id IS NOT NULL;
      CREATE INDEX message_acts_of_people ON message_acts (next_attempt_at) WHERE state = 'pending' AND lane_id IS NULL;
      -- Comments of the last days, for trials.
      CREATE INDEX messages_public_in ON messages (workspace_id, at) WHERE visibility = 'public' AND direction = 'in' AND kind = 'message';
      ${protect('moderation_rules', 'moderation_hits', 'moderation_waiting', 'moderation_texts')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX messages_public_in, message_acts_of_people, message_acts_lanes;
      ALTER TABLE message_acts DROP COLUMN lane_id, DROP COLUMN hit_id;
      ${drop('moderation_texts', 'moderation_waiting', 'moderation_hits', 'moderation_rules')}
    `);
  }
}
