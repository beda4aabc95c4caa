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
      await tx.execute(`DELETE FROM sessions WHERE expires_at < now()`);
      await tx.execute(`DELETE FROM undos WHERE created_at < now() - interval '2 days'`);
      await tx.execute(`DELETE FROM sweeps WHERE created_at < now() - interval '2 days'`);
      await tx.execute(`DELETE FROM saved_views WHERE removed_at < now() - interval '2 days'`);
      await tx.execute(`DELETE FROM idempotency_keys WHERE created_at < now() - interval '24 hours'`);
      await tx.execute(`DELETE FROM drafts WHERE updated_at < now() - interval '90 days'`);
    });
    for (const early of await this.database.asSystem(findLeftEarly)) await this.database.inWorkspace(early.workspace_id, (tx) => takeLeftEarly(tx, early));
  }
}
