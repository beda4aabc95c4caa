import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** By whose hours reports count business time, and the index by which they find promises that were kept or broken. */
export class ReportHours1700000000069 implements MigrationInterface {
  readonly name = 'ReportHours1700000000069';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE report_hours (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        -- Null: of all that have no hours of their own.
        team_id uuid REFERENCES teams ON DELETE CASCADE,
        calendar_id uuid NOT NULL,
        UNIQUE NULLS NOT DISTINCT (workspace_id, team_id),
        FOREIGN KEY (workspace_id, calendar_id) REFERENCES business_calendars (workspace_id, id) ON DELETE CASCADE
      );
      ${protect('report_hours')}

      -- Other hours make other times: all is counted anew, by whoever follows the history.
      CREATE FUNCTION kontuar_recount_hours() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE whose uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.workspace_id ELSE NEW.workspace_id END;
      BEGIN
        UPDATE report_positions SET backfilled_to = '00000000-0000-0000-0000-000000000000' WHERE workspace_id = whose;
        RETURN NULL;
      END $$;
      CREATE TRIGGER recount_hours AFTER INSERT OR UPDATE OR DELETE ON report_hours FOR EACH ROW EXECUTE FUNCTION kontuar_recount_hours();
      CREATE FUNCTION kontuar_recount_calendar() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        UPDATE report_positions p SET backfilled_to = '00000000-0000-0000-0000-000000000000'
          WHERE p.workspace_id = NEW.workspace_id AND EXISTS (SELECT 1 FROM report_hours h WHERE h.workspace_id = NEW.workspace_id AND h.calendar_id = NEW.id);
        RETURN NULL;
      END $$;
      CREATE TRIGGER recount_calendar AFTER UPDATE ON business_calendars FOR EACH ROW
        WHEN ((OLD.time_zone, OLD.week, OLD.country, OLD.days_off) IS DISTINCT FROM (NEW.time_zone, NEW.week, NEW.country, NEW.days_off)) EXECUTE FUNCTION kontuar_recount_calendar();

      CREATE INDEX sla_promises_decided ON sla_promises (workspace_id, (coalesce(broken_at, met_at))) WHERE broken_at IS NOT NULL OR outcome = 'kept';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX sla_promises_decided;
      DROP TRIGGER recount_calendar ON business_calendars;
      ${drop('report_hours')}
      DROP FUNCTION kontuar_recount_hours(), kontuar_recount_calendar();
    `);
  }
}
