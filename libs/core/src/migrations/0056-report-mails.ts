import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Reports that come by mail: when, to whom, of what; and each that was written, so that none leaves twice. */
export class ReportMails1700000000056 implements MigrationInterface {
  readonly name = 'ReportMails1700000000056';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE report_schedules (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        name text NOT NULL,
        every text NOT NULL CHECK (every IN ('day', 'week', 'month')),
        -- 1 is Monday; of a month, a day that it does not have is its last.
        weekday smallint NOT NULL DEFAULT 1 CHECK (weekday BETWEEN 1 AND 7),
        month_day smallint NOT NULL DEFAULT 1 CHECK (month_day BETWEEN 1 AND 31),
        -- On the clock of that place.
        at text NOT NULL CHECK (at ~ '^[0-2][0-9]:[0-5][0-9]$'),
        time_zone text NOT NULL,
        -- { measure, apart, compare, clock, and what narrows it }
        asked jsonb NOT NULL,
        formats text[] NOT NULL,
        active boolean NOT NULL DEFAULT true,
        next_at timestamptz NOT NULL,
        -- Why the last one did not leave: 'no-mailbox'.
        trouble text,
        created_by uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (workspace_id, id),
        UNIQUE (workspace_id, name),
        FOREIGN KEY (workspace_id, created_by) REFERENCES memberships (workspace_id, id) ON DELETE SET NULL (created_by)
      );
      CREATE INDEX report_schedules_due ON report_schedules (next_at) WHERE active;

      CREATE TABLE report_receivers (
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        schedule_id uuid NOT NULL,
        member_id uuid NOT NULL,
        PRIMARY KEY (schedule_id, member_id),
        FOREIGN KEY (workspace_id, schedule_id) REFERENCES report_schedules (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, member_id) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON report_receivers (member_id);

      CREATE TABLE report_mails (
        -- Of its mail.
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        schedule_id uuid NOT NULL,
        member_id uuid NOT NULL,
        -- When it was to leave: one for each receiver and moment.
        due_at timestamptz NOT NULL,
        from_day date NOT NULL,
        to_day date NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (schedule_id, member_id, due_at),
        FOREIGN KEY (workspace_id, schedule_id) REFERENCES report_schedules (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, member_id) REFERENCES memberships (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON report_mails (created_at);
      ${protect('report_schedules', 'report_receivers', 'report_mails')}

      ALTER TABLE house_mails DROP CONSTRAINT house_mails_purpose_check, ADD CONSTRAINT house_mails_purpose_check CHECK (purpose IN ('aside', 'notice', 'report'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM house_mails WHERE purpose = 'report';
      ALTER TABLE house_mails DROP CONSTRAINT house_mails_purpose_check, ADD CONSTRAINT house_mails_purpose_check CHECK (purpose IN ('aside', 'notice'));
      ${drop('report_mails', 'report_receivers', 'report_schedules')}
    `);
  }
}
