import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What mentions are narrowed and counted by stands with them, so that the days of a loud monitor are counted from one index without its posts. */
export class MentionFacts1700000000091 implements MigrationInterface {
  readonly name = 'MentionFacts1700000000091';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE mentions
        -- Of the post, as its publishing is: where, in which language, its mood, the account of ours on which it stands and the conversation that it is there.
        ADD COLUMN platform text, ADD COLUMN language text, ADD COLUMN mood text, ADD COLUMN channel_id uuid, ADD COLUMN said_in uuid;
      UPDATE mentions m SET platform = p.platform, language = p.language, mood = p.mood->>'label', channel_id = p.channel_id, said_in = p.conversation_id FROM posts p WHERE p.id = m.post_id;
      ALTER TABLE mentions ALTER COLUMN platform SET NOT NULL;

      -- By the database: mentions are found, and posts read anew, corrected and moved, in many places.
      CREATE FUNCTION kontuar_mention_facts() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        SELECT p.platform, p.language, p.mood->>'label', p.channel_id, p.conversation_id INTO NEW.platform, NEW.language, NEW.mood, NEW.channel_id, NEW.said_in FROM posts p WHERE p.id = NEW.post_id;
        RETURN NEW;
      END $$;
      CREATE TRIGGER facts_of_post BEFORE INSERT ON mentions FOR EACH ROW EXECUTE FUNCTION kontuar_mention_facts();
      CREATE FUNCTION kontuar_post_facts() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        UPDATE mentions SET platform = NEW.platform, language = NEW.language, mood = NEW.mood->>'label', channel_id = NEW.channel_id, said_in = NEW.conversation_id WHERE post_id = NEW.id;
        RETURN NULL;
      END $$;
      CREATE TRIGGER facts_to_mentions AFTER UPDATE OF platform, language, mood, channel_id, conversation_id ON posts FOR EACH ROW
        WHEN ((OLD.platform, OLD.language, OLD.mood->>'label', OLD.channel_id, OLD.conversation_id) IS DISTINCT FROM (NEW.platform, NEW.language, NEW.mood->>'label', NEW.channel_id, NEW.conversation_id)) EXECUTE FUNCTION kontuar_post_facts();

      DROP INDEX mentions_newest, mentions_all;
      CREATE INDEX mentions_newest ON mentions (monitor_id, published_at DESC, id DESC) INCLUDE (workspace_id, platform, language, mood, channel_id, judgement, probably_junk) WHERE copy_of IS NULL;
      CREATE INDEX mentions_all ON mentions (workspace_id, published_at DESC, id DESC) INCLUDE (platform, language, mood, channel_id, judgement, probably_junk) WHERE copy_of IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX mentions_newest, mentions_all;
      CREATE INDEX mentions_newest ON mentions (monitor_id, published_at DESC, id DESC) WHERE copy_of IS NULL;
      CREATE INDEX mentions_all ON mentions (workspace_id, published_at DESC, id DESC) WHERE copy_of IS NULL;
      DROP TRIGGER facts_to_mentions ON posts;
      DROP TRIGGER facts_of_post ON mentions;
      DROP FUNCTION kontuar_post_facts();
      DROP FUNCTION kontuar_mention_facts();
      ALTER TABLE mentions DROP COLUMN platform, DROP COLUMN language, DROP COLUMN mood, DROP COLUMN channel_id, DROP COLUMN said_in;
    `);
  }
}
