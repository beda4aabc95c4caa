import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Stars in lists, the side of a draft, and pictures of people that go when the people go. */
export class StarsSidesFaces1700000000017 implements MigrationInterface {
  readonly name = 'StarsSidesFaces1700000000017';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- {stars, of}, as the customer's newest review says it.
      ALTER TABLE conversations ADD COLUMN rating jsonb;
      UPDATE conversations c SET rating = newest.rating
        FROM (SELECT DISTINCT ON (conversation_id) conversation_id, rating FROM messages WHERE rating IS NOT NULL AND deleted_at IS NULL ORDER BY conversation_id, seq DESC) newest
        WHERE newest.conversation_id = c.id;

      -- For whom an answer is meant that is being written; null: nobody said.
      ALTER TABLE drafts ADD COLUMN visibility text CHECK (visibility IN ('public', 'private'));

      ALTER TABLE identities
        -- When their picture was last asked for, whether there is one or not.
        ADD COLUMN pictured_at timestamptz;
      -- Whose picture the contact shows: it changes when theirs does.
      ALTER TABLE contacts ADD COLUMN avatar_identity_id uuid;

      -- Keys of pictures that no contact shows any more, until the bytes are gone.
      CREATE TABLE forgotten_pictures (key text PRIMARY KEY, since timestamptz NOT NULL DEFAULT now());
      ALTER TABLE forgotten_pictures ENABLE ROW LEVEL SECURITY;
      CREATE POLICY system ON forgotten_pictures USING ((SELECT kontuar_system())) WITH CHECK ((SELECT kontuar_system()));
      GRANT SELECT, INSERT, DELETE ON forgotten_pictures TO kontuar_app;
      -- In the database, so that no way of erasing somebody leaves their picture behind.
      CREATE FUNCTION kontuar_forget_picture() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN
        INSERT INTO forgotten_pictures (key) VALUES (OLD.avatar_key) ON CONFLICT DO NOTHING;
        RETURN NULL;
      END $$;
      CREATE TRIGGER forget_picture AFTER DELETE ON contacts FOR EACH ROW WHEN (OLD.avatar_key IS NOT NULL) EXECUTE FUNCTION kontuar_forget_picture();
      CREATE TRIGGER forget_old_picture AFTER UPDATE OF avatar_key ON contacts FOR EACH ROW WHEN (OLD.avatar_key IS NOT NULL AND NEW.avatar_key IS DISTINCT FROM OLD.avatar_key) EXECUTE FUNCTION kontuar_forget_picture();
      CREATE INDEX contacts_picture ON contacts (avatar_key) WHERE avatar_key IS NOT NULL;

      -- Pictures that were offered before anybody fetched them.
      UPDATE identities i SET profile_due_at = now(), profile_attempts = 0,
          profile_channel_id = (SELECT c.channel_id FROM conversations c WHERE c.identity_id = i.id ORDER BY c.last_message_at DESC LIMIT 1)
        FROM contacts p WHERE p.id = i.contact_id AND p.avatar_key IS NULL AND i.avatar_ref IS NOT NULL AND i.profile_due_at IS NULL AND i.last_seen_at > now() - interval '90 days'
          AND EXISTS (SELECT 1 FROM conversations c WHERE c.identity_id = i.id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX contacts_picture;
      DROP TRIGGER forget_picture ON contacts;
      DROP TRIGGER forget_old_picture ON contacts;
      DROP FUNCTION kontuar_forget_picture();
      DROP TABLE forgotten_pictures;
      ALTER TABLE contacts DROP COLUMN avatar_identity_id;
      ALTER TABLE identities DROP COLUMN pictured_at;
      ALTER TABLE drafts DROP COLUMN visibility;
      ALTER TABLE conversations DROP COLUMN rating;
    `);
  }
}
