import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Who works when, who watches what, mentions as work, and what members are told by which way. */
export class NoticesAndShifts1700000000028 implements MigrationInterface {
  readonly name = 'NoticesAndShifts1700000000028';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- here: a screen of theirs is there. duty: whether they work now, by what they said or by their hours. presence is made of both.
      ALTER TABLE memberships
        ADD COLUMN here boolean NOT NULL DEFAULT false,
        ADD COLUMN duty text NOT NULL DEFAULT 'on' CHECK (duty IN ('on', 'away', 'sick', 'off')),
        ADD COLUMN duty_until timestamptz,
        ADD COLUMN hours jsonb,
        ADD COLUMN absence jsonb,
        ADD COLUMN substitute_id uuid,
        -- How they want to be told; what is missing is as by default.
        ADD COLUMN notices jsonb NOT NULL DEFAULT '{}',
        ADD FOREIGN KEY (workspace_id, substitute_id) REFERENCES memberships (workspace_id, id) ON DELETE SET NULL (substitute_id);
      UPDATE memberships SET here = presence <> 'off', duty = CASE WHEN presence = 'away' THEN 'away' ELSE 'on' END, absence = CASE WHEN presence = 'away' THEN '{"state": "away", "from": null, "until": null}'::jsonb END;
      CREATE INDEX memberships_duty ON memberships (duty_until) WHERE duty_until IS NOT NULL;

      ALTER TABLE teams DROP CONSTRAINT teams_kind_check, ADD CONSTRAINT teams_kind_check CHECK (kind IN ('team', 'branch', 'group'));

      -- Who is told of everything in a conversation. left_at: said no, so neither writing nor being named brings them back.
      CREATE TABLE watches (
        workspace_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        member_id uuid NOT NULL,
        why text NOT NULL CHECK (why IN ('self', 'colleague', 'mention', 'wrote')),
        at timestamptz NOT NULL DEFAULT now(),
        left_at timestamptz,
        PRIMARY KEY (conversation_id, member_id),
        FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, member_id) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON watches (member_id) WHERE left_at IS NULL;

      ALTER TABLE note_mentions
        ADD COLUMN via text NOT NULL DEFAULT 'person' CHECK (via IN ('person', 'team', 'shift')),
        ADD COLUMN team_id uuid,
        -- False: done by one is done by all who were named in the same way.
        ADD COLUMN each boolean NOT NULL DEFAULT true,
        ADD COLUMN snoozed_until timestamptz,
        ADD COLUMN done_at timestamptz,
        ADD COLUMN done_by uuid,
        ADD FOREIGN KEY (workspace_id, team_id) REFERENCES teams (workspace_id, id) ON DELETE SET NULL (team_id);
      -- Until now a mention was gone once it was seen.
      UPDATE note_mentions SET done_at = seen_at, done_by = member_id WHERE seen_at IS NOT NULL;
      DROP INDEX note_mentions_member_id_at_idx;
      CREATE INDEX note_mentions_open ON note_mentions (member_id, at DESC) WHERE done_at IS NULL;
      CREATE INDEX note_mentions_done ON note_mentions (member_id, done_at DESC) WHERE done_at IS NOT NULL;
      CREATE INDEX note_mentions_snoozed ON note_mentions (snoozed_until) WHERE done_at IS NULL AND snoozed_until IS NOT NULL;
      CREATE INDEX note_mentions_message ON note_mentions (message_id);
      CREATE INDEX note_mentions_conversation ON note_mentions (conversation_id, member_id) WHERE done_at IS NULL;

      -- Up to which event of the feed it was decided who is told.
      CREATE TABLE notice_positions (
        workspace_id uuid PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
        seq bigint NOT NULL
      );
      INSERT INTO notice_positions (workspace_id, seq) SELECT workspace_id, last_seq FROM feeds;

      CREATE TABLE notices (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        member_id uuid NOT NULL,
        kind text NOT NULL,
        what text NOT NULL,
        conversation_id uuid,
        channel_id uuid,
        message_id uuid,
        -- Of the newest message: reading the conversation up to here settles it.
        seq integer,
        by_kind text,
        by_id uuid,
        count integer NOT NULL DEFAULT 1,
        -- False: only told by other ways.
        in_app boolean NOT NULL DEFAULT true,
        first_at timestamptz NOT NULL DEFAULT now(),
        at timestamptz NOT NULL DEFAULT now(),
        read_at timestamptz,
        FOREIGN KEY (workspace_id, member_id) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id) ON DELETE CASCADE,
        CHECK (num_nonnulls(conversation_id, channel_id) = 1)
      );
      -- What is not read yet grows instead of being told again.
      CREATE UNIQUE INDEX notices_open ON notices (member_id, kind, coalesce(conversation_id, channel_id)) WHERE read_at IS NULL;
      CREATE INDEX notices_newest ON notices (member_id, at DESC, id DESC) WHERE in_app;
      CREATE INDEX notices_of_conversation ON notices (conversation_id, member_id);
      CREATE INDEX ON notices (at);

      -- Outside the app: one row for each way, due at its time, dropped when it was read before.
      CREATE TABLE notice_ways (
        notice_id uuid NOT NULL REFERENCES notices (id) ON DELETE CASCADE,
        way text NOT NULL CHECK (way IN ('push', 'email', 'digest')),
        workspace_id uuid NOT NULL,
        member_id uuid NOT NULL,
        due_at timestamptz NOT NULL,
        -- It waited for the end of a quiet time: told in one summary.
        held boolean NOT NULL DEFAULT false,
        lease_until timestamptz,
        attempts integer NOT NULL DEFAULT 0,
        done_at timestamptz,
        -- Why nothing was sent; null: it was.
        dropped text,
        PRIMARY KEY (notice_id, way),
        FOREIGN KEY (workspace_id, member_id) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX notice_ways_due ON notice_ways (due_at) WHERE done_at IS NULL;
      CREATE INDEX notice_ways_member ON notice_ways (member_id, way, done_at);

      CREATE TABLE push_devices (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        member_id uuid NOT NULL,
        -- Signing out, or being signed out, ends its pushes.
        session_id uuid NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
        endpoint text NOT NULL UNIQUE,
        -- Both halves of the key for its payloads, sealed.
        keys text NOT NULL,
        name text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        last_sent_at timestamptz,
        FOREIGN KEY (workspace_id, member_id) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON push_devices (member_id);
      CREATE INDEX ON push_devices (session_id);
      ${protect('watches', 'notice_positions', 'notices', 'notice_ways', 'push_devices')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${drop('push_devices', 'notice_ways', 'notices', 'notice_positions')}
      DROP INDEX note_mentions_conversation, note_mentions_message, note_mentions_snoozed, note_mentions_done, note_mentions_open;
      ALTER TABLE note_mentions DROP COLUMN done_by, DROP COLUMN done_at, DROP COLUMN snoozed_until, DROP COLUMN each, DROP COLUMN team_id, DROP COLUMN via;
      CREATE INDEX note_mentions_member_id_at_idx ON note_mentions (member_id, at DESC) WHERE seen_at IS NULL;
      ${drop('watches')}
      UPDATE teams SET kind = 'team' WHERE kind = 'group';
      ALTER TABLE teams DROP CONSTRAINT teams_kind_check, ADD CONSTRAINT teams_kind_check CHECK (kind IN ('team', 'branch'));
      ALTER TABLE memberships DROP COLUMN notices, DROP COLUMN substitute_id, DROP COLUMN absence, DROP COLUMN hours, DROP COLUMN duty_until, DROP COLUMN duty, DROP COLUMN here;
    `);
  }
}
