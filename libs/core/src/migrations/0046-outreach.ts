import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/**
 * Messages that the house begins, to people who agreed to get them. Their conversations are kept apart: resolved, in no list, until the person answers or
 * somebody takes them up.
 */
export class Outreach1700000000046 implements MigrationInterface {
  readonly name = 'Outreach1700000000046';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE conversations ADD COLUMN kept_apart boolean NOT NULL DEFAULT false;
      CREATE FUNCTION kontuar_apart_no_more() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.kept_apart := false; RETURN NEW; END $$;
      CREATE TRIGGER apart_no_more BEFORE UPDATE OF state, assignee_id ON conversations FOR EACH ROW WHEN (OLD.kept_apart AND (NEW.state <> 'resolved' OR NEW.assignee_id IS NOT NULL)) EXECUTE FUNCTION kontuar_apart_no_more();

      CREATE TABLE outreach_settings (
        workspace_id uuid PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
        -- Null: nobody has to agree.
        approve_above integer DEFAULT 200,
        cap_count integer NOT NULL DEFAULT 2,
        cap_days integer NOT NULL DEFAULT 7
      );

      CREATE TABLE outreach_campaigns (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        name text NOT NULL,
        purpose text NOT NULL,
        segment_id uuid,
        channel_id uuid REFERENCES channels ON DELETE SET NULL,
        words jsonb NOT NULL,
        default_locale text NOT NULL,
        per_minute integer NOT NULL,
        per_hour integer NOT NULL,
        quiet jsonb NOT NULL,
        start_at timestamptz,
        state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'awaiting', 'running', 'paused', 'done', 'stopped')),
        -- When a worker looks again; null when nothing is due.
        look_at timestamptz,
        waits_until timestamptz,
        trouble text,
        created_by uuid,
        started_by uuid,
        started_at timestamptz,
        approved_by uuid,
        ended_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (workspace_id, id)
      );
      CREATE INDEX outreach_look ON outreach_campaigns (look_at) WHERE look_at IS NOT NULL;

      CREATE TABLE outreach_recipients (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        campaign_id uuid NOT NULL,
        contact_id uuid NOT NULL REFERENCES contacts ON DELETE CASCADE,
        identity_id uuid REFERENCES identities ON DELETE SET NULL,
        locale text NOT NULL,
        state text NOT NULL CHECK (state IN ('waiting', 'queued', 'skipped')),
        reason text,
        -- Quiet hours of this person, or the start of the campaign.
        not_before timestamptz NOT NULL DEFAULT '-infinity',
        queued_at timestamptz,
        message_id uuid REFERENCES messages (id) ON DELETE SET NULL,
        conversation_id uuid REFERENCES conversations ON DELETE SET NULL,
        answered_at timestamptz,
        unsubscribed_at timestamptz,
        complained_at timestamptz,
        UNIQUE (campaign_id, contact_id),
        FOREIGN KEY (workspace_id, campaign_id) REFERENCES outreach_campaigns (workspace_id, id) ON DELETE CASCADE,
        CHECK (state <> 'queued' OR queued_at IS NOT NULL)
      );
      CREATE INDEX outreach_next ON outreach_recipients (campaign_id, not_before, id) WHERE state = 'waiting';
      CREATE INDEX outreach_pace ON outreach_recipients (campaign_id, queued_at) WHERE state = 'queued';
      CREATE INDEX outreach_of_contact ON outreach_recipients (contact_id, queued_at);
      CREATE INDEX outreach_of_message ON outreach_recipients (message_id) WHERE message_id IS NOT NULL;
      CREATE INDEX outreach_of_conversation ON outreach_recipients (conversation_id) WHERE conversation_id IS NOT NULL;
      CREATE INDEX outreach_of_identity ON outreach_recipients (identity_id) WHERE identity_id IS NOT NULL;
      ${protect('outreach_settings', 'outreach_campaigns', 'outreach_recipients')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${drop('outreach_recipients', 'outreach_campaigns', 'outreach_settings')}
      DROP TRIGGER apart_no_more ON conversations;
      DROP FUNCTION kontuar_apart_no_more();
      ALTER TABLE conversations DROP COLUMN kept_apart;
    `);
  }
}
