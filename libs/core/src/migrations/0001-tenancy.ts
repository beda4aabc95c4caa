import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Workspaces, people, rights, sessions. */
export class Tenancy1700000000001 implements MigrationInterface {
  readonly name = 'Tenancy1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE EXTENSION IF NOT EXISTS unaccent;
      CREATE EXTENSION IF NOT EXISTS pg_trgm;

      -- The role that owns nothing: all work runs as it, so that row level security binds.
      DO $$ BEGIN
        IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'kontuar_app') THEN
          BEGIN
            CREATE ROLE kontuar_app NOLOGIN;
          EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- made by another database of this server just now
          END;
        END IF;
        IF NOT pg_has_role(current_user, 'kontuar_app', 'MEMBER') THEN
          EXECUTE format('GRANT kontuar_app TO %I', current_user);
        END IF;
      END $$;
      GRANT USAGE ON SCHEMA public TO kontuar_app;

      CREATE FUNCTION kontuar_workspace() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
        $$ SELECT nullif(current_setting('kontuar.workspace', true), '')::uuid $$;
      CREATE FUNCTION kontuar_system() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
        $$ SELECT coalesce(current_setting('kontuar.system', true), '') = 'on' $$;

      -- Folded for looking up names: 'Łódź' and 'lodz' are the same.
      CREATE FUNCTION kontuar_plain(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS
        $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, value)) $$;
      CREATE TEXT SEARCH CONFIGURATION kontuar (COPY = simple);
      ALTER TEXT SEARCH CONFIGURATION kontuar ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;

      CREATE TABLE workspaces (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        locale text NOT NULL DEFAULT 'en',
        time_zone text NOT NULL DEFAULT 'Europe/Warsaw',
        reopen_window_hours integer NOT NULL DEFAULT 168 CHECK (reopen_window_hours >= 0),
        keep_deliveries_days integer NOT NULL DEFAULT 30 CHECK (keep_deliveries_days > 0),
        -- Filled by npm run demo, so that it can be removed again.
        demo boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      ALTER TABLE workspaces ENABLE ROW LEVEL SECURITY;
      CREATE POLICY tenant ON workspaces USING (id = (SELECT kontuar_workspace()) OR (SELECT kontuar_system()));
      GRANT SELECT, INSERT, UPDATE, DELETE ON workspaces TO kontuar_app;

      -- Apart from workspaces: new conversations queue up on this row and must not block anything else.
      CREATE TABLE workspace_numbers (
        workspace_id uuid PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
        last_number integer NOT NULL DEFAULT 0
      );

      CREATE TABLE users (
        id uuid PRIMARY KEY,
        email text NOT NULL UNIQUE CHECK (email = lower(email)),
        name text NOT NULL,
        password_hash text NOT NULL,
        locale text NOT NULL DEFAULT 'en',
        avatar_key text,
        -- Raised by a new password: sessions made with a lower one end.
        version integer NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE memberships (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        role text NOT NULL CHECK (role IN ('owner', 'admin', 'supervisor', 'agent', 'brand_analyst')),
        active boolean NOT NULL DEFAULT true,
        -- Raised by every change of rights: sessions and sockets made with a lower one are checked again.
        version integer NOT NULL DEFAULT 1,
        presence text NOT NULL DEFAULT 'off' CHECK (presence IN ('on', 'away', 'off')),
        undo_send_seconds integer CHECK (undo_send_seconds BETWEEN 0 AND 30),
        signature text NOT NULL DEFAULT '',
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (workspace_id, id),
        UNIQUE (workspace_id, user_id)
      );
      CREATE INDEX ON memberships (user_id);

      ALTER TABLE users ENABLE ROW LEVEL SECURITY;
      CREATE POLICY colleague ON users USING ((SELECT kontuar_system()) OR EXISTS (SELECT 1 FROM memberships WHERE memberships.user_id = users.id AND memberships.workspace_id = (SELECT kontuar_workspace())))
        WITH CHECK (true);
      GRANT SELECT, INSERT, UPDATE, DELETE ON users TO kontuar_app;

      CREATE TABLE teams (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        name text NOT NULL,
        kind text NOT NULL DEFAULT 'team' CHECK (kind IN ('team', 'branch')),
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (workspace_id, id),
        UNIQUE (workspace_id, name)
      );
      CREATE TABLE team_members (
        workspace_id uuid NOT NULL,
        team_id uuid NOT NULL,
        member_id uuid NOT NULL,
        PRIMARY KEY (team_id, member_id),
        FOREIGN KEY (workspace_id, team_id) REFERENCES teams (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, member_id) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON team_members (member_id);

      CREATE TABLE sessions (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        member_id uuid NOT NULL,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        token_hash text NOT NULL UNIQUE,
        user_version integer NOT NULL,
        user_agent text,
        created_at timestamptz NOT NULL DEFAULT now(),
        last_seen_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        FOREIGN KEY (workspace_id, member_id) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON sessions (user_id);

      CREATE TABLE api_tokens (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        member_id uuid NOT NULL,
        name text NOT NULL,
        token_hash text NOT NULL UNIQUE,
        scopes text[] NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        last_used_at timestamptz,
        expires_at timestamptz,
        FOREIGN KEY (workspace_id, member_id) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE
      );

      CREATE TABLE invitations (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        email text NOT NULL,
        name text,
        role text NOT NULL,
        team_ids uuid[] NOT NULL DEFAULT '{}',
        token_hash text NOT NULL UNIQUE,
        invited_by uuid NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        accepted_at timestamptz,
        FOREIGN KEY (workspace_id, invited_by) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE
      );

      -- The same create, sent again with the same Idempotency-Key, gets the same answer.
      CREATE TABLE idempotency_keys (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        member_id uuid NOT NULL,
        key text NOT NULL,
        fingerprint text NOT NULL,
        status integer,
        body jsonb,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (workspace_id, member_id, key)
      );
      CREATE INDEX ON idempotency_keys (created_at);
      ${protect('workspace_numbers', 'memberships', 'teams', 'team_members', 'sessions', 'api_tokens', 'invitations', 'idempotency_keys')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${drop('idempotency_keys', 'invitations', 'api_tokens', 'sessions', 'team_members', 'teams', 'memberships', 'users', 'workspace_numbers', 'workspaces')}
      DROP TEXT SEARCH CONFIGURATION kontuar;
      DROP FUNCTION kontuar_plain(text), kontuar_system(), kontuar_workspace();
    `);
  }
}
