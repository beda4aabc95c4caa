import { Injectable } from '@nestjs/common';
import { Database } from '@kontuar/platform';
import { forgetHeard } from '../monitoring/forget-heard';
import { endLapsedListening } from '../supervision/supervision.service';
import { findLeftEarly, takeLeftEarly } from '../ingest/early-updates';

/** Drafts in a workspace that says itself how long they are kept. */
const noRuleOfOwn = `NOT EXISTS (SELECT 1 FROM retention_rules k WHERE k.workspace_id = d.workspace_id AND k.what = 'drafts' AND k.active)`;

/** Lets go of what nobody needs any more. History, messages and dead letters stay. */
@Injectable()
export class Housekeeping {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    await this.database.asSystem(async (tx) => {
      await tx.execute(
        `DELETE FROM deliveries WHERE id IN (
           SELECT d.id FROM deliveries d JOIN workspaces w ON w.id = d.workspace_id
           WHERE d.state IN ('done', 'ignored') AND d.received_at < now() - w.keep_deliveries_days * interval '1 day'
             -- A rule of their own says how long: see privacy/retention.
             AND NOT EXISTS (SELECT 1 FROM retention_rules k WHERE k.workspace_id = w.id AND k.what = 'deliveries' AND k.active AND (k.channel_id = d.channel_id OR k.channel_id IS NULL)) LIMIT 5000)`,
      );
      await tx.execute(`DELETE FROM early_updates WHERE created_at < now() - interval '7 days'`);
      await tx.execute(`DELETE FROM message_acts WHERE state <> 'pending' AND done_at < now() - interval '30 days'`);
      await tx.execute(`DELETE FROM moderation_texts WHERE at < now() - interval '31 days'`);
      await tx.execute(`DELETE FROM channel_consents WHERE expires_at < now() - interval '1 day'`);
      await tx.execute(`DELETE FROM notice_mails WHERE created_at < now() - interval '30 days'`);
      await tx.execute(`DELETE FROM house_mails WHERE purpose = 'notice' AND created_at < now() - interval '30 days'`);
      await tx.execute(`WITH old AS (DELETE FROM report_mails WHERE created_at < now() - interval '400 days' RETURNING id) DELETE FROM house_mails h USING old WHERE h.id = old.id`);
      await tx.execute(`DELETE FROM sessions WHERE expires_at < now()`);
      await tx.execute(`DELETE FROM undos WHERE created_at < now() - interval '2 days'`);
      await tx.execute(`DELETE FROM sweeps WHERE created_at < now() - interval '2 days'`);
      await tx.execute(`DELETE FROM saved_views WHERE removed_at < now() - interval '2 days'`);
      await tx.execute(`DELETE FROM assistant_calls WHERE at < now() - interval '2 days'`);
      // What rules did is known for a year; how calls went for a month.
      await tx.execute(`DELETE FROM rule_calls WHERE id IN (SELECT id FROM rule_calls WHERE state <> 'waiting' AND done_at < now() - interval '30 days' LIMIT 5000)`);
      await tx.execute(`DELETE FROM rule_runs WHERE id IN (SELECT id FROM rule_runs WHERE at < now() - interval '365 days' LIMIT 5000)`);
      await tx.execute(`DELETE FROM pins WHERE removed_at < now() - interval '2 days'`);
      await tx.execute(`DELETE FROM lessons WHERE removed_at < now() - interval '30 days'`);
      // A hint is of the moment, and a draft of a review that nobody went on with blocks the queue.
      await tx.execute(`DELETE FROM whispers WHERE at < now() - interval '30 days'`);
      await tx.execute(`DELETE FROM reviews WHERE state = 'draft' AND kind = 'review' AND mean IS NULL AND comment = '' AND created_at < now() - interval '3 days' AND NOT EXISTS (SELECT 1 FROM coaching_notes n WHERE n.review_id = reviews.id)`);
      await endLapsedListening(tx);
      await forgetHeard(tx);
      // The sums stay.
      await tx.execute(`DELETE FROM article_votes WHERE at < now() - interval '90 days'`);
      await tx.execute(`DELETE FROM help_misses WHERE last_at < now() - interval '180 days'`);
      await tx.execute(`DELETE FROM idempotency_keys WHERE created_at < now() - interval '24 hours'`);
      // What somebody kept to themselves goes with them; what they shared is the team's.
      await tx.execute(`DELETE FROM drafts d USING memberships m WHERE m.id = d.member_id AND (NOT m.active OR (d.updated_at < now() - interval '90 days' AND ${noRuleOfOwn}))`);
      await tx.execute(`DELETE FROM shared_drafts WHERE state <> 'open' AND ended_at < now() - interval '2 days'`);
      await tx.execute(`WITH old AS (DELETE FROM shared_drafts d WHERE state = 'open' AND updated_at < now() - interval '90 days' AND ${noRuleOfOwn} RETURNING conversation_id) UPDATE conversations c SET shared_draft = NULL, version = version + 1 FROM old WHERE c.id = old.conversation_id`);
    });
    for (const early of await this.database.asSystem(findLeftEarly)) await this.database.inWorkspace(early.workspace_id, (tx) => takeLeftEarly(tx, early));
  }
}
