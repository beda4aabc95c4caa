import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** What customers are asked after a conversation, and what they say. */
export class Surveys1700000000043 implements MigrationInterface {
  readonly name = 'Surveys1700000000043';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE survey_settings (
        workspace_id uuid PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
        rest_days integer NOT NULL DEFAULT 30,
        answer_days integer NOT NULL DEFAULT 14,
        -- { from, to, days }, on the customer's clock.
        hours jsonb DEFAULT '{"from": "08:00", "to": "20:00", "days": [0, 1, 2, 3, 4, 5, 6]}',
        reopen_bad boolean NOT NULL DEFAULT true,
        still_fine jsonb
      );

      CREATE TABLE survey_channels (
        channel_id uuid PRIMARY KEY REFERENCES channels (id) ON DELETE CASCADE,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        enabled boolean NOT NULL,
        delay_minutes integer NOT NULL,
        scale text NOT NULL CHECK (scale IN ('faces', 'yes-no')),
        words jsonb NOT NULL
      );

      -- Whose it is, its conversation says: so merging and splitting people needs no rule here.
      CREATE TABLE surveys (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN ('rating', 'fine')),
        conversation_id uuid NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        channel_id uuid NOT NULL REFERENCES channels (id) ON DELETE CASCADE,
        scale text NOT NULL CHECK (scale IN ('faces', 'yes-no')),
        state text NOT NULL CHECK (state IN ('waiting', 'asked', 'answered', 'dropped')),
        -- Why nothing was asked.
        reason text,
        agent_id uuid,
        team_id uuid REFERENCES teams (id) ON DELETE SET NULL,
        planned_at timestamptz NOT NULL DEFAULT now(),
        due_at timestamptz,
        asked_at timestamptz,
        -- The question as a message; none where a card shows it.
        message_id uuid,
        answer_until timestamptz,
        score smallint CHECK (score BETWEEN 1 AND 5),
        good boolean,
        text text NOT NULL DEFAULT '',
        via text CHECK (via IN ('widget', 'reply', 'link')),
        answered_at timestamptz
      );
      CREATE INDEX surveys_due ON surveys (due_at) WHERE state = 'waiting';
      CREATE INDEX ON surveys (conversation_id);
      CREATE INDEX surveys_asked ON surveys (workspace_id, asked_at DESC, id DESC) WHERE asked_at IS NOT NULL;

      -- Each thing said, so that a change hides nothing.
      CREATE TABLE survey_answers (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        survey_id uuid NOT NULL REFERENCES surveys ON DELETE CASCADE,
        score smallint,
        text text NOT NULL,
        via text NOT NULL,
        message_id uuid,
        at timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      CREATE INDEX ON survey_answers (survey_id, at);

      ${protect('survey_settings', 'survey_channels', 'surveys', 'survey_answers')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(drop('survey_answers', 'surveys', 'survey_channels', 'survey_settings'));
  }
}
