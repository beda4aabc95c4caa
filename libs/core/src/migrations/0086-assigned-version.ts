import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The version in which a conversation last got another assignee or team. Versions go up with every word and every reading; whoever takes a conversation
 * is told that somebody was faster only when it changed hands since they looked.
 */
export class AssignedVersion1700000000086 implements MigrationInterface {
  readonly name = 'AssignedVersion1700000000086';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE conversations ADD COLUMN assigned_version integer NOT NULL DEFAULT 0;
      -- By the database: it changes hands in many places, by people, rules and routing.
      CREATE FUNCTION kontuar_changed_hands() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        NEW.assigned_version := NEW.version;
        RETURN NEW;
      END $$;
      CREATE TRIGGER changed_hands BEFORE UPDATE OF assignee_id, team_id ON conversations FOR EACH ROW
        WHEN (OLD.assignee_id IS DISTINCT FROM NEW.assignee_id OR OLD.team_id IS DISTINCT FROM NEW.team_id) EXECUTE FUNCTION kontuar_changed_hands();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER changed_hands ON conversations;
      DROP FUNCTION kontuar_changed_hands();
      ALTER TABLE conversations DROP COLUMN assigned_version;
    `);
  }
}
