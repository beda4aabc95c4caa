import type { MigrationInterface, QueryRunner } from 'typeorm';

const byTime = `
  CREATE FUNCTION kontuar_search_messages(words tsquery, since timestamptz, before timestamptz, max integer)
    RETURNS TABLE (conversation_id uuid, seq integer, id uuid, created_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
      SELECT m.conversation_id, m.seq, m.id, m.created_at FROM messages m
      WHERE m.workspace_id = kontuar_workspace() AND m.kind <> 'event' AND m.deleted_at IS NULL
        AND to_tsvector('kontuar', coalesce(m.subject, '') || ' ' || m.text) @@ words
        AND m.created_at >= since AND m.created_at < before
      ORDER BY m.created_at DESC LIMIT max
    $$;
  GRANT EXECUTE ON FUNCTION kontuar_search_messages(tsquery, timestamptz, timestamptz, integer) TO kontuar_app;`;

/** Messages that came in one batch share their moment of storing: a search pages by (moment, id), or it would skip some. */
export class SearchByKey1700000000008 implements MigrationInterface {
  readonly name = 'SearchByKey1700000000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION kontuar_search_messages(tsquery, timestamptz, timestamptz, integer);
      -- Nothing after (before_at, before_id); null is the present. Full-text operators are not leakproof, see kontuar_search_contacts.
      -- Planned anew for each search: one plan for all words would read the whole history for a rare one (PostgreSQL before 18).
      CREATE FUNCTION kontuar_find_messages(words tsquery, since timestamptz, before_at timestamptz, before_id uuid, max integer)
        RETURNS TABLE (conversation_id uuid, seq integer, id uuid, created_at timestamptz)
        LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$ BEGIN
          RETURN QUERY EXECUTE $find$
            SELECT m.conversation_id, m.seq, m.id, m.created_at FROM messages m
            WHERE m.workspace_id = $1 AND m.kind <> 'event' AND m.deleted_at IS NULL
              AND to_tsvector('kontuar', coalesce(m.subject, '') || ' ' || m.text) @@ $2
              AND m.created_at >= $3 AND m.created_at <= $4 AND (m.created_at, m.id) < ($4, $5)
            ORDER BY m.created_at DESC, m.id DESC LIMIT $6 $find$
            USING kontuar_workspace(), words, since, coalesce(before_at, 'infinity'), coalesce(before_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'), max;
        END $$;
      GRANT EXECUTE ON FUNCTION kontuar_find_messages(tsquery, timestamptz, timestamptz, uuid, integer) TO kontuar_app;
      -- Every one of them must match.
      CREATE FUNCTION kontuar_all(queries tsquery[]) RETURNS tsquery LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
        $$ SELECT coalesce(string_agg('(' || query::text || ')', ' & ') FILTER (WHERE numnode(query) > 0), '')::tsquery FROM unnest(queries) AS query $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION kontuar_all(tsquery[]);
      DROP FUNCTION kontuar_find_messages(tsquery, timestamptz, timestamptz, uuid, integer);
      ${byTime}
    `);
  }
}
