import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Kinds of customers by hand and by rules, segments, companies with members, and merges and splits that can be taken back in any order. */
export class People1700000000037 implements MigrationInterface {
  readonly name = 'People1700000000037';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE customer_kinds (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        key text NOT NULL,
        builtin boolean NOT NULL DEFAULT false,
        -- {en, pl}
        name jsonb NOT NULL,
        -- In minutes of waiting, for the order of what is next.
        weight integer NOT NULL DEFAULT 0,
        -- A filter over people; null: by hand alone.
        rule jsonb,
        rule_on boolean NOT NULL DEFAULT false,
        position integer NOT NULL,
        archived_at timestamptz,
        UNIQUE (workspace_id, key)
      );
      -- Every workspace begins with the kinds that every shop knows.
      CREATE FUNCTION kontuar_seed_kinds(workspace uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
        INSERT INTO customer_kinds (workspace_id, key, builtin, name, weight, position)
        SELECT workspace, key, true, jsonb_build_object('en', en, 'pl', pl), weight, position FROM (VALUES
          ('strategic', 'Strategic', 'Strategiczny', 120, 1), ('loyal', 'Loyal', 'Stały', 30, 2), ('bulk', 'Bulk', 'Hurtowy', 30, 3), ('business', 'Business', 'Firma', 0, 4),
          ('individual', 'Individual', 'Indywidualny', 0, 5), ('seasonal', 'Seasonal', 'Sezonowy', 0, 6), ('potential', 'Potential', 'Potencjalny', 15, 7), ('retail', 'Retail', 'Detaliczny', 0, 8)
        ) AS known (key, en, pl, weight, position) ON CONFLICT DO NOTHING
      $$;
      CREATE FUNCTION kontuar_new_workspace_kinds() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM kontuar_seed_kinds(NEW.id); RETURN NULL; END $$;
      CREATE TRIGGER seed_kinds AFTER INSERT ON workspaces FOR EACH ROW EXECUTE FUNCTION kontuar_new_workspace_kinds();
      SELECT kontuar_seed_kinds(id) FROM workspaces;

      -- By hand wins over rules, and both are kept: 'kinds' is what comes of them.
      ALTER TABLE contacts
        ADD COLUMN kinds_by_hand text[] NOT NULL DEFAULT '{}',
        ADD COLUMN kinds_by_rule text[] NOT NULL DEFAULT '{}',
        ADD COLUMN kinds_refused text[] NOT NULL DEFAULT '{}',
        -- For the list in the order of names; 'Łódź' stands with 'Lodz'.
        ADD COLUMN sort_name text COLLATE "C" NOT NULL GENERATED ALWAYS AS (left(public.kontuar_plain(name), 60)) STORED;
      UPDATE contacts SET kinds_by_hand = kinds WHERE kinds <> '{}';
      CREATE INDEX contacts_by_name ON contacts (workspace_id, sort_name, id) WHERE merged_into IS NULL;
      CREATE INDEX contacts_merged ON contacts (merged_into) WHERE merged_into IS NOT NULL;
      CREATE FUNCTION kontuar_kinds() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        NEW.kinds := NEW.kinds_by_hand || ARRAY(SELECT k FROM unnest(NEW.kinds_by_rule) k WHERE k <> ALL (NEW.kinds_refused) AND k <> ALL (NEW.kinds_by_hand));
        RETURN NEW;
      END $$;
      CREATE TRIGGER kinds_of BEFORE UPDATE OF kinds_by_hand, kinds_by_rule, kinds_refused ON contacts FOR EACH ROW EXECUTE FUNCTION kontuar_kinds();
      CREATE TRIGGER kinds_of_new BEFORE INSERT ON contacts FOR EACH ROW WHEN (NEW.kinds_by_hand <> '{}') EXECUTE FUNCTION kontuar_kinds();

      -- What rules and segments ask of a person's conversations; a worker keeps it, what comes in pays nothing for it.
      CREATE TABLE contact_stats (
        contact_id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        conversations integer NOT NULL DEFAULT 0,
        first_at timestamptz,
        last_seen_at timestamptz,
        -- For the list of those who were there last: never empty.
        active_at timestamptz NOT NULL DEFAULT now(),
        months text[] NOT NULL DEFAULT '{}',
        years integer NOT NULL DEFAULT 0,
        every_days real,
        -- Something changed since: to be counted anew and held against the rules.
        due_at timestamptz DEFAULT now(),
        FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
      ) WITH (fillfactor = 85);
      CREATE INDEX contact_stats_active ON contact_stats (workspace_id, active_at DESC, contact_id DESC);
      CREATE INDEX contact_stats_due ON contact_stats (due_at) WHERE due_at IS NOT NULL;
      INSERT INTO contact_stats (contact_id, workspace_id, active_at)
        SELECT p.id, p.workspace_id, coalesce((SELECT max(c.last_message_at) FROM conversations c WHERE c.contact_id = p.id), p.created_at) FROM contacts p;
      CREATE FUNCTION kontuar_new_contact_stats() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO contact_stats (contact_id, workspace_id, active_at) SELECT id, workspace_id, created_at FROM fresh;
        RETURN NULL;
      END $$;
      CREATE TRIGGER stats_of_new AFTER INSERT ON contacts REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION kontuar_new_contact_stats();
      -- How far the history was followed.
      CREATE TABLE people_positions (workspace_id uuid PRIMARY KEY REFERENCES workspaces ON DELETE CASCADE, seq bigint NOT NULL, swept_at timestamptz NOT NULL DEFAULT now());
      INSERT INTO people_positions (workspace_id, seq) SELECT workspace_id, last_seq FROM feeds;

      CREATE TABLE segments (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        owner_id uuid NOT NULL,
        name text NOT NULL,
        filter jsonb NOT NULL,
        sharing text NOT NULL CHECK (sharing IN ('private', 'workspace')),
        version integer NOT NULL DEFAULT 1,
        removed_at timestamptz,
        updated_at timestamptz NOT NULL DEFAULT now(),
        FOREIGN KEY (workspace_id, owner_id) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON segments (workspace_id);

      CREATE TABLE companies (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        name text NOT NULL,
        -- Ten digits of a Polish NIP, or another country's number with its letters.
        tax_id text,
        -- Of its mail; nobody's who gives addresses to everybody.
        domains text[] NOT NULL DEFAULT '{}',
        note text NOT NULL DEFAULT '',
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (workspace_id, id),
        UNIQUE (workspace_id, tax_id)
      );
      CREATE INDEX companies_by_name ON companies (workspace_id, lower(name));
      CREATE TABLE company_members (
        workspace_id uuid NOT NULL,
        company_id uuid NOT NULL,
        contact_id uuid NOT NULL,
        role text NOT NULL DEFAULT '',
        -- The one that stands beside the name.
        main boolean NOT NULL DEFAULT true,
        since timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (contact_id, company_id),
        FOREIGN KEY (workspace_id, company_id) REFERENCES companies (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
      );
      CREATE UNIQUE INDEX company_members_main ON company_members (contact_id) WHERE main;
      CREATE INDEX company_members_company ON company_members (company_id);
      -- Names that stood at contacts, each once, however it was written.
      INSERT INTO companies (workspace_id, name) SELECT workspace_id, min(btrim(company)) FROM contacts WHERE btrim(coalesce(company, '')) <> '' GROUP BY workspace_id, lower(btrim(company));
      INSERT INTO company_members (workspace_id, company_id, contact_id) SELECT p.workspace_id, k.id, p.id FROM contacts p JOIN companies k ON k.workspace_id = p.workspace_id AND lower(k.name) = lower(btrim(p.company));

      -- Whose it is but for merges; null: the contact's where it stands. From this a merge is taken back at any time, whatever came after it.
      ALTER TABLE identities ADD COLUMN home_id uuid;
      ALTER TABLE conversations ADD COLUMN home_id uuid;
      ALTER TABLE pins ADD COLUMN home_id uuid;
      CREATE INDEX identities_home ON identities (home_id) WHERE home_id IS NOT NULL;
      CREATE INDEX conversations_home ON conversations (home_id) WHERE home_id IS NOT NULL;
      CREATE INDEX pins_home ON pins (home_id) WHERE home_id IS NOT NULL;
      CREATE TABLE contact_splits (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL,
        -- From whom, and who was made.
        contact_id uuid NOT NULL,
        other_id uuid NOT NULL,
        -- Whose each identity, conversation and note was before.
        moved jsonb NOT NULL,
        split_by uuid,
        split_at timestamptz NOT NULL DEFAULT now(),
        undone_at timestamptz,
        FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, other_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON contact_splits (contact_id);
      CREATE INDEX ON contact_splits (other_id);
      CREATE INDEX contact_merges_stays ON contact_merges (contact_id);
      CREATE INDEX contact_merges_goes ON contact_merges (other_id);
      -- Of merges that stand: the first that moved something says whose it was.
      WITH standing AS (SELECT DISTINCT ON (moved_id) moved_id, m.other_id FROM contact_merges m CROSS JOIN LATERAL (SELECT jsonb_array_elements_text(m.moved->'identityIds')::uuid AS moved_id) i WHERE m.undone_at IS NULL ORDER BY moved_id, m.merged_at)
        UPDATE identities i SET home_id = s.other_id FROM standing s WHERE i.id = s.moved_id AND i.contact_id <> s.other_id;
      WITH standing AS (SELECT DISTINCT ON (moved_id) moved_id, m.other_id FROM contact_merges m CROSS JOIN LATERAL (SELECT jsonb_array_elements_text(m.moved->'conversationIds')::uuid AS moved_id) i WHERE m.undone_at IS NULL ORDER BY moved_id, m.merged_at)
        UPDATE conversations c SET home_id = s.other_id FROM standing s WHERE c.id = s.moved_id AND c.contact_id <> s.other_id;
      WITH standing AS (SELECT DISTINCT ON (moved_id) moved_id, m.other_id FROM contact_merges m CROSS JOIN LATERAL (SELECT jsonb_array_elements_text(coalesce(m.moved->'pinIds', '[]'))::uuid AS moved_id) i WHERE m.undone_at IS NULL ORDER BY moved_id, m.merged_at)
        UPDATE pins p SET home_id = s.other_id FROM standing s WHERE p.id = s.moved_id AND p.contact_id IS DISTINCT FROM s.other_id;
      ${protect('customer_kinds', 'contact_stats', 'people_positions', 'segments', 'contact_splits', 'companies', 'company_members')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${drop('company_members', 'companies', 'contact_splits', 'segments', 'people_positions')}
      DROP INDEX contact_merges_stays, contact_merges_goes, pins_home, conversations_home, identities_home;
      ALTER TABLE pins DROP COLUMN home_id;
      ALTER TABLE conversations DROP COLUMN home_id;
      ALTER TABLE identities DROP COLUMN home_id;
      DROP TRIGGER stats_of_new ON contacts;
      DROP FUNCTION kontuar_new_contact_stats();
      ${drop('contact_stats')}
      DROP TRIGGER kinds_of ON contacts;
      DROP TRIGGER kinds_of_new ON contacts;
      DROP FUNCTION kontuar_kinds();
      DROP INDEX contacts_by_name, contacts_merged;
      ALTER TABLE contacts DROP COLUMN sort_name, DROP COLUMN kinds_refused, DROP COLUMN kinds_by_rule, DROP COLUMN kinds_by_hand;
      DROP TRIGGER seed_kinds ON workspaces;
      DROP FUNCTION kontuar_new_workspace_kinds(), kontuar_seed_kinds(uuid);
      ${drop('customer_kinds')}
    `);
  }
}
