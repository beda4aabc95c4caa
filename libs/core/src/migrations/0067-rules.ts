import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Rules in their order, every version of them, what each did in which conversation and why, the clocks that they wait for, and the calls that they make. */
export class Rules1700000000067 implements MigrationInterface {
  readonly name = 'Rules1700000000067';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE rules (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        position integer NOT NULL,
        name text NOT NULL,
        active boolean NOT NULL DEFAULT false,
        version integer NOT NULL,
        -- What happened before is none of its business; clocks that ran out before are not either.
        active_since timestamptz,
        clocks_since timestamptz,
        -- Of what is open, up to which conversation clocks were set after a change. Null: all.
        clocks_to uuid,
        -- Signs its calls.
        secret text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        removed_at timestamptz,
        UNIQUE (workspace_id, id)
      );
      CREATE INDEX rules_order ON rules (workspace_id, position) WHERE removed_at IS NULL;

      CREATE TABLE rule_versions (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        rule_id uuid NOT NULL,
        version integer NOT NULL,
        name text NOT NULL,
        definition jsonb NOT NULL,
        member_id uuid,
        member_name text NOT NULL,
        -- Brought back from this one.
        from_version integer,
        at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (rule_id, version),
        FOREIGN KEY (workspace_id, rule_id) REFERENCES rules (workspace_id, id) ON DELETE CASCADE
      );

      CREATE TABLE rule_runs (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        rule_id uuid NOT NULL,
        version integer NOT NULL,
        conversation_id uuid NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        -- Which happening, or which end of a clock: twice is once.
        key text NOT NULL,
        occasion jsonb NOT NULL,
        -- Rules whose doings led here, in their order.
        chain uuid[] NOT NULL,
        state text NOT NULL CHECK (state IN ('done', 'stopped', 'failed')),
        reason text,
        why jsonb,
        acts jsonb NOT NULL DEFAULT '[]',
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        UNIQUE (rule_id, conversation_id, key),
        FOREIGN KEY (workspace_id, rule_id) REFERENCES rules (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX rule_runs_conversation ON rule_runs (conversation_id, at);
      CREATE INDEX rule_runs_rule ON rule_runs (rule_id, id);
      CREATE INDEX rule_runs_at ON rule_runs (at);

      CREATE TABLE rule_clocks (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        rule_id uuid NOT NULL,
        conversation_id uuid NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN ('unchanged', 'waiting', 'silent')),
        -- Since when it runs, and when it has run out; null: it has, or will not.
        since timestamptz NOT NULL,
        look_at timestamptz,
        PRIMARY KEY (rule_id, conversation_id, kind),
        FOREIGN KEY (workspace_id, rule_id) REFERENCES rules (workspace_id, id) ON DELETE CASCADE
      ) WITH (fillfactor = 80);
      CREATE INDEX rule_clocks_look ON rule_clocks (look_at) WHERE look_at IS NOT NULL;
      CREATE INDEX rule_clocks_conversation ON rule_clocks (conversation_id);

      CREATE TABLE rule_calls (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        rule_id uuid NOT NULL,
        run_id uuid NOT NULL REFERENCES rule_runs (id) ON DELETE CASCADE,
        conversation_id uuid NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
        url text NOT NULL,
        body text NOT NULL,
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'failed')),
        attempts integer NOT NULL DEFAULT 0,
        -- When to call next; while one is under way, when somebody else may.
        look_at timestamptz DEFAULT now(),
        status integer,
        trouble text,
        took_ms integer,
        created_at timestamptz NOT NULL DEFAULT now(),
        done_at timestamptz,
        FOREIGN KEY (workspace_id, rule_id) REFERENCES rules (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX rule_calls_waiting ON rule_calls (look_at) WHERE state = 'waiting';
      CREATE INDEX rule_calls_rule ON rule_calls (rule_id, id);
      CREATE INDEX rule_calls_run ON rule_calls (run_id);
      CREATE INDEX rule_calls_conversation ON rule_calls (conversation_id);

      -- How far the history was followed. A workspace without rules has none.
      CREATE TABLE rule_positions (
        workspace_id uuid PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
        seq bigint NOT NULL
      );
      ${protect('rules', 'rule_versions', 'rule_runs', 'rule_clocks', 'rule_calls', 'rule_positions')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${drop('rule_positions', 'rule_calls', 'rule_clocks', 'rule_runs', 'rule_versions', 'rules')}
      UPDATE messages SET automatic = 'auto-reply' WHERE automatic = 'rule';
      DELETE FROM notices WHERE kind = 'rule';
    `);
  }
}
