import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Hours in which a house, a branch or a team works; what customers are promised by policies; every promise that was made, with its clock. */
export class Sla1700000000052 implements MigrationInterface {
  readonly name = 'Sla1700000000052';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE business_calendars (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        name text NOT NULL,
        time_zone text NOT NULL,
        -- [{ day, from, to }] as shifts have them.
        week jsonb NOT NULL,
        -- Whose public holidays are days off; empty: none.
        country text NOT NULL DEFAULT '',
        -- [{ on, name }]
        days_off jsonb NOT NULL DEFAULT '[]',
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (workspace_id, id),
        UNIQUE (workspace_id, name)
      );

      CREATE TABLE sla_policies (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        -- The first that fits holds.
        position integer NOT NULL,
        name text NOT NULL,
        filter jsonb NOT NULL,
        first_reply_minutes integer CHECK (first_reply_minutes BETWEEN 1 AND 525600),
        next_reply_minutes integer CHECK (next_reply_minutes BETWEEN 1 AND 525600),
        resolution_minutes integer CHECK (resolution_minutes BETWEEN 1 AND 525600),
        -- Null: round the clock.
        calendar_id uuid,
        -- In which states its clocks stand: 'customer', 'snoozed', 'pending'.
        pauses text[] NOT NULL DEFAULT '{}',
        -- [{ before, to }] and [{ after, act … }], in minutes of the same clock.
        warnings jsonb NOT NULL DEFAULT '[]',
        escalations jsonb NOT NULL DEFAULT '[]',
        active boolean NOT NULL DEFAULT true,
        created_at timestamptz NOT NULL DEFAULT now(),
        FOREIGN KEY (workspace_id, calendar_id) REFERENCES business_calendars (workspace_id, id)
      );
      CREATE INDEX ON sla_policies (workspace_id, position);

      CREATE TABLE sla_promises (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        conversation_id uuid NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN ('first_reply', 'next_reply', 'resolution')),
        -- The customer's words that began it: a promise goes wherever they go.
        since_message_id uuid NOT NULL,
        policy_id uuid REFERENCES sla_policies (id) ON DELETE SET NULL,
        -- What was promised, as it stood when it ended: { minutes, hours, pauses, warnings, escalations, name }.
        terms jsonb NOT NULL,
        started_at timestamptz NOT NULL,
        -- When it breaks, or broke; null while it is paused before its end.
        due_at timestamptz,
        -- Of the promised time, what was used up when it began to run last; and since when it runs, null while it does not.
        used_ms bigint NOT NULL DEFAULT 0,
        running_since timestamptz,
        -- Why it stands still: 'customer', 'snoozed', 'pending'.
        paused text,
        broken_at timestamptz,
        met_at timestamptz,
        -- By which answer.
        met_by uuid,
        -- It is over: kept, kept too late, or dropped because nobody waits any more.
        ended_at timestamptz,
        outcome text CHECK (outcome IN ('kept', 'late', 'dropped')),
        -- Warnings and escalations that were told, and by when the next is.
        told text[] NOT NULL DEFAULT '{}',
        look_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (since_message_id, kind)
      ) WITH (fillfactor = 80);
      CREATE INDEX sla_promises_look ON sla_promises (look_at) WHERE look_at IS NOT NULL;
      CREATE INDEX sla_promises_conversation ON sla_promises (conversation_id, started_at);
      CREATE INDEX sla_promises_started ON sla_promises (workspace_id, started_at);

      -- How far the history was followed, from when on promises are made; and, of what is open, up to which conversation it was looked through. Null: all of it.
      CREATE TABLE sla_positions (
        workspace_id uuid PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
        seq bigint NOT NULL,
        since timestamptz NOT NULL DEFAULT now(),
        backfilled_to uuid DEFAULT '00000000-0000-0000-0000-000000000000'
      );

      -- The promise that breaks first.
      ALTER TABLE conversations ADD COLUMN due_at timestamptz, ADD COLUMN due_kind text CHECK (due_kind IN ('first_reply', 'next_reply', 'resolution')), ADD COLUMN due_since timestamptz;
      CREATE INDEX conversations_due ON conversations (workspace_id, due_at, id) WHERE due_at IS NOT NULL;
      CREATE INDEX conversations_by_due ON conversations (workspace_id, (coalesce(due_at, 'infinity')), last_message_at DESC, id DESC) WHERE state IN ('open', 'pending');
      CREATE INDEX conversations_live ON conversations (workspace_id, id) WHERE state IN ('open', 'pending', 'snoozed');
      ${protect('business_calendars', 'sla_policies', 'sla_promises', 'sla_positions')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX conversations_live, conversations_by_due, conversations_due;
      ALTER TABLE conversations DROP COLUMN due_since, DROP COLUMN due_kind, DROP COLUMN due_at;
      ${drop('sla_positions', 'sla_promises', 'sla_policies', 'business_calendars')}
    `);
  }
}
