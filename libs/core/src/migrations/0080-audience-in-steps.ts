import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whom a campaign reaches is found out step by step after it is started: a line for each person stands at once, and is judged by a worker. */
export class AudienceInSteps1700000000080 implements MigrationInterface {
  readonly name = 'AudienceInSteps1700000000080';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE outreach_campaigns
        DROP CONSTRAINT outreach_campaigns_state_check,
        ADD CONSTRAINT outreach_campaigns_state_check CHECK (state IN ('draft', 'preparing', 'awaiting', 'running', 'paused', 'done', 'stopped'));
      ALTER TABLE outreach_recipients
        DROP CONSTRAINT outreach_recipients_state_check,
        ADD CONSTRAINT outreach_recipients_state_check CHECK (state IN ('unjudged', 'waiting', 'queued', 'skipped'));
      CREATE INDEX outreach_unjudged ON outreach_recipients (campaign_id, id) WHERE state = 'unjudged';
    `);
  }

  /** Who was not judged yet is nobody's recipient; the draft can be started again. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX outreach_unjudged;
      DELETE FROM outreach_recipients r USING outreach_campaigns g WHERE g.id = r.campaign_id AND (g.state = 'preparing' OR r.state = 'unjudged');
      UPDATE outreach_campaigns SET state = 'draft', started_by = NULL, started_at = NULL, look_at = NULL WHERE state = 'preparing';
      ALTER TABLE outreach_recipients
        DROP CONSTRAINT outreach_recipients_state_check,
        ADD CONSTRAINT outreach_recipients_state_check CHECK (state IN ('waiting', 'queued', 'skipped'));
      ALTER TABLE outreach_campaigns
        DROP CONSTRAINT outreach_campaigns_state_check,
        ADD CONSTRAINT outreach_campaigns_state_check CHECK (state IN ('draft', 'awaiting', 'running', 'paused', 'done', 'stopped'));
    `);
  }
}
