import { Injectable } from '@nestjs/common';
import { Database } from '@kontuar/platform';
import { findLeftEarly, takeLeftEarly } from '../ingest/early-updates';

/** Lets go of what nobody needs any more. History, messages and dead letters stay. */
@Injectable()
export class Housekeeping {
  constructor(private readonly database: Database) {}

  async run(): Promise<void> {
    await this.database.asSystem(async (tx) => {
      await tx.execute(
        `DELETE FROM deliveries WHERE id IN (
           SELECT d.id FROM deliveries d JOIN workspaces w ON w.id = d.workspace_id
           WHERE d.state IN ('done', 'ignored') AND d.received_at < now() - w.keep_deliveries_days * interval '1 day' LIMIT 5000)`,
      );
      await tx.execute(`DELETE FROM early_updates WHERE created_at < now() - interval '7 days'`);
      await tx.execute(`DELETE FROM message_acts WHERE state <> 'pending' AND done_at < now() - interval '30 days'`);
      await tx.execute(`DELETE FROM channel_consents WHERE expires_at < now() - interval '1 day'`);
      await tx.execute(`DELETE FROM notice_mails WHERE created_at < now() - interval '30 days'`);
      await tx.execute(`DELETE FROM house_mails WHERE purpose = 'notice' AND created_at < now() - interval '30 days'`);
      await tx.execute(`DELETE FROM sessions WHERE expires_at < now()`);
      await tx.execute(`DELETE FROM undos WHERE created_at < now() - interval '2 days'`);
      await tx.execute(`DELETE FROM sweeps WHERE created_at < now() - interval '2 days'`);
      await tx.execute(`DELETE FROM saved_views WHERE removed_at < now() - interval '2 days'`);
      await tx.execute(`DELETE FROM assistant_calls WHERE at < now() - interval '2 days'`);
      await tx.execute(`DELETE FROM pins WHERE removed_at < now() - interval '2 days'`);
      await tx.execute(`DELETE FROM lessons WHERE removed_at < now() - interval '30 days'`);
      // The sums stay.
      await tx.execute(`DELETE FROM article_votes WHERE at < now() - interval '90 days'`);
      await tx.execute(`DELETE FROM help_misses WHERE last_at < now() - interval '180 days'`);
      await tx.execute(`DELETE FROM idempotency_keys WHERE created_at < now() - interval '24 hours'`);
      // What somebody kept to themselves goes with them; what they shared is the team's.
      await tx.execute(`DELETE FROM drafts d USING memberships m WHERE m.id = d.member_id AND (d.updated_at < now() - interval '90 days' OR NOT m.active)`);
      await tx.execute(`DELETE FROM shared_drafts WHERE state <> 'open' AND ended_at < now() - interval '2 days'`);
      await tx.execute(`WITH old AS (DELETE FROM shared_drafts WHERE state = 'open' AND updated_at < now() - interval '90 days' RETURNING conversation_id) UPDATE conversations c SET shared_draft = NULL, version = version + 1 FROM old WHERE c.id = old.conversation_id`);
    });
    for (const early of await this.database.asSystem(findLeftEarly)) await this.database.inWorkspace(early.workspace_id, (tx) => takeLeftEarly(tx, early));
  }
}
