import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Channels, what came in over them, and the people who wrote. */
export class Channels1700000000002 implements MigrationInterface {
  readonly name = 'Channels1700000000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE channels (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        connector_id text NOT NULL,
        name text NOT NULL,
        settings jsonb NOT NULL DEFAULT '{}',
        -- Sealed JSON of the settings that are secret.
        secrets text,
        identity_scope text NOT NULL,
        cursor jsonb,
        paused boolean NOT NULL DEFAULT false,
        health jsonb,
        -- {code, detail, since}: why it needs somebody.
        alarm jsonb,
        last_inbound_at timestamptz,
        last_outbound_at timestamptz,
        expires_at timestamptz,
        access text NOT NULL DEFAULT 'everyone' CHECK (access IN ('everyone', 'restricted')),
        default_team_id uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        deleted_at timestamptz,
        UNIQUE (workspace_id, id),
        FOREIGN KEY (workspace_id, default_team_id) REFERENCES teams (workspace_id, id) ON DELETE SET NULL (default_team_id)
      );

      CREATE TABLE channel_teams (
        workspace_id uuid NOT NULL,
        channel_id uuid NOT NULL,
        team_id uuid NOT NULL,
        PRIMARY KEY (channel_id, team_id),
        FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, team_id) REFERENCES teams (workspace_id, id) ON DELETE CASCADE
      );
      CREATE TABLE channel_members (
        workspace_id uuid NOT NULL,
        channel_id uuid NOT NULL,
        member_id uuid NOT NULL,
        PRIMARY KEY (channel_id, member_id),
        FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, member_id) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE
      );

      CREATE TABLE deliveries (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        channel_id uuid NOT NULL,
        -- The order of arrival, in which a channel's deliveries are read.
        position bigint GENERATED ALWAYS AS IDENTITY,
        external_id text,
        -- The platform's id, or the hash of the content where it gives none.
        dedupe_key text NOT NULL,
        content_type text NOT NULL,
        body bytea NOT NULL,
        meta jsonb,
        received_at timestamptz NOT NULL DEFAULT now(),
        state text NOT NULL DEFAULT 'received' CHECK (state IN ('received', 'done', 'ignored', 'failed', 'dead')),
        attempts integer NOT NULL DEFAULT 0,
        error text,
        -- A failed one waits until then; it no longer holds up those behind it.
        next_attempt_at timestamptz,
        conversation_id uuid,
        done_at timestamptz,
        UNIQUE (channel_id, dedupe_key),
        FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX deliveries_waiting ON deliveries (channel_id, position) WHERE state = 'received';
      CREATE INDEX deliveries_retry ON deliveries (next_attempt_at) WHERE state = 'failed';
      CREATE INDEX deliveries_recent ON deliveries (channel_id, position DESC);
      CREATE INDEX deliveries_age ON deliveries (received_at) WHERE state IN ('done', 'ignored');

      CREATE TABLE contacts (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        name text NOT NULL,
        kinds text[] NOT NULL DEFAULT '{}',
        language text,
        company text,
        note text NOT NULL DEFAULT '',
        avatar_key text,
        attributes jsonb NOT NULL DEFAULT '{}',
        merged_into uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (workspace_id, id),
        FOREIGN KEY (workspace_id, merged_into) REFERENCES contacts (workspace_id, id)
      );
      CREATE INDEX contacts_name ON contacts USING gin (kontuar_plain(name) gin_trgm_ops);
      CREATE INDEX contacts_list ON contacts (workspace_id, created_at DESC, id DESC) WHERE merged_into IS NULL;

      CREATE TABLE identities (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        contact_id uuid NOT NULL,
        scope text NOT NULL,
        external_id text NOT NULL,
        handle text,
        name text,
        avatar_ref text,
        verified boolean NOT NULL DEFAULT false,
        verified_by text,
        blocked boolean NOT NULL DEFAULT false,
        last_seen_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (workspace_id, id),
        UNIQUE (workspace_id, scope, external_id),
        FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON identities (contact_id);
      CREATE INDEX identities_handle ON identities USING gin (kontuar_plain(coalesce(handle, external_id)) gin_trgm_ops);

      CREATE TABLE contact_merges (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        contact_id uuid NOT NULL,
        other_id uuid NOT NULL,
        -- What moved, so that it can move back: {identityIds, conversationIds, before}.
        moved jsonb NOT NULL,
        merged_by uuid NOT NULL,
        merged_at timestamptz NOT NULL DEFAULT now(),
        undone_at timestamptz,
        FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, other_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
      );
      ${protect('channels', 'channel_teams', 'channel_members', 'deliveries', 'contacts', 'identities', 'contact_merges')}

      -- ILIKE and % are not leakproof, so row level security would keep the planner from their indexes: the tenant is checked inside instead.
      CREATE FUNCTION kontuar_search_contacts(words text, max integer) RETURNS SETOF uuid
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
          SELECT id FROM (
            SELECT c.id, 0 AS rank FROM contacts c
              WHERE c.workspace_id = kontuar_workspace() AND c.merged_into IS NULL AND kontuar_plain(c.name) LIKE '%' || kontuar_plain(words) || '%'
            UNION ALL
            SELECT i.contact_id, 1 FROM identities i
              WHERE i.workspace_id = kontuar_workspace() AND kontuar_plain(coalesce(i.handle, i.external_id)) LIKE '%' || kontuar_plain(words) || '%'
          ) found GROUP BY id ORDER BY min(rank), id LIMIT max
        $$;
      GRANT EXECUTE ON FUNCTION kontuar_search_contacts(text, integer) TO kontuar_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION kontuar_search_contacts(text, integer);
      ${drop('contact_merges', 'identities', 'contacts', 'deliveries', 'channel_members', 'channel_teams', 'channels')}
    `);
  }
}
