import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** What is said in public: where we listen, what was heard, what is looked for, and what was found. */
export class Listening1700000000070 implements MigrationInterface {
  readonly name = 'Listening1700000000070';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE listening_sources (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN ('push', 'feed')),
        name text NOT NULL,
        settings jsonb NOT NULL DEFAULT '{}',
        secret text,
        active boolean NOT NULL DEFAULT true,
        keep_days integer NOT NULL DEFAULT 30 CHECK (keep_days BETWEEN 1 AND 730),
        -- Of those that are asked: what was known at the last look, and when the next one is.
        memory jsonb NOT NULL DEFAULT '{}',
        look_at timestamptz,
        last_look_at timestamptz,
        last_post_at timestamptz,
        trouble text,
        failing_since timestamptz,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX listening_sources_workspace ON listening_sources (workspace_id, id);
      CREATE INDEX listening_sources_due ON listening_sources (look_at) WHERE active AND look_at IS NOT NULL;

      -- As it came; the body goes once it is read.
      CREATE TABLE source_deliveries (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        source_id uuid NOT NULL REFERENCES listening_sources ON DELETE CASCADE,
        dedupe_key text NOT NULL,
        body bytea NOT NULL,
        state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'read', 'unreadable')),
        error text,
        received_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (source_id, dedupe_key)
      );
      CREATE INDEX source_deliveries_waiting ON source_deliveries (workspace_id, id) WHERE state = 'waiting';
      CREATE INDEX source_deliveries_old ON source_deliveries (received_at);

      CREATE TABLE posts (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        -- Null: on an account of ours.
        source_id uuid REFERENCES listening_sources ON DELETE CASCADE,
        platform text NOT NULL,
        external_id text NOT NULL,
        author text NOT NULL,
        author_key text NOT NULL,
        author_name text NOT NULL,
        url text,
        title text NOT NULL,
        text text NOT NULL,
        language text,
        country text,
        reach bigint,
        engagement bigint NOT NULL DEFAULT 0,
        published_at timestamptz NOT NULL,
        edited_at timestamptz,
        deleted_at timestamptz,
        tags text[] NOT NULL DEFAULT '{}',
        mood jsonb,
        -- Words, stems, author, source and site: what previews look for.
        terms tsvector NOT NULL,
        -- What was said first in these words, or nearly; its own id when nobody said it before.
        story_id uuid NOT NULL,
        bands integer[] NOT NULL DEFAULT '{}',
        copies integer NOT NULL DEFAULT 0,
        impact smallint NOT NULL DEFAULT 0,
        -- Of a comment on an account of ours.
        channel_id uuid REFERENCES channels (id) ON DELETE SET NULL,
        conversation_id uuid REFERENCES conversations (id) ON DELETE CASCADE,
        message_id uuid REFERENCES messages (id) ON DELETE CASCADE,
        received_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (workspace_id, platform, external_id)
      );
      CREATE INDEX posts_at ON posts (workspace_id, published_at DESC);
      CREATE INDEX posts_source ON posts (source_id, received_at);
      CREATE INDEX posts_story ON posts (story_id);
      CREATE INDEX posts_bands ON posts USING gin (bands);
      CREATE INDEX posts_conversation ON posts (conversation_id);
      CREATE INDEX posts_message ON posts (message_id);
      CREATE INDEX posts_channel ON posts (channel_id) WHERE channel_id IS NOT NULL;
      CREATE INDEX posts_author ON posts (workspace_id, platform, author_key);

      -- What a post said before it was edited.
      CREATE TABLE post_revisions (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        post_id uuid NOT NULL REFERENCES posts ON DELETE CASCADE,
        revision integer NOT NULL,
        title text NOT NULL,
        text text NOT NULL,
        replaced_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (post_id, revision)
      );

      CREATE TABLE monitors (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        name text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('brand', 'product', 'campaign', 'person', 'competitor')),
        query text NOT NULL,
        active boolean NOT NULL DEFAULT true,
        -- What judgements taught, by hashes of words.
        learnt jsonb,
        created_by uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        UNIQUE (workspace_id, name)
      );

      CREATE TABLE mentions (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        monitor_id uuid NOT NULL REFERENCES monitors ON DELETE CASCADE,
        post_id uuid NOT NULL REFERENCES posts ON DELETE CASCADE,
        -- Of the post, so that the stream is one range of one index.
        published_at timestamptz NOT NULL,
        impact smallint NOT NULL DEFAULT 0,
        -- The same words were found before: counted there, and shown there.
        copy_of uuid REFERENCES mentions ON DELETE SET NULL,
        copies integer NOT NULL DEFAULT 0,
        relevance real,
        probably_junk boolean NOT NULL DEFAULT false,
        judgement text CHECK (judgement IN ('relevant', 'junk')),
        judged_by uuid,
        judged_at timestamptz,
        -- What the filter had thought when somebody judged.
        thought_junk boolean,
        assignee_id uuid,
        -- Opened from here; a comment on an account of ours has the one of its post.
        conversation_id uuid REFERENCES conversations (id) ON DELETE SET NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (monitor_id, post_id)
      );
      CREATE INDEX mentions_newest ON mentions (monitor_id, published_at DESC, id DESC) WHERE copy_of IS NULL;
      CREATE INDEX mentions_impact ON mentions (monitor_id, impact DESC, id DESC) WHERE copy_of IS NULL;
      CREATE INDEX mentions_all ON mentions (workspace_id, published_at DESC, id DESC) WHERE copy_of IS NULL;
      CREATE INDEX mentions_post ON mentions (post_id);
      CREATE INDEX mentions_copies ON mentions (copy_of) WHERE copy_of IS NOT NULL;
      CREATE INDEX mentions_judged ON mentions (monitor_id, judged_at DESC) WHERE judgement IS NOT NULL;
      CREATE INDEX mentions_conversation ON mentions (conversation_id) WHERE conversation_id IS NOT NULL;

      CREATE TABLE muted_authors (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        platform text NOT NULL,
        author_key text NOT NULL,
        author text NOT NULL,
        muted_by uuid,
        muted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        UNIQUE (workspace_id, platform, author_key)
      );

      -- How far the history was listened to, for comments on accounts of ours.
      CREATE TABLE listening_positions (
        workspace_id uuid PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
        seq bigint NOT NULL
      );
      ${protect('listening_sources', 'source_deliveries', 'posts', 'post_revisions', 'monitors', 'mentions', 'muted_authors', 'listening_positions')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(drop('listening_positions', 'muted_authors', 'mentions', 'monitors', 'post_revisions', 'posts', 'source_deliveries', 'listening_sources'));
  }
}
