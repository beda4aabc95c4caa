import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Answers that wait before they become messages: for their time, for somebody's approval, or for the customer's silence. */
export class PlannedAnswers1700000000020 implements MigrationInterface {
  readonly name = 'PlannedAnswers1700000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE approval_rules (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        name text NOT NULL,
        active boolean NOT NULL DEFAULT true,
        -- Whose answers; none of the three: everybody's.
        roles text[] NOT NULL DEFAULT '{}',
        member_ids uuid[] NOT NULL DEFAULT '{}',
        author_team_ids uuid[] NOT NULL DEFAULT '{}',
        -- Where; empty: everywhere.
        channel_ids uuid[] NOT NULL DEFAULT '{}',
        team_ids uuid[] NOT NULL DEFAULT '{}',
        visibility text CHECK (visibility IN ('public', 'private')),
        -- Who may approve beside those whose role does.
        approver_ids uuid[] NOT NULL DEFAULT '{}',
        team_leads boolean NOT NULL DEFAULT true,
        -- [{afterMinutes, memberId}], one after the other.
        fallbacks jsonb NOT NULL DEFAULT '[]',
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (workspace_id, id)
      );
      CREATE INDEX ON approval_rules (workspace_id);
      ALTER TABLE team_members ADD COLUMN lead boolean NOT NULL DEFAULT false;

      CREATE TABLE follow_ups (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        author_id uuid NOT NULL,
        author_name text NOT NULL,
        name text NOT NULL,
        -- [{after: {amount, unit}, act, text}]: as they were when it began; later changes of a preset change nothing.
        steps jsonb NOT NULL,
        next_step integer NOT NULL DEFAULT 0,
        business_days boolean NOT NULL DEFAULT false,
        time_zone text NOT NULL,
        -- {resolved, reassigned}: also stops then.
        stop_when jsonb NOT NULL DEFAULT '{}',
        state text NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'done', 'stopped')),
        reason text,
        -- What the customer said after this seq stops it.
        since_seq integer NOT NULL,
        due_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz,
        UNIQUE (workspace_id, id),
        FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id) ON DELETE CASCADE
      );
      CREATE UNIQUE INDEX follow_ups_one ON follow_ups (conversation_id) WHERE state = 'active';
      CREATE INDEX follow_ups_due ON follow_ups (due_at) WHERE state = 'active';

      CREATE TABLE follow_up_presets (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        -- Null: for everybody.
        member_id uuid,
        name text NOT NULL,
        steps jsonb NOT NULL,
        business_days boolean NOT NULL DEFAULT false,
        stop_when jsonb NOT NULL DEFAULT '{}',
        uses integer NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT now(),
        FOREIGN KEY (workspace_id, member_id) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON follow_up_presets (workspace_id);

      CREATE TABLE planned_answers (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        channel_id uuid NOT NULL,
        author_id uuid NOT NULL,
        author_name text NOT NULL,
        client_id text,
        -- awaiting: an approval · returned: to its author · scheduled: for its time · released: it is a message now.
        state text NOT NULL CHECK (state IN ('awaiting', 'returned', 'scheduled', 'released', 'cancelled', 'withdrawn')),
        -- Why it was cancelled.
        reason text,
        text text NOT NULL DEFAULT '',
        html text,
        visibility text NOT NULL CHECK (visibility IN ('public', 'private')),
        reply_to_id uuid,
        cc text[] NOT NULL DEFAULT '{}',
        template jsonb,
        then_state text CHECK (then_state IN ('resolve', 'pending')),
        -- Null: as soon as somebody approved it.
        send_at timestamptz,
        time_zone text,
        if_customer_writes text NOT NULL DEFAULT 'cancel' CHECK (if_customer_writes IN ('cancel', 'send')),
        -- Up to here the author had read when it was written.
        since_seq integer NOT NULL,
        rule_id uuid,
        -- Who was asked to approve, in the order in which they were.
        asked_ids uuid[] NOT NULL DEFAULT '{}',
        fallbacks_asked integer NOT NULL DEFAULT 0,
        awaiting_since timestamptz,
        stale boolean NOT NULL DEFAULT false,
        note text,
        decided_by uuid,
        decided_at timestamptz,
        follow_up_id uuid REFERENCES follow_ups (id) ON DELETE SET NULL,
        follow_up_step integer,
        message_id uuid,
        -- When somebody has to look: at its time, or to ask the next person.
        due_at timestamptz,
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz,
        UNIQUE (workspace_id, id),
        FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id) ON DELETE CASCADE
      );
      CREATE UNIQUE INDEX planned_answers_client ON planned_answers (conversation_id, client_id) WHERE client_id IS NOT NULL;
      CREATE UNIQUE INDEX planned_answers_step ON planned_answers (follow_up_id, follow_up_step) WHERE follow_up_id IS NOT NULL;
      CREATE INDEX planned_answers_due ON planned_answers (due_at) WHERE due_at IS NOT NULL;
      CREATE INDEX planned_answers_shown ON planned_answers (conversation_id) WHERE state IN ('awaiting', 'returned', 'scheduled', 'cancelled');
      CREATE INDEX planned_answers_awaiting ON planned_answers (workspace_id, awaiting_since, id) WHERE state = 'awaiting';
      CREATE INDEX planned_answers_message ON planned_answers (message_id) WHERE message_id IS NOT NULL;

      -- Who wrote it, and who changed what: each version in whole.
      CREATE TABLE planned_revisions (
        workspace_id uuid NOT NULL,
        planned_id uuid NOT NULL REFERENCES planned_answers (id) ON DELETE CASCADE,
        revision integer NOT NULL,
        member_id uuid NOT NULL,
        member_name text NOT NULL,
        text text NOT NULL,
        html text,
        at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (planned_id, revision)
      );
      ${protect('approval_rules', 'follow_ups', 'follow_up_presets', 'planned_answers', 'planned_revisions')}

      ALTER TABLE attachments ADD COLUMN planned_id uuid REFERENCES planned_answers (id) ON DELETE SET NULL;
      CREATE INDEX attachments_planned ON attachments (planned_id, position) WHERE planned_id IS NOT NULL;
      DROP INDEX attachments_loose;
      CREATE INDEX attachments_loose ON attachments (created_at) WHERE message_id IS NULL AND post_id IS NULL AND planned_id IS NULL;
      -- Set by hand; null: guessed from what is known of them.
      ALTER TABLE contacts ADD COLUMN time_zone text;
      -- What waits here, for rows and headers: see planned/plan.ts. Null: nothing.
      ALTER TABLE conversations ADD COLUMN plan jsonb;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE conversations DROP COLUMN plan;
      ALTER TABLE contacts DROP COLUMN time_zone;
      DROP INDEX attachments_loose;
      ALTER TABLE attachments DROP COLUMN planned_id;
      CREATE INDEX attachments_loose ON attachments (created_at) WHERE message_id IS NULL AND post_id IS NULL;
      ${drop('planned_revisions', 'planned_answers', 'follow_up_presets', 'follow_ups', 'approval_rules')}
      ALTER TABLE team_members DROP COLUMN lead;
    `);
  }
}
