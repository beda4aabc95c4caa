import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** To what a customer said yes or no, when, where, and what they were shown. Lines are added, never changed. */
export class Consents1700000000041 implements MigrationInterface {
  readonly name = 'Consents1700000000041';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Those of the workspace's own; the ones that every workspace has are in libs/contract/src/privacy.ts.
      CREATE TABLE consent_purposes (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        key text NOT NULL CHECK (key ~ '^[a-z][a-z0-9_]{0,39}$'),
        -- {en, pl}
        name jsonb NOT NULL,
        archived_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (workspace_id, key)
      );
      CREATE TABLE consents (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        -- Whose it is, merged or not: said of a person of whom several were merged, there is a line for each of them.
        contact_id uuid NOT NULL,
        act_id uuid NOT NULL,
        purpose text NOT NULL,
        given boolean NOT NULL,
        source text NOT NULL CHECK (source IN ('form', 'widget', 'agent', 'import', 'unsubscribe', 'api')),
        -- When they said so; a form of last year may be told of today.
        at timestamptz NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        -- {text, version, locale, where, note}: what they were shown. No address of a machine.
        proof jsonb NOT NULL DEFAULT '{}',
        message_id uuid,
        member_id uuid,
        FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX consents_newest ON consents (contact_id, purpose, at DESC, given, id DESC);
      ${protect('consent_purposes', 'consents')}
      REVOKE UPDATE ON consents FROM kontuar_app;
      -- A line goes only with its person.
      CREATE FUNCTION kontuar_consents_stay() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP = 'DELETE' AND (current_setting('kontuar.erasing', true) = 'on' OR NOT EXISTS (SELECT 1 FROM contacts WHERE id = OLD.contact_id)) THEN RETURN OLD; END IF;
        RAISE EXCEPTION 'consents are append-only';
      END $$;
      CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON consents FOR EACH ROW EXECUTE FUNCTION kontuar_consents_stay();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`${drop('consents', 'consent_purposes')} DROP FUNCTION kontuar_consents_stay();`);
  }
}
