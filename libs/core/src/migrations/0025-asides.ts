import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Side conversations by email, and the mails that leave for people who are not the customer. */
export class Asides1700000000025 implements MigrationInterface {
  readonly name = 'Asides1700000000025';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE asides (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        conversation_id uuid NOT NULL,
        channel_id uuid NOT NULL,
        subject text NOT NULL,
        state text NOT NULL DEFAULT 'theirs' CHECK (state IN ('ours', 'theirs', 'done')),
        opened_by uuid NOT NULL,
        opened_by_name text NOT NULL,
        client_id text NOT NULL,
        last_seq integer NOT NULL DEFAULT 0,
        read_seq integer NOT NULL DEFAULT 0,
        version integer NOT NULL DEFAULT 1,
        last_at timestamptz NOT NULL DEFAULT now(),
        created_at timestamptz NOT NULL DEFAULT now(),
        done_at timestamptz,
        UNIQUE (workspace_id, id),
        UNIQUE (conversation_id, client_id),
        FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id)
      );
      CREATE INDEX ON asides (workspace_id, conversation_id, last_at DESC);
      -- To whom we wrote: only they continue it as themselves.
      CREATE TABLE aside_people (
        workspace_id uuid NOT NULL,
        aside_id uuid NOT NULL,
        address text NOT NULL,
        name text,
        kind text NOT NULL CHECK (kind IN ('member', 'contact', 'free')),
        position integer NOT NULL,
        joined_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (aside_id, address),
        FOREIGN KEY (workspace_id, aside_id) REFERENCES asides (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON aside_people (workspace_id, joined_at DESC);
      CREATE TABLE aside_messages (
        aside_id uuid NOT NULL,
        seq integer NOT NULL,
        id uuid NOT NULL UNIQUE,
        workspace_id uuid NOT NULL,
        direction text NOT NULL CHECK (direction IN ('in', 'out')),
        -- Of ours: who wrote it.
        author_id uuid,
        author_name text NOT NULL,
        author_address text,
        sender text NOT NULL CHECK (sender IN ('ours', 'participant', 'stranger', 'doubtful', 'machine')),
        -- {to: [{name, address}], cc: [...]}
        recipients jsonb NOT NULL DEFAULT '{}',
        text text NOT NULL DEFAULT '',
        html text,
        quoted text,
        external_id text,
        client_id text,
        automatic text,
        at timestamptz NOT NULL DEFAULT now(),
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (aside_id, seq),
        FOREIGN KEY (workspace_id, aside_id) REFERENCES asides (workspace_id, id) ON DELETE CASCADE
      );
      CREATE UNIQUE INDEX aside_messages_external ON aside_messages (aside_id, external_id) WHERE external_id IS NOT NULL;
      CREATE UNIQUE INDEX aside_messages_client ON aside_messages (aside_id, client_id) WHERE client_id IS NOT NULL;
      CREATE INDEX aside_messages_words ON aside_messages USING gin (to_tsvector('kontuar', text));

      -- How a mail to somebody who is not the customer leaves. What it says is built by its purpose, at the moment in which it leaves.
      CREATE TABLE house_mails (
        -- Of an aside: the id of its message.
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        channel_id uuid NOT NULL,
        purpose text NOT NULL CHECK (purpose IN ('aside', 'notice')),
        -- One at a time, in their order, for each of these.
        subject_id uuid NOT NULL,
        status text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'sending', 'sent', 'failed', 'unknown')),
        -- Of one that is being sent: false as long as certainly nothing left us.
        handed_over boolean NOT NULL DEFAULT false,
        attempt integer NOT NULL DEFAULT 0,
        lease_until timestamptz,
        due_at timestamptz NOT NULL DEFAULT now(),
        failure_code text,
        failure_detail text,
        external_id text,
        created_at timestamptz NOT NULL DEFAULT now(),
        sent_at timestamptz,
        FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id)
      );
      CREATE INDEX house_mails_due ON house_mails (due_at) WHERE status = 'queued';
      CREATE INDEX house_mails_leaving ON house_mails (lease_until) WHERE status = 'sending';
      CREATE INDEX house_mails_subject ON house_mails (subject_id, created_at) WHERE status IN ('queued', 'sending');
      ${protect('asides', 'aside_people', 'aside_messages', 'house_mails')}

      -- Full-text operators are not leakproof, see kontuar_search_contacts.
      CREATE FUNCTION kontuar_find_asides(words tsquery, max integer) RETURNS TABLE (aside_id uuid, id uuid) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN
        RETURN QUERY SELECT m.aside_id, m.id FROM aside_messages m WHERE m.workspace_id = kontuar_workspace() AND to_tsvector('kontuar', m.text) @@ words ORDER BY m.created_at DESC LIMIT max;
      END $$;
      REVOKE ALL ON FUNCTION kontuar_find_asides(tsquery, integer) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION kontuar_find_asides(tsquery, integer) TO kontuar_app;

      ALTER TABLE attachments ADD COLUMN aside_message_id uuid REFERENCES aside_messages (id) ON DELETE CASCADE;
      CREATE INDEX attachments_aside ON attachments (aside_message_id, position) WHERE aside_message_id IS NOT NULL;
      -- What waits here, for rows and headers: see asides/summary.ts. Null: nothing ever did.
      ALTER TABLE conversations ADD COLUMN asides jsonb;
      CREATE INDEX conversations_asides ON conversations (workspace_id, last_message_at DESC, id DESC) WHERE asides IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE conversations DROP COLUMN asides;
      ALTER TABLE attachments DROP COLUMN aside_message_id;
      DROP FUNCTION kontuar_find_asides(tsquery, integer);
      ${drop('house_mails', 'aside_messages', 'aside_people', 'asides')}
    `);
  }
}
