import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** What a conversation or a case taught, what became of it, and when it is talked about; notices about what is no conversation; searches in vain of agents. */
export class Lessons1700000000049 implements MigrationInterface {
  readonly name = 'Lessons1700000000049';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE lessons (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        conversation_id uuid,
        case_id uuid,
        -- Of the conversation, as it was: who may read it is known also when the conversation is gone.
        channel_id uuid,
        title text NOT NULL,
        happened text NOT NULL DEFAULT '',
        change text NOT NULL DEFAULT '',
        answer text NOT NULL DEFAULT '',
        tags text[] NOT NULL DEFAULT '{}',
        qualities text[] NOT NULL DEFAULT '{}',
        matter text,
        team_id uuid,
        state text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'reviewed', 'done')),
        version integer NOT NULL DEFAULT 1,
        created_by uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        changed_at timestamptz NOT NULL DEFAULT now(),
        reviewed_by uuid,
        reviewed_at timestamptz,
        removed_at timestamptz,
        UNIQUE (workspace_id, id),
        FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id) ON DELETE SET NULL (conversation_id),
        FOREIGN KEY (workspace_id, case_id) REFERENCES cases (workspace_id, id) ON DELETE SET NULL (case_id),
        FOREIGN KEY (workspace_id, channel_id) REFERENCES channels (workspace_id, id) ON DELETE SET NULL (channel_id),
        FOREIGN KEY (workspace_id, team_id) REFERENCES teams (workspace_id, id) ON DELETE SET NULL (team_id),
        FOREIGN KEY (workspace_id, created_by) REFERENCES memberships (workspace_id, id) ON DELETE SET NULL (created_by),
        FOREIGN KEY (workspace_id, reviewed_by) REFERENCES memberships (workspace_id, id) ON DELETE SET NULL (reviewed_by)
      );
      CREATE INDEX lessons_newest ON lessons (workspace_id, id DESC) WHERE removed_at IS NULL;
      CREATE INDEX lessons_conversation ON lessons (conversation_id) WHERE conversation_id IS NOT NULL;
      CREATE INDEX lessons_case ON lessons (case_id) WHERE case_id IS NOT NULL;
      CREATE INDEX lessons_removed ON lessons (removed_at) WHERE removed_at IS NOT NULL;
      -- What became of it; state_before: where it goes back to when that is taken back.
      CREATE TABLE lesson_outcomes (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        lesson_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('article', 'canned', 'term')),
        article_id uuid REFERENCES articles ON DELETE CASCADE,
        canned_id uuid REFERENCES canned ON DELETE CASCADE,
        term_id uuid REFERENCES glossary_terms ON DELETE CASCADE,
        -- Of what was made, as it was made: what somebody went on writing is not taken back.
        made text NOT NULL,
        state_before text NOT NULL,
        made_by uuid,
        made_at timestamptz NOT NULL DEFAULT now(),
        CHECK (num_nonnulls(article_id, canned_id, term_id) = 1),
        FOREIGN KEY (workspace_id, lesson_id) REFERENCES lessons (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, made_by) REFERENCES memberships (workspace_id, id) ON DELETE SET NULL (made_by)
      );
      CREATE UNIQUE INDEX lesson_outcomes_one ON lesson_outcomes (lesson_id, kind);
      CREATE INDEX ON lesson_outcomes (article_id) WHERE article_id IS NOT NULL;
      CREATE INDEX ON lesson_outcomes (canned_id) WHERE canned_id IS NOT NULL;
      CREATE INDEX ON lesson_outcomes (term_id) WHERE term_id IS NOT NULL;
      -- The weekly review: when those who lead are told next. There from the first lesson on.
      CREATE TABLE lesson_reviews (
        workspace_id uuid PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE,
        due_at timestamptz NOT NULL
      );
      CREATE INDEX lesson_reviews_due ON lesson_reviews (due_at);

      -- Who looked in vain: of all times, those of members and of visitors of the chat.
      ALTER TABLE help_misses ADD COLUMN by_members integer NOT NULL DEFAULT 0, ADD COLUMN by_visitors integer NOT NULL DEFAULT 0;
      -- What to read before one uses it.
      ALTER TABLE canned ADD COLUMN article_id uuid REFERENCES articles ON DELETE SET NULL;
      CREATE INDEX canned_article ON canned (article_id) WHERE article_id IS NOT NULL;

      -- An article, or the workspace itself where nothing less is meant.
      ALTER TABLE notices ADD COLUMN subject_id uuid, DROP CONSTRAINT notices_check, ADD CONSTRAINT notices_check CHECK (num_nonnulls(conversation_id, channel_id, subject_id) = 1);
      DROP INDEX notices_open;
      CREATE UNIQUE INDEX notices_open ON notices (member_id, kind, coalesce(conversation_id, channel_id, subject_id)) WHERE read_at IS NULL;
      CREATE INDEX notices_subject ON notices (subject_id) WHERE subject_id IS NOT NULL;
      ${protect('lessons', 'lesson_outcomes', 'lesson_reviews')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE canned DROP COLUMN article_id;
      ALTER TABLE help_misses DROP COLUMN by_visitors, DROP COLUMN by_members;
      DELETE FROM notices WHERE subject_id IS NOT NULL;
      DROP INDEX notices_open;
      ALTER TABLE notices DROP CONSTRAINT notices_check, DROP COLUMN subject_id, ADD CONSTRAINT notices_check CHECK (num_nonnulls(conversation_id, channel_id) = 1);
      CREATE UNIQUE INDEX notices_open ON notices (member_id, kind, coalesce(conversation_id, channel_id)) WHERE read_at IS NULL;
      ${drop('lesson_outcomes', 'lesson_reviews', 'lessons')}
    `);
  }
}
