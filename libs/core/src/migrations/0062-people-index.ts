import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists and counts over a hundred thousand people: kinds and language are read in the index of names, and whether somebody can be written to or called stands at the person. */
export class PeopleIndex1700000000062 implements MigrationInterface {
  readonly name = 'PeopleIndex1700000000062';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Operators on arrays are not leakproof, so that behind row security no index can answer them: but one that is walked anyway can carry them.
      DROP INDEX contacts_by_name;
      CREATE INDEX contacts_by_name ON contacts (workspace_id, sort_name, id) INCLUDE (kinds, language) WHERE merged_into IS NULL;

      -- In no index, so that setting them moves no entry.
      ALTER TABLE contacts ADD COLUMN has_email boolean NOT NULL DEFAULT false, ADD COLUMN has_phone boolean NOT NULL DEFAULT false;
      UPDATE contacts p SET has_email = f.mail, has_phone = f.phone
        FROM (SELECT contact_id, bool_or(scope = 'email' OR email IS NOT NULL) AS mail, bool_or(scope = 'phone' OR phone IS NOT NULL) AS phone FROM identities GROUP BY 1) f
        WHERE p.id = f.contact_id AND (f.mail OR f.phone);
      CREATE FUNCTION kontuar_reach_of_new() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        UPDATE contacts p SET has_email = p.has_email OR f.mail, has_phone = p.has_phone OR f.phone
          FROM (SELECT contact_id, bool_or(scope = 'email' OR email IS NOT NULL) AS mail, bool_or(scope = 'phone' OR phone IS NOT NULL) AS phone FROM fresh GROUP BY 1) f
          WHERE p.id = f.contact_id AND ((f.mail AND NOT p.has_email) OR (f.phone AND NOT p.has_phone));
        RETURN NULL;
      END $$;
      CREATE TRIGGER reach_of_new AFTER INSERT ON identities REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION kontuar_reach_of_new();
      CREATE FUNCTION kontuar_reach() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE moved uuid[] := CASE WHEN TG_OP = 'DELETE' THEN ARRAY[OLD.contact_id] ELSE ARRAY[OLD.contact_id, NEW.contact_id] END;
      BEGIN
        UPDATE contacts p SET has_email = f.mail, has_phone = f.phone
          FROM (SELECT k.id, coalesce(bool_or(i.scope = 'email' OR i.email IS NOT NULL), false) AS mail, coalesce(bool_or(i.scope = 'phone' OR i.phone IS NOT NULL), false) AS phone
            FROM unnest(moved) AS k (id) LEFT JOIN identities i ON i.contact_id = k.id GROUP BY k.id) f
          WHERE p.id = f.id AND (p.has_email, p.has_phone) IS DISTINCT FROM (f.mail, f.phone);
        RETURN NULL;
      END $$;
      CREATE TRIGGER reach_of_moved AFTER UPDATE OF contact_id, scope, email, phone ON identities FOR EACH ROW
        WHEN ((OLD.contact_id, OLD.scope, OLD.email, OLD.phone) IS DISTINCT FROM (NEW.contact_id, NEW.scope, NEW.email, NEW.phone)) EXECUTE FUNCTION kontuar_reach();
      CREATE TRIGGER reach_of_gone AFTER DELETE ON identities FOR EACH ROW EXECUTE FUNCTION kontuar_reach();

      -- Comparing a name that has the letters is what costs: of a name that thousands have, no more are looked at than are asked for.
      CREATE OR REPLACE FUNCTION kontuar_search_contacts(words text, max integer) RETURNS SETOF uuid
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
          SELECT id FROM (
            (SELECT c.id, 0 AS rank FROM contacts c
              WHERE c.workspace_id = kontuar_workspace() AND c.merged_into IS NULL AND kontuar_plain(c.name) LIKE '%' || kontuar_plain(words) || '%' LIMIT greatest(max, 2000))
            UNION ALL
            (SELECT i.contact_id, 1 FROM identities i
              WHERE i.workspace_id = kontuar_workspace() AND kontuar_plain(coalesce(i.handle, i.external_id)) LIKE '%' || kontuar_plain(words) || '%' LIMIT greatest(max, 2000))
          ) found GROUP BY id ORDER BY min(rank), id LIMIT max
        $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE OR REPLACE FUNCTION kontuar_search_contacts(words text, max integer) RETURNS SETOF uuid
        LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
          SELECT id FROM (
            SELECT c.id, 0 AS rank FROM contacts c
              WHERE c.workspace_id = kontuar_workspace() AND c.merged_into IS NULL AND kontuar_plain(c.name) LIKE '%' || kontuar_plain(words) || '%'
            UNION ALL
            SELECT i.contact_id, 1 FROM identities i
              WHERE i.workspace_id = kontuar_workspace() AND kontuar_plain(coalesce(i.handle, i.external_id)) LIKE '%' || kontuar_plain(words) || '%'
          ) found GROUP BY id ORDER BY min(rank), id LIMIT max
        $$;
      DROP TRIGGER reach_of_gone ON identities;
      DROP TRIGGER reach_of_moved ON identities;
      DROP TRIGGER reach_of_new ON identities;
      DROP FUNCTION kontuar_reach(), kontuar_reach_of_new();
      ALTER TABLE contacts DROP COLUMN has_phone, DROP COLUMN has_email;
      DROP INDEX contacts_by_name;
      CREATE INDEX contacts_by_name ON contacts (workspace_id, sort_name, id) WHERE merged_into IS NULL;
    `);
  }
}
