import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Conversations, what was said in them, and how answers leave. */
export class Conversations1700000000003 implements MigrationInterface {
  readonly name = 'Conversations1700000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE labels (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        name text NOT NULL,
        tone text NOT NULL DEFAULT 'neutral',
        UNIQUE (workspace_id, name)
      );
      CREATE TABLE canned (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        shortcut text NOT NULL,
        title text NOT NULL,
        text text NOT NULL,
        locale text,
        uses integer NOT NULL DEFAULT 0,
        UNIQUE NULLS NOT DISTINCT (workspace_id, shortcut, locale)
      );

      CREATE TABLE conversations (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        number integer NOT NULL,
        channel_id uuid NOT NULL,
        contact_id uuid NOT NULL,
        -- Whom an answer goes to.
        identity_id uuid NOT NULL,
        thread_key text,
        -- False once a newer conversation took over its thread key.
        current boolean NOT NULL DEFAULT true,
        thread_state jsonb,
        subject text,
        state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'pending', 'snoozed', 'resolved')),
        assignee_id uuid,
        team_id uuid,
        priority smallint NOT NULL DEFAULT 1 CHECK (priority BETWEEN 0 AND 3),
        matter text,
        label_ids uuid[] NOT NULL DEFAULT '{}',
        last_seq integer NOT NULL DEFAULT 0,
        version integer NOT NULL DEFAULT 1,
        last_message_at timestamptz NOT NULL DEFAULT now(),
        -- The newest thing that the customer said; a stale reply is measured against it.
        last_inbound_seq integer NOT NULL DEFAULT 0,
        last_inbound_at timestamptz,
        -- The newest thing that anybody but the system said: sinceSeq below it is stale.
        last_said_seq integer NOT NULL DEFAULT 0,
        waiting_since timestamptz,
        first_reply_at timestamptz,
        snoozed_until timestamptz,
        preview_text text NOT NULL DEFAULT '',
        preview_kind text NOT NULL DEFAULT 'inbound',
        preview_author text,
        preview_failed boolean NOT NULL DEFAULT false,
        read_seq integer NOT NULL DEFAULT 0,
        closed_as_thanks boolean NOT NULL DEFAULT false,
        previous_id uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        resolved_at timestamptz,
        UNIQUE (workspace_id, id),
        UNIQUE (workspace_id, number),
        FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id),
        FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id),
        FOREIGN KEY (workspace_id, identity_id) REFERENCES identities (workspace_id, id),
        FOREIGN KEY (workspace_id, assignee_id) REFERENCES memberships (workspace_id, id),
        FOREIGN KEY (workspace_id, team_id) REFERENCES teams (workspace_id, id) ON DELETE SET NULL (team_id),
        FOREIGN KEY (workspace_id, previous_id) REFERENCES conversations (workspace_id, id)
      ) WITH (fillfactor = 80);
      CREATE UNIQUE INDEX conversations_thread ON conversations (channel_id, thread_key) WHERE current AND thread_key IS NOT NULL;
      -- Small partial indexes on what is being worked on; every list pages by (last_message_at, id).
      CREATE INDEX conversations_active ON conversations (workspace_id, last_message_at DESC, id DESC) WHERE state IN ('open', 'pending');
      CREATE INDEX conversations_mine ON conversations (assignee_id, last_message_at DESC, id DESC) WHERE state IN ('open', 'pending') AND assignee_id IS NOT NULL;
      CREATE INDEX conversations_unassigned ON conversations (workspace_id, last_message_at DESC, id DESC) WHERE state IN ('open', 'pending') AND assignee_id IS NULL;
      CREATE INDEX conversations_channel ON conversations (channel_id, last_message_at DESC, id DESC) WHERE state IN ('open', 'pending');
      CREATE INDEX conversations_team ON conversations (team_id, last_message_at DESC, id DESC) WHERE state IN ('open', 'pending') AND team_id IS NOT NULL;
      CREATE INDEX conversations_waiting ON conversations (workspace_id, waiting_since, id) WHERE state IN ('open', 'pending') AND waiting_since IS NOT NULL;
      CREATE INDEX conversations_unassigned_waiting ON conversations (workspace_id, waiting_since, id) WHERE state = 'open' AND assignee_id IS NULL AND waiting_since IS NOT NULL;
      CREATE INDEX conversations_snoozed ON conversations (snoozed_until, id) WHERE state = 'snoozed';
      CREATE INDEX conversations_rest ON conversations (workspace_id, state, last_message_at DESC, id DESC);
      CREATE INDEX conversations_contact ON conversations (contact_id, last_message_at DESC);

      CREATE TABLE messages (
        conversation_id uuid NOT NULL,
        seq integer NOT NULL,
        id uuid NOT NULL UNIQUE,
        workspace_id uuid NOT NULL,
        channel_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('message', 'note', 'event')),
        direction text NOT NULL CHECK (direction IN ('in', 'out', 'none')),
        status text NOT NULL CHECK (status IN ('received', 'queued', 'sending', 'sent', 'delivered', 'read', 'failed', 'unknown', 'logged')),
        failure_code text,
        failure_detail text,
        author_kind text NOT NULL CHECK (author_kind IN ('contact', 'member', 'system', 'elsewhere')),
        -- A member's or an identity's id, by author_kind.
        author_id uuid,
        author_name text NOT NULL DEFAULT '',
        author_address text,
        author_verified boolean NOT NULL DEFAULT true,
        -- {to: [{name, address}], cc: [...], replyTo: {...}}
        recipients jsonb NOT NULL DEFAULT '{}',
        subject text,
        text text NOT NULL DEFAULT '',
        html text,
        quoted text,
        quoted_html text,
        reply_to_id uuid,
        external_id text,
        client_id text,
        automatic text,
        unsupported text,
        mentions uuid[] NOT NULL DEFAULT '{}',
        reactions jsonb NOT NULL DEFAULT '[]',
        extra jsonb,
        event_type text,
        event_data jsonb,
        at timestamptz NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        edited_at timestamptz,
        deleted_at timestamptz,
        send_at timestamptz,
        delivered_at timestamptz,
        read_at timestamptz,
        PRIMARY KEY (conversation_id, seq),
        FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id) ON DELETE CASCADE
      );
      CREATE UNIQUE INDEX messages_external ON messages (channel_id, external_id) WHERE external_id IS NOT NULL;
      CREATE UNIQUE INDEX messages_client ON messages (conversation_id, client_id) WHERE client_id IS NOT NULL;
      CREATE INDEX messages_due ON messages (send_at, id) WHERE status = 'queued';
      CREATE INDEX messages_leaving ON messages (conversation_id, seq) WHERE status IN ('queued', 'sending');
      CREATE INDEX messages_at ON messages (workspace_id, created_at);
      CREATE INDEX messages_words ON messages USING gin (to_tsvector('kontuar', coalesce(subject, '') || ' ' || text)) WHERE kind <> 'event';
      -- Without these the planner takes every word for as common as any other.
      CREATE STATISTICS messages_words_stats ON (to_tsvector('kontuar', coalesce(subject, '') || ' ' || text)) FROM messages;

      -- Further ids of one message, where a platform made several of it.
      CREATE TABLE message_aliases (
        workspace_id uuid NOT NULL,
        channel_id uuid NOT NULL,
        external_id text NOT NULL,
        message_id uuid NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
        PRIMARY KEY (channel_id, external_id)
      );
      -- Edits, deletions and receipts that came before the message they speak of wait here.
      CREATE TABLE early_updates (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        channel_id uuid NOT NULL,
        external_id text NOT NULL,
        inbound jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON early_updates (channel_id, external_id);

      CREATE TABLE message_revisions (
        workspace_id uuid NOT NULL,
        message_id uuid NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
        revision integer NOT NULL,
        text text NOT NULL,
        html text,
        replaced_at timestamptz NOT NULL,
        PRIMARY KEY (message_id, revision)
      );

      -- To whom we wrote in this thread: only they continue it as themselves.
      CREATE TABLE participants (
        workspace_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        identity_id uuid NOT NULL,
        verified boolean NOT NULL,
        joined_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (conversation_id, identity_id),
        FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, identity_id) REFERENCES identities (workspace_id, id) ON DELETE CASCADE
      );

      CREATE TABLE send_attempts (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        message_id uuid NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
        attempt integer NOT NULL,
        -- claimed: nothing left us yet. sending: the platform may have it.
        state text NOT NULL CHECK (state IN ('claimed', 'sending', 'sent', 'failed', 'retry', 'unknown')),
        lease_until timestamptz NOT NULL,
        started_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz,
        error text,
        UNIQUE (message_id, attempt)
      );
      CREATE INDEX send_attempts_open ON send_attempts (lease_until) WHERE state IN ('claimed', 'sending');

      CREATE TABLE attachments (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        message_id uuid REFERENCES messages (id) ON DELETE CASCADE,
        -- Who uploaded it and may still use it: 'member:<id>' or 'visitor:<id>'.
        uploaded_by text,
        position integer NOT NULL DEFAULT 0,
        name text NOT NULL,
        content_type text NOT NULL,
        size_bytes bigint NOT NULL DEFAULT 0,
        inline boolean NOT NULL DEFAULT false,
        content_id text,
        state text NOT NULL CHECK (state IN ('pending', 'ready', 'failed', 'blocked')),
        ref text,
        file_key text,
        thumb_key text,
        width integer,
        height integer,
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz,
        error text,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX ON attachments (message_id, position);
      CREATE INDEX attachments_due ON attachments (next_attempt_at) WHERE state = 'pending' AND next_attempt_at IS NOT NULL;
      CREATE INDEX attachments_loose ON attachments (created_at) WHERE message_id IS NULL;

      CREATE TABLE drafts (
        workspace_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        member_id uuid NOT NULL,
        text text NOT NULL,
        private boolean NOT NULL,
        attachment_ids uuid[] NOT NULL DEFAULT '{}',
        cc text[],
        since_seq integer NOT NULL DEFAULT 0,
        updated_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (conversation_id, member_id),
        FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, member_id) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE
      );

      -- Notes that name a member: the view "mentions of me".
      CREATE TABLE note_mentions (
        workspace_id uuid NOT NULL,
        member_id uuid NOT NULL,
        message_id uuid NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
        conversation_id uuid NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        seen_at timestamptz,
        PRIMARY KEY (member_id, message_id)
      );
      CREATE INDEX ON note_mentions (member_id, at DESC) WHERE seen_at IS NULL;

      -- The view counts: changes are appended and folded later, so that no row is fought over.
      CREATE TABLE conversation_counts (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        channel_id uuid NOT NULL,
        team_id uuid,
        assignee_id uuid,
        state text NOT NULL,
        waiting boolean NOT NULL,
        delta integer NOT NULL
      );
      CREATE INDEX ON conversation_counts (workspace_id);
      ${protect('labels', 'canned', 'conversations', 'messages', 'message_aliases', 'early_updates', 'message_revisions', 'participants', 'send_attempts', 'attachments', 'drafts', 'note_mentions', 'conversation_counts')}

      CREATE FUNCTION kontuar_count_inserted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO conversation_counts (workspace_id, channel_id, team_id, assignee_id, state, waiting, delta)
          SELECT workspace_id, channel_id, team_id, assignee_id, state, waiting_since IS NOT NULL, count(*) FROM fresh GROUP BY 1, 2, 3, 4, 5, 6;
        RETURN NULL;
      END $$;
      CREATE FUNCTION kontuar_count_updated() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO conversation_counts (workspace_id, channel_id, team_id, assignee_id, state, waiting, delta)
          SELECT workspace_id, channel_id, team_id, assignee_id, state, waiting, sum(delta) FROM (
            SELECT workspace_id, channel_id, team_id, assignee_id, state, waiting_since IS NOT NULL AS waiting, 1 AS delta FROM fresh
            UNION ALL
            SELECT workspace_id, channel_id, team_id, assignee_id, state, waiting_since IS NOT NULL, -1 FROM stale
          ) moved GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(delta) <> 0;
        RETURN NULL;
      END $$;
      CREATE FUNCTION kontuar_count_deleted() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO conversation_counts (workspace_id, channel_id, team_id, assignee_id, state, waiting, delta)
          SELECT s.workspace_id, s.channel_id, s.team_id, s.assignee_id, s.state, s.waiting_since IS NOT NULL, -count(*)
          FROM stale s JOIN workspaces w ON w.id = s.workspace_id GROUP BY 1, 2, 3, 4, 5, 6;
        RETURN NULL;
      END $$;
      CREATE TRIGGER count_inserted AFTER INSERT ON conversations REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION kontuar_count_inserted();
      CREATE TRIGGER count_updated AFTER UPDATE ON conversations REFERENCING NEW TABLE AS fresh OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION kontuar_count_updated();
      CREATE TRIGGER count_deleted AFTER DELETE ON conversations REFERENCING OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION kontuar_count_deleted();

      -- Full-text operators are not leakproof either (see kontuar_search_contacts).
      CREATE FUNCTION kontuar_search_messages(words tsquery, since timestamptz, before timestamptz, max integer)
        RETURNS TABLE (conversation_id uuid, seq integer, id uuid, created_at timestamptz)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
          SELECT m.conversation_id, m.seq, m.id, m.created_at FROM messages m
          WHERE m.workspace_id = kontuar_workspace() AND m.kind <> 'event' AND m.deleted_at IS NULL
            AND to_tsvector('kontuar', coalesce(m.subject, '') || ' ' || m.text) @@ words
            AND m.created_at >= since AND m.created_at < before
          ORDER BY m.created_at DESC LIMIT max
        $$;
      GRANT EXECUTE ON FUNCTION kontuar_search_messages(tsquery, timestamptz, timestamptz, integer) TO kontuar_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION kontuar_search_messages(tsquery, timestamptz, timestamptz, integer);
      ${drop('conversation_counts', 'note_mentions', 'drafts', 'attachments', 'send_attempts', 'participants', 'message_revisions', 'early_updates', 'message_aliases', 'messages', 'conversations', 'canned', 'labels')}
      DROP FUNCTION kontuar_count_inserted(), kontuar_count_updated(), kontuar_count_deleted();
    `);
  }
}
