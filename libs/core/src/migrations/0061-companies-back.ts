import type { MigrationInterface, QueryRunner } from 'typeorm';
import { drop, protect } from './sql';

/** Merges of companies that can be taken back: what the one that went was, and who was with it. */
export class CompaniesBack1700000000061 implements MigrationInterface {
  readonly name = 'CompaniesBack1700000000061';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE company_merges (
        id uuid PRIMARY KEY,
        workspace_id uuid NOT NULL REFERENCES workspaces ON DELETE CASCADE,
        -- Which stayed, and which went. No references: the one is gone, and the other may go up in a third.
        company_id uuid NOT NULL,
        other_id uuid NOT NULL,
        -- The one that went, as it was.
        other jsonb NOT NULL,
        -- Number, domains and note of the one that stayed, before and after: what somebody changed since stays.
        before jsonb NOT NULL,
        after jsonb NOT NULL,
        -- Segments and rules that asked for the one that went: [{of, id, before, after}]
        filters jsonb NOT NULL DEFAULT '[]',
        merged_by uuid,
        merged_at timestamptz NOT NULL DEFAULT now(),
        undone_at timestamptz,
        UNIQUE (workspace_id, id),
        FOREIGN KEY (workspace_id, merged_by) REFERENCES memberships (workspace_id, id) ON DELETE SET NULL (merged_by)
      );
      CREATE INDEX ON company_merges (company_id);
      CREATE INDEX ON company_merges (other_id);
      CREATE TABLE company_merge_members (
        workspace_id uuid NOT NULL,
        merge_id uuid NOT NULL,
        contact_id uuid NOT NULL,
        role text NOT NULL,
        main boolean NOT NULL,
        -- The place that they already had with the one that stayed; null: they had none.
        stays_role text,
        stays_main boolean,
        PRIMARY KEY (merge_id, contact_id),
        FOREIGN KEY (workspace_id, merge_id) REFERENCES company_merges (workspace_id, id) ON DELETE CASCADE,
        FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id) ON DELETE CASCADE
      );
      CREATE INDEX ON company_merge_members (contact_id);
      ${protect('company_merges', 'company_merge_members')}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(drop('company_merge_members', 'company_merges'));
  }
}
