import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Who may become a customer: what they want, what it is worth, and what will be done next, until it is won or lost. */
export class Leads1700000000045 implements MigrationInterface {
  readonly name = 'Leads1700000000045';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE lead_settings (
        workspace_id uuid PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
        prefix text NOT NULL DEFAULT 'L-',
        last_number integer NOT NULL DEFAULT 0,
        currency text NOT NULL DEFAULT 'PLN',
        -- Null: those that are built in.
        stages jsonb
      );

      CREATE TABLE leads (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        number integer NOT NULL,
        code text NOT NULL,
        wants text NOT NULL DEFAULT '',
        worth_amount numeric(14, 2) CHECK (worth_amount >= 0),
        worth_currency text,
        stage text NOT NULL,
        state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'won', 'lost')),
        reason text NOT NULL DEFAULT '',
        owner_id uuid,
        team_id uuid,
        next_step text NOT NULL DEFAULT '',
        next_at timestamptz,
        -- When a worker looks again; null when nothing is due.
        look_at timestamptz,
        campaign_id uuid,
        opened_by uuid,
        closed_at timestamptz,
        withdrawn_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (workspace_id, id),
        UNIQUE (workspace_id, number),
        CHECK ((worth_amount IS NULL) = (worth_currency IS NULL))
      );
      CREATE INDEX leads_look ON leads (look_at) WHERE look_at IS NOT NULL;
      CREATE INDEX leads_open ON leads (workspace_id, (coalesce(next_at, '-infinity')), id) WHERE state = 'open' AND withdrawn_at IS NULL;
      CREATE INDEX leads_campaign ON leads (campaign_id) WHERE campaign_id IS NOT NULL;

      CREATE TABLE lead_conversations (
        workspace_id uuid NOT NULL,
        lead_id uuid NOT NULL,
        conversation_id uuid NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        added_by uuid,
        added_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (lead_id, conversation_id),
        FOREIGN KEY (workspace_id, lead_id) REFERENCES leads (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON lead_conversations (conversation_id);

      CREATE INDEX events_lead ON events (subject_id, position) WHERE type LIKE 'lead.%';
      ${protect('lead_settings', 'leads', 'lead_conversations')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX events_lead; ${drop('lead_conversations', 'leads', 'lead_settings')}`);
  }
}
