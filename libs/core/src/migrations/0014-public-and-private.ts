import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Public threads beside private ones, and all that platforms offer around them: posts, moderation, templates, look-ups, consent. */
export class PublicAndPrivate1700000000014 implements MigrationInterface {
  readonly name = 'PublicAndPrivate1700000000014';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What stands above public threads; many conversations may stand below one.
      CREATE TABLE public_posts (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        channel_id uuid NOT NULL,
        external_id text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('post', 'ad', 'story', 'video', 'listing', 'app')),
        url text,
        title text,
        text text,
        author_name text,
        at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (workspace_id, id),
        UNIQUE (channel_id, external_id),
        FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id) ON DELETE CASCADE
      );
      ALTER TABLE attachments ADD COLUMN post_id uuid REFERENCES public_posts (id) ON DELETE CASCADE;
      CREATE INDEX attachments_post ON attachments (post_id, position) WHERE post_id IS NOT NULL;
      DROP INDEX attachments_loose;
      CREATE INDEX attachments_loose ON attachments (created_at) WHERE message_id IS NULL AND post_id IS NULL;

      ALTER TABLE conversations
        ADD COLUMN post_id uuid,
        ADD COLUMN has_public boolean NOT NULL DEFAULT false,
        -- Only kept where there is a public side: elsewhere last_inbound_at says it.
        ADD COLUMN last_private_at timestamptz,
        ADD COLUMN last_inbound_public boolean NOT NULL DEFAULT false,
        ADD COLUMN last_public_seq integer NOT NULL DEFAULT 0,
        ADD COLUMN last_public_at timestamptz,
        -- The newest private reply to something public.
        ADD COLUMN private_reply_seq integer NOT NULL DEFAULT 0,
        ADD FOREIGN KEY (workspace_id, post_id) REFERENCES public_posts (workspace_id, id) ON DELETE SET NULL (post_id);
      CREATE INDEX conversations_post ON conversations (post_id) WHERE post_id IS NOT NULL;

      ALTER TABLE messages
        ADD COLUMN visibility text NOT NULL DEFAULT 'private' CHECK (visibility IN ('public', 'private')),
        -- {stars, of}
        ADD COLUMN rating jsonb,
        -- {hidden, liked, pending, failure}: what was done to it on the platform, and what is being done.
        ADD COLUMN moderation jsonb,
        -- {id, name, language, values}
        ADD COLUMN template jsonb;

      -- Private threads that a private reply opened: what comes in there goes on in the conversation of the public thread.
      CREATE TABLE thread_links (
        workspace_id uuid NOT NULL,
        channel_id uuid NOT NULL,
        thread_key text NOT NULL,
        conversation_id uuid NOT NULL,
        thread_state jsonb,
        created_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (channel_id, thread_key),
        FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON thread_links (conversation_id);

      -- What is to be done to a message on the platform, until the platform said yes or no.
      CREATE TABLE message_acts (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        message_id uuid NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN ('like', 'unlike', 'hide', 'unhide', 'delete', 'edit')),
        -- Of an edit: what it shall say.
        text text,
        member_id uuid,
        state text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done', 'failed')),
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz NOT NULL DEFAULT now(),
        error_code text,
        error_detail text,
        created_at timestamptz NOT NULL DEFAULT now(),
        done_at timestamptz
      );
      CREATE UNIQUE INDEX message_acts_one ON message_acts (message_id) WHERE state = 'pending';
      CREATE INDEX message_acts_due ON message_acts (next_attempt_at) WHERE state = 'pending';

      ALTER TABLE identities
        ADD COLUMN phone text,
        ADD COLUMN email text,
        -- Who they are is asked then, over that channel.
        ADD COLUMN profile_due_at timestamptz,
        ADD COLUMN profile_channel_id uuid,
        ADD COLUMN profile_attempts integer NOT NULL DEFAULT 0;
      CREATE INDEX identities_profile ON identities (profile_due_at) WHERE profile_due_at IS NOT NULL;
      CREATE INDEX identities_phone ON identities (phone, workspace_id) WHERE phone IS NOT NULL;
      CREATE INDEX identities_email ON identities (email, workspace_id) WHERE email IS NOT NULL;
      CREATE INDEX identities_same_handle ON identities (lower(ltrim(handle, '@')), workspace_id) WHERE handle IS NOT NULL;

      -- Further ids under which a platform knows the same person.
      CREATE TABLE identity_aliases (
        workspace_id uuid NOT NULL,
        scope text NOT NULL,
        external_id text NOT NULL,
        identity_id uuid NOT NULL,
        PRIMARY KEY (workspace_id, scope, external_id),
        FOREIGN KEY (workspace_id, identity_id) REFERENCES identities (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON identity_aliases (identity_id);

      -- Null: the platform itself said that two are one.
      ALTER TABLE contact_merges ALTER COLUMN merged_by DROP NOT NULL;
      CREATE TABLE dismissed_suggestions (
        workspace_id uuid NOT NULL,
        -- The smaller id first.
        contact_id uuid NOT NULL,
        other_id uuid NOT NULL,
        dismissed_by uuid NOT NULL,
        dismissed_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (contact_id, other_id),
        FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, other_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
      );

      ALTER TABLE channels
        -- How the platform names it in requests that it sends for several accounts.
        ADD COLUMN account text,
        -- What of its capabilities lists of conversations need: {replyWindowHours, lateReplyHours, privateReply}.
        ADD COLUMN rules jsonb,
        -- {lastAt, since, seen, missing, fetched, error}
        ADD COLUMN reconciliation jsonb,
        ADD COLUMN reconcile_at timestamptz,
        -- It was out of reach since then: what came in between is asked for.
        ADD COLUMN gap_from timestamptz,
        ADD COLUMN check_at timestamptz;
      CREATE INDEX channels_account ON channels (connector_id, account) WHERE deleted_at IS NULL AND account IS NOT NULL;

      CREATE TABLE channel_templates (
        channel_id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        templates jsonb NOT NULL DEFAULT '[]',
        fetched_at timestamptz NOT NULL DEFAULT now(),
        FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id) ON DELETE CASCADE
      );

      -- What platforms only pointed at and is still to be fetched.
      CREATE TABLE lookups (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        channel_id uuid NOT NULL,
        delivery_id uuid NOT NULL,
        ref text NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz NOT NULL DEFAULT now(),
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (delivery_id, ref),
        FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX lookups_due ON lookups (next_attempt_at);

      -- Consent screens that somebody was sent to, until they come back with a code.
      CREATE TABLE channel_consents (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        member_id uuid NOT NULL,
        connector_id text NOT NULL,
        state_hash text NOT NULL UNIQUE,
        -- Sealed: the settings given before, the code verifier, then what the consent filled in.
        sealed text NOT NULL,
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'exchanging', 'ready', 'failed', 'used')),
        labels text[] NOT NULL DEFAULT '{}',
        error text,
        expires_at timestamptz NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        FOREIGN KEY (workspace_id, member_id) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE
      );
      ${protect('public_posts', 'thread_links', 'message_acts', 'identity_aliases', 'dismissed_suggestions', 'channel_templates', 'lookups', 'channel_consents')}

      -- Who else may be the same person, and why: a phone number, an address or a name on the network that both have.
      -- Expressions on customers' words are not leakproof (see kontuar_search_contacts): the tenant is checked inside.
      CREATE FUNCTION kontuar_same_person(contact uuid, max integer)
        RETURNS TABLE (other_id uuid, kind text, value text, own_scope text, other_scope text, own_verified boolean, other_verified boolean)
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
          WITH own AS (
            SELECT i.*, coalesce(i.email, CASE WHEN i.scope = 'email' THEN lower(i.external_id) END) AS mail, coalesce(i.phone, CASE WHEN i.scope = 'phone' THEN i.external_id END) AS number
            FROM identities i WHERE i.workspace_id = kontuar_workspace() AND i.contact_id = contact
          ), same AS (
            SELECT o.contact_id, 'phone' AS kind, own.number AS value, own.scope AS own_scope, o.scope AS other_scope, own.verified AS own_verified, o.verified AS other_verified FROM own JOIN identities o ON o.workspace_id = own.workspace_id AND o.phone = own.number WHERE own.number <> ''
            UNION SELECT o.contact_id, 'phone', own.number, own.scope, o.scope, own.verified, o.verified FROM own JOIN identities o ON o.workspace_id = own.workspace_id AND o.scope = 'phone' AND o.external_id = own.number WHERE own.number <> ''
            UNION SELECT o.contact_id, 'email', own.mail, own.scope, o.scope, own.verified, o.verified FROM own JOIN identities o ON o.workspace_id = own.workspace_id AND o.email = own.mail WHERE own.mail <> ''
            UNION SELECT o.contact_id, 'email', own.mail, own.scope, o.scope, own.verified, o.verified FROM own JOIN identities o ON o.workspace_id = own.workspace_id AND o.scope = 'email' AND o.external_id = own.mail WHERE own.mail <> ''
            UNION SELECT o.contact_id, 'handle', lower(ltrim(own.handle, '@')), own.scope, o.scope, own.verified, o.verified FROM own JOIN identities o
              ON o.workspace_id = own.workspace_id AND lower(ltrim(o.handle, '@')) = lower(ltrim(own.handle, '@')) AND o.handle IS NOT NULL
              -- The same name in the same place is a mistake of ours, not a second network; numbers and addresses are compared above.
              WHERE o.scope <> own.scope AND own.scope NOT IN ('email', 'phone') AND o.scope NOT IN ('email', 'phone') AND length(ltrim(own.handle, '@')) >= 3
          )
          SELECT s.contact_id, s.kind, s.value, s.own_scope, s.other_scope, s.own_verified, s.other_verified FROM same s JOIN contacts c ON c.id = s.contact_id
          WHERE s.contact_id <> contact AND c.merged_into IS NULL ORDER BY s.contact_id, s.kind LIMIT max
        $$;
      GRANT EXECUTE ON FUNCTION kontuar_same_person(uuid, integer) TO kontuar_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION kontuar_same_person(uuid, integer);
      ALTER TABLE channels DROP COLUMN account, DROP COLUMN rules, DROP COLUMN reconciliation, DROP COLUMN reconcile_at, DROP COLUMN gap_from, DROP COLUMN check_at;
      DELETE FROM contact_merges WHERE merged_by IS NULL;
      ALTER TABLE contact_merges ALTER COLUMN merged_by SET NOT NULL;
      DROP INDEX attachments_loose;
      DELETE FROM attachments WHERE post_id IS NOT NULL;
      ALTER TABLE attachments DROP COLUMN post_id;
      CREATE INDEX attachments_loose ON attachments (created_at) WHERE message_id IS NULL;
      ALTER TABLE messages DROP COLUMN visibility, DROP COLUMN rating, DROP COLUMN moderation, DROP COLUMN template;
      ALTER TABLE conversations DROP COLUMN post_id, DROP COLUMN has_public, DROP COLUMN last_private_at, DROP COLUMN last_inbound_public, DROP COLUMN last_public_seq, DROP COLUMN last_public_at, DROP COLUMN private_reply_seq;
      ${drop('channel_consents', 'lookups', 'channel_templates', 'dismissed_suggestions', 'identity_aliases', 'message_acts', 'thread_links', 'public_posts')}
      DROP INDEX IF EXISTS identities_same_handle;
      ALTER TABLE identities DROP COLUMN phone, DROP COLUMN email, DROP COLUMN profile_due_at, DROP COLUMN profile_channel_id, DROP COLUMN profile_attempts;
    `);
  }
}
