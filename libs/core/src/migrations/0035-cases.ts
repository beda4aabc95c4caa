import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/**
 * Claims, complaints and warranty matters followed to their outcome, on whatever channels they are talked about; the term in which the law wants an answer;
 * the letters that give it, with the proof that they arrived.
 */
export class Cases1700000000035 implements MigrationInterface {
  readonly name = 'Cases1700000000035';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE case_settings (
        workspace_id uuid PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
        prefix text NOT NULL DEFAULT 'R-',
        last_number integer NOT NULL DEFAULT 0,
        country text NOT NULL DEFAULT 'PL',
        -- [{ on, name }], beside the public holidays of the country.
        days_off jsonb NOT NULL DEFAULT '[]',
        sender text NOT NULL DEFAULT '',
        place text NOT NULL DEFAULT ''
      );

      CREATE TABLE case_policies (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        matter text,
        country text,
        customer_kind text,
        name text NOT NULL,
        -- How the term is counted: what the pure clock reads.
        rule jsonb NOT NULL,
        source text NOT NULL DEFAULT '',
        checked_on date,
        active boolean NOT NULL DEFAULT true,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX ON case_policies (workspace_id, created_at);

      CREATE TABLE cases (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        number integer NOT NULL,
        code text NOT NULL,
        matter text NOT NULL,
        subject text NOT NULL DEFAULT '',
        product text NOT NULL DEFAULT '',
        order_number text NOT NULL DEFAULT '',
        demand text CHECK (demand IN ('repair', 'replacement', 'price-reduction', 'refund', 'other')),
        purchased_on date,
        legal_basis text NOT NULL DEFAULT '',
        country text NOT NULL,
        received_at timestamptz NOT NULL,
        received_how text NOT NULL CHECK (received_how IN ('message', 'member')),
        received_reason text NOT NULL DEFAULT '',
        received_message_id uuid,
        -- The policy as it stood when it was chosen: what is changed in policies later changes no term that runs.
        policy jsonb,
        time_zone text NOT NULL,
        received_on date NOT NULL,
        due_on date,
        -- The first moment that is too late.
        due_at timestamptz,
        clock text NOT NULL CHECK (clock IN ('none', 'running', 'stopped')),
        stopped_at timestamptz,
        -- What was answered before that answers an earlier claim.
        answers_since timestamptz,
        -- When the clock wants to be looked at next: a warning, the end, or news of an answer.
        look_at timestamptz,
        told text[] NOT NULL DEFAULT '{}',
        answer text NOT NULL DEFAULT 'none',
        decision text CHECK (decision IN ('accepted', 'partly', 'refused')),
        decision_reason text NOT NULL DEFAULT '',
        decided_at timestamptz,
        decided_by uuid,
        outcome text NOT NULL DEFAULT '',
        owner_id uuid,
        team_id uuid REFERENCES teams (id) ON DELETE SET NULL,
        state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
        closed_at timestamptz,
        -- The opening was taken back; its number is given to no other.
        withdrawn_at timestamptz,
        opened_by uuid,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (workspace_id, id),
        UNIQUE (workspace_id, number)
      );
      CREATE INDEX cases_look ON cases (look_at) WHERE look_at IS NOT NULL;
      CREATE INDEX cases_by_due ON cases (workspace_id, (coalesce(due_at, 'infinity')), id) WHERE withdrawn_at IS NULL;

      CREATE TABLE case_conversations (
        workspace_id uuid NOT NULL,
        case_id uuid NOT NULL,
        conversation_id uuid NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        added_by uuid,
        added_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (case_id, conversation_id),
        FOREIGN KEY (workspace_id, case_id) REFERENCES cases (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON case_conversations (conversation_id);

      ALTER TABLE attachments ADD COLUMN case_id uuid;
      CREATE INDEX attachments_case ON attachments (case_id) WHERE case_id IS NOT NULL;

      CREATE TABLE case_letters (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        case_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('message', 'post', 'answer')),
        decision text NOT NULL CHECK (decision IN ('accepted', 'partly', 'refused')),
        reason text NOT NULL DEFAULT '',
        locale text NOT NULL,
        title text NOT NULL,
        text text NOT NULL,
        conversation_id uuid REFERENCES conversations (id) ON DELETE SET NULL,
        -- Of an answer that was marked; a letter is found by its file, wherever that goes.
        message_id uuid,
        attachment_id uuid REFERENCES attachments (id) ON DELETE SET NULL,
        -- Of the file, as it left.
        sha256 text,
        posted_to text,
        posted_on date,
        consignment text,
        -- What is told of the delivery once it is known: to, at, answer.
        proof jsonb,
        author_id uuid,
        author_name text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        withdrawn_at timestamptz,
        FOREIGN KEY (workspace_id, case_id) REFERENCES cases (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON case_letters (case_id, created_at);
      CREATE INDEX ON case_letters (attachment_id);
      CREATE INDEX ON case_letters (message_id) WHERE message_id IS NOT NULL;

      ALTER TABLE conversations ADD COLUMN case_summary jsonb, ADD COLUMN case_id uuid, ADD COLUMN case_due_at timestamptz;
      CREATE INDEX conversations_case_due ON conversations (workspace_id, case_due_at) WHERE case_due_at IS NOT NULL;

      -- What the other side said when it took a message: kept as the proof of an answer that the law asks for.
      ALTER TABLE send_attempts ADD COLUMN answer text;

      CREATE INDEX events_subject ON events (subject_id, position) WHERE type LIKE 'case.%';
      ${protect('case_settings', 'case_policies', 'cases', 'case_conversations', 'case_letters')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX events_subject;
      ALTER TABLE send_attempts DROP COLUMN answer;
      DROP INDEX conversations_case_due;
      ALTER TABLE conversations DROP COLUMN case_due_at, DROP COLUMN case_id, DROP COLUMN case_summary;
      ${drop('case_letters')}
      DROP INDEX attachments_case;
      ALTER TABLE attachments DROP COLUMN case_id;
      ${drop('case_conversations', 'cases', 'case_policies', 'case_settings')}
    `);
  }
}
