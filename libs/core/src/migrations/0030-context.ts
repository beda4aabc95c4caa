import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Fields of the workspace's own on conversations and contacts, and what to keep in mind about them. */
export class Context1700000000030 implements MigrationInterface {
  readonly name = 'Context1700000000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE attribute_definitions (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        subject text NOT NULL CHECK (subject IN ('conversation', 'contact')),
        key text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('text', 'number', 'date', 'yesno', 'one', 'many', 'link')),
        -- {en, pl}
        name jsonb NOT NULL,
        description text NOT NULL DEFAULT '',
        -- [{value, name: {en, pl}, archived}]
        options jsonb NOT NULL DEFAULT '[]',
        required boolean NOT NULL DEFAULT false,
        from_outside boolean NOT NULL DEFAULT false,
        position integer NOT NULL,
        archived_at timestamptz,
        UNIQUE (workspace_id, subject, key)
      );
      ALTER TABLE conversations ADD COLUMN attributes jsonb NOT NULL DEFAULT '{}';

      -- What a person wrote into fields: words and links, as one line to be searched.
      CREATE FUNCTION kontuar_attribute_words(attributes jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
        $$ SELECT coalesce(string_agg(public.kontuar_plain(e.value #>> '{}'), ' ' ORDER BY e.key), '') FROM jsonb_each(attributes) e WHERE jsonb_typeof(e.value) IN ('string', 'number') $$;
      -- Most have none, and are not in here: ingest pays nothing.
      CREATE INDEX conversations_attribute_words ON conversations USING gin (kontuar_attribute_words(attributes) gin_trgm_ops) WHERE attributes <> '{}';
      CREATE INDEX contacts_attribute_words ON contacts USING gin (kontuar_attribute_words(attributes) gin_trgm_ops) WHERE attributes <> '{}';
      -- LIKE is not leakproof (see kontuar_search_contacts): the tenant is checked inside.
      CREATE FUNCTION kontuar_search_attributes(words text, max integer) RETURNS SETOF uuid
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
          SELECT id FROM (
            SELECT c.id, c.last_message_at FROM conversations c
              WHERE c.workspace_id = kontuar_workspace() AND c.attributes <> '{}' AND kontuar_attribute_words(c.attributes) LIKE '%' || kontuar_plain(words) || '%'
            UNION
            SELECT c.id, c.last_message_at FROM contacts p JOIN conversations c ON c.contact_id = p.id
              WHERE p.workspace_id = kontuar_workspace() AND p.attributes <> '{}' AND kontuar_attribute_words(p.attributes) LIKE '%' || kontuar_plain(words) || '%'
          ) found ORDER BY last_message_at DESC, id LIMIT max
        $$;
      GRANT EXECUTE ON FUNCTION kontuar_search_attributes(text, integer) TO kontuar_app;

      -- What to keep in mind about a person, or about one conversation.
      CREATE TABLE pins (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        contact_id uuid,
        conversation_id uuid,
        text text NOT NULL,
        -- The note that was pinned; its text was copied, and stands also when the note goes.
        message_id uuid REFERENCES messages (id) ON DELETE SET NULL,
        position integer NOT NULL,
        expires_at timestamptz,
        created_by uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        changed_by uuid,
        changed_at timestamptz,
        -- Can be brought back for a day.
        removed_at timestamptz,
        CHECK ((contact_id IS NULL) <> (conversation_id IS NULL)),
        FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, created_by) REFERENCES memberships (workspace_id, id) ON DELETE SET NULL (created_by),
        FOREIGN KEY (workspace_id, changed_by) REFERENCES memberships (workspace_id, id) ON DELETE SET NULL (changed_by)
      );
      CREATE INDEX pins_contact ON pins (contact_id, position) WHERE contact_id IS NOT NULL;
      CREATE INDEX pins_conversation ON pins (conversation_id, position) WHERE conversation_id IS NOT NULL;
      CREATE INDEX pins_message ON pins (message_id) WHERE message_id IS NOT NULL;
      CREATE INDEX pins_removed ON pins (removed_at) WHERE removed_at IS NOT NULL;
      ${protect('attribute_definitions', 'pins')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION kontuar_search_attributes(text, integer);
      DROP INDEX contacts_attribute_words, conversations_attribute_words;
      DROP FUNCTION kontuar_attribute_words(jsonb);
      ALTER TABLE conversations DROP COLUMN attributes;
      ${drop('pins', 'attribute_definitions')}
    `);
  }
}
