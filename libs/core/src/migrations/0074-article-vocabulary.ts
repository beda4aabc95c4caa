import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Every word of a house once: what somebody may have meant by a slip is looked for there, and not in all words of all articles. */
export class ArticleVocabulary1700000000074 implements MigrationInterface {
  readonly name = 'ArticleVocabulary1700000000074';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE article_vocabulary (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        locale text NOT NULL,
        word text COLLATE "C" NOT NULL,
        stem text COLLATE "C" NOT NULL,
        PRIMARY KEY (workspace_id, locale, word)
      );
      ${protect('article_vocabulary')}
      INSERT INTO article_vocabulary (workspace_id, locale, word, stem) SELECT DISTINCT ON (workspace_id, locale, word) workspace_id, locale, word, stem FROM article_words ORDER BY workspace_id, locale, word;

      -- One text of a house at a time: two that share words would wait for each other in a ring.
      CREATE FUNCTION kontuar_learn_words() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended('vocabulary:' || workspace_id, 0)) FROM (SELECT DISTINCT workspace_id FROM fresh ORDER BY 1) w;
        INSERT INTO article_vocabulary (workspace_id, locale, word, stem) SELECT DISTINCT ON (workspace_id, locale, word) workspace_id, locale, word, stem FROM fresh ORDER BY workspace_id, locale, word ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $$;
      CREATE FUNCTION kontuar_forget_words() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended('vocabulary:' || workspace_id, 0)) FROM (SELECT DISTINCT workspace_id FROM stale ORDER BY 1) w;
        DELETE FROM article_vocabulary v USING (SELECT DISTINCT workspace_id, locale, word FROM stale) s WHERE v.workspace_id = s.workspace_id AND v.locale = s.locale AND v.word = s.word
          AND NOT EXISTS (SELECT 1 FROM article_words w WHERE w.workspace_id = s.workspace_id AND w.locale = s.locale AND w.word = s.word);
        RETURN NULL;
      END $$;
      CREATE TRIGGER learn_words AFTER INSERT ON article_words REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION kontuar_learn_words();
      CREATE TRIGGER forget_words AFTER DELETE ON article_words REFERENCING OLD TABLE AS stale FOR EACH STATEMENT EXECUTE FUNCTION kontuar_forget_words();

      -- Of a word that thousands have, those articles that have it most.
      CREATE INDEX article_words_best ON article_words (workspace_id, locale, stem, weight DESC);
      DROP INDEX article_words_stem;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX article_words_stem ON article_words (workspace_id, locale, stem);
      DROP INDEX article_words_best;
      DROP TRIGGER learn_words ON article_words;
      DROP TRIGGER forget_words ON article_words;
      DROP FUNCTION kontuar_learn_words();
      DROP FUNCTION kontuar_forget_words();
      ${drop('article_vocabulary')}
    `);
  }
}
