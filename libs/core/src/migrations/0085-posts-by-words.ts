import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Posts are found by their words and by what they are like over an index, also where a million are kept. */
export class PostsByWords1700000000085 implements MigrationInterface {
  readonly name = 'PostsByWords1700000000085';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX posts_terms ON posts USING gin (terms);
      -- Neither full-text operators nor those of arrays are leakproof (see kontuar_search_contacts): the tenant is checked inside, or every post would be read. Planned anew for each search.
      CREATE FUNCTION kontuar_posts_saying(words tsquery, since timestamptz, channels uuid[], max integer) RETURNS SETOF posts
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN
          RETURN QUERY EXECUTE $find$
            SELECT p.* FROM posts p WHERE p.workspace_id = $1 AND p.terms @@ $2 AND p.published_at >= $3 AND (p.channel_id IS NULL OR $4 IS NULL OR p.channel_id = ANY($4)) ORDER BY p.published_at DESC LIMIT $5 $find$
            USING kontuar_workspace(), words, since, channels, max;
        END $$;
      -- The first that said it comes first.
      CREATE FUNCTION kontuar_posts_near(near integer[], since timestamptz, until timestamptz, max integer) RETURNS TABLE (story_id uuid, title text, text text)
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN
          RETURN QUERY EXECUTE $find$
            SELECT p.story_id, p.title, p.text FROM posts p WHERE p.workspace_id = $1 AND p.bands && $2 AND p.message_id IS NULL AND p.published_at > $3 AND p.published_at < $4 ORDER BY p.published_at LIMIT $5 $find$
            USING kontuar_workspace(), near, since, until, max;
        END $$;
      REVOKE ALL ON FUNCTION kontuar_posts_saying(tsquery, timestamptz, uuid[], integer), kontuar_posts_near(integer[], timestamptz, timestamptz, integer) FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION kontuar_posts_saying(tsquery, timestamptz, uuid[], integer), kontuar_posts_near(integer[], timestamptz, timestamptz, integer) TO kontuar_app;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION kontuar_posts_near(integer[], timestamptz, timestamptz, integer);
      DROP FUNCTION kontuar_posts_saying(tsquery, timestamptz, uuid[], integer);
      DROP INDEX posts_terms;
    `);
  }
}
