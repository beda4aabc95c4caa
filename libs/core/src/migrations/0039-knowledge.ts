import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Articles in two languages, with all that was ever written; the words by which they are found; the public pages, and what readers said of them. */
export class Knowledge1700000000039 implements MigrationInterface {
  readonly name = 'Knowledge1700000000039';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE help_sites (
        workspace_id uuid PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
        -- Part of an address: one of its kind in the whole installation.
        slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
        open boolean NOT NULL DEFAULT false,
        -- {en, pl}; empty: the workspace's name
        title jsonb NOT NULL DEFAULT '{"en": "", "pl": ""}',
        accent text NOT NULL DEFAULT '#026271' CHECK (accent ~ '^#[0-9a-f]{6}$'),
        locale text NOT NULL CHECK (locale IN ('en', 'pl'))
      );
      CREATE TABLE article_categories (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        parent_id uuid CHECK (parent_id <> id),
        position integer NOT NULL,
        -- {en, pl}
        name jsonb NOT NULL,
        UNIQUE (workspace_id, id),
        FOREIGN KEY (workspace_id, parent_id) REFERENCES article_categories (workspace_id, id) ON DELETE SET NULL (parent_id)
      );
      CREATE TABLE articles (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        category_id uuid,
        audience text NOT NULL CHECK (audience IN ('internal', 'public')),
        created_by uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        archived_at timestamptz,
        UNIQUE (workspace_id, id),
        FOREIGN KEY (workspace_id, category_id) REFERENCES article_categories (workspace_id, id) ON DELETE SET NULL (category_id),
        FOREIGN KEY (workspace_id, created_by) REFERENCES memberships (workspace_id, id) ON DELETE SET NULL (created_by)
      );
      CREATE INDEX articles_category ON articles (category_id);
      CREATE TABLE article_texts (
        workspace_id uuid NOT NULL,
        article_id uuid NOT NULL,
        locale text NOT NULL CHECK (locale IN ('en', 'pl')),
        state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'review', 'live')),
        version integer NOT NULL DEFAULT 1,
        -- The newest one, which is being written; and the one that readers see.
        revision integer NOT NULL,
        live_revision integer,
        published_at timestamptz,
        -- As wished by hand; null: made from the title.
        slug text,
        submitted_by uuid,
        reviewer_id uuid,
        review_note text NOT NULL DEFAULT '',
        changed_by uuid,
        changed_at timestamptz NOT NULL DEFAULT now(),
        useful integer NOT NULL DEFAULT 0,
        useless integer NOT NULL DEFAULT 0,
        PRIMARY KEY (article_id, locale),
        FOREIGN KEY (workspace_id, article_id) REFERENCES articles (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, submitted_by) REFERENCES memberships (workspace_id, id) ON DELETE SET NULL (submitted_by),
        FOREIGN KEY (workspace_id, reviewer_id) REFERENCES memberships (workspace_id, id) ON DELETE SET NULL (reviewer_id),
        FOREIGN KEY (workspace_id, changed_by) REFERENCES memberships (workspace_id, id) ON DELETE SET NULL (changed_by)
      );
      CREATE TABLE article_revisions (
        workspace_id uuid NOT NULL,
        article_id uuid NOT NULL,
        locale text NOT NULL,
        number integer NOT NULL,
        title text NOT NULL,
        summary text NOT NULL DEFAULT '',
        keywords text[] NOT NULL DEFAULT '{}',
        html text NOT NULL,
        made_by uuid,
        made_at timestamptz NOT NULL DEFAULT now(),
        published_at timestamptz,
        restored_from integer,
        PRIMARY KEY (article_id, locale, number),
        FOREIGN KEY (article_id, locale) REFERENCES article_texts (article_id, locale) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, made_by) REFERENCES memberships (workspace_id, id) ON DELETE SET NULL (made_by)
      );
      -- Addresses, those of old too: they lead to the new one.
      CREATE TABLE help_slugs (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        locale text NOT NULL CHECK (locale IN ('en', 'pl')),
        kind text NOT NULL CHECK (kind IN ('article', 'category')),
        slug text NOT NULL,
        article_id uuid,
        category_id uuid,
        is_current boolean NOT NULL DEFAULT true,
        PRIMARY KEY (workspace_id, locale, kind, slug),
        CHECK ((article_id IS NULL) = (kind = 'category') AND (category_id IS NULL) = (kind = 'article')),
        FOREIGN KEY (workspace_id, article_id) REFERENCES articles (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, category_id) REFERENCES article_categories (workspace_id, id) ON DELETE CASCADE
      );
      CREATE UNIQUE INDEX help_slugs_article ON help_slugs (article_id, locale) WHERE is_current AND article_id IS NOT NULL;
      CREATE UNIQUE INDEX help_slugs_category ON help_slugs (category_id, locale) WHERE is_current AND category_id IS NOT NULL;
      -- Words of what readers see, by stem (libs/language/src/articles): PostgreSQL has no Polish ones.
      CREATE TABLE article_words (
        workspace_id uuid NOT NULL,
        article_id uuid NOT NULL,
        locale text NOT NULL,
        word text COLLATE "C" NOT NULL,
        stem text COLLATE "C" NOT NULL,
        weight real NOT NULL,
        PRIMARY KEY (article_id, locale, word),
        FOREIGN KEY (article_id, locale) REFERENCES article_texts (article_id, locale) ON DELETE CASCADE
      );
      CREATE INDEX article_words_stem ON article_words (workspace_id, locale, stem);
      CREATE INDEX article_words_word ON article_words (workspace_id, locale, word);
      -- One for each reader, who is known by a hash alone; the sums are on the text.
      CREATE TABLE article_votes (
        workspace_id uuid NOT NULL,
        article_id uuid NOT NULL,
        locale text NOT NULL,
        voter text NOT NULL,
        useful boolean NOT NULL,
        at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (article_id, locale, voter),
        FOREIGN KEY (article_id, locale) REFERENCES article_texts (article_id, locale) ON DELETE CASCADE
      );
      CREATE INDEX article_votes_at ON article_votes (at);
      -- What was looked for in vain.
      CREATE TABLE help_misses (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        locale text NOT NULL,
        words text NOT NULL,
        times integer NOT NULL DEFAULT 1,
        last_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (workspace_id, locale, words)
      );
      ALTER TABLE attachments ADD COLUMN article_id uuid REFERENCES articles ON DELETE SET NULL;
      CREATE INDEX attachments_article ON attachments (article_id) WHERE article_id IS NOT NULL;
      ${protect('help_sites', 'article_categories', 'articles', 'article_texts', 'article_revisions', 'help_slugs', 'article_words', 'article_votes', 'help_misses')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE attachments DROP COLUMN article_id;
      ${drop('help_misses', 'article_votes', 'article_words', 'help_slugs', 'article_revisions', 'article_texts', 'articles', 'article_categories', 'help_sites')}
    `);
  }
}
