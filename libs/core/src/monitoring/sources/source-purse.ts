import type { Database } from '@kontuar/platform';
import type { Metered, Purse } from './source';

/** What a source may still spend in its period, in its row: whoever asks for it, and whatever dies on the way. */
export class SourcePurse implements Purse {
  readonly most: number;

  constructor(private readonly database: Database, private readonly source: { id: string; workspaceId: string; metered: Metered; most: number }) {
    this.most = source.most;
  }

  take(most: number, least = 1): Promise<number> {
    const { id, workspaceId, metered } = this.source;
    const period = metered.period(new Date());
    return this.database.inWorkspace(workspaceId, async (tx) => {
      const [row] = await tx.query<{ spent: number; allowance: number }>('SELECT CASE WHEN spent_period = $2 THEN spent_units ELSE 0 END AS spent, coalesce(allowance, $3) AS allowance FROM listening_sources WHERE id = $1 FOR NO KEY UPDATE', [id, period, metered.usual]);
      const granted = row === undefined ? 0 : Math.min(most, row.allowance - row.spent);
      if (row === undefined || granted < least) return 0;
      await tx.execute('UPDATE listening_sources SET spent_period = $2, spent_units = $3 WHERE id = $1', [id, period, row.spent + granted]);
      return granted;
    });
  }

  async giveBack(units: number): Promise<void> {
    const { id, workspaceId, metered } = this.source;
    // What was taken in a period that is over is its own affair.
    if (units > 0) await this.database.inWorkspace(workspaceId, (tx) => tx.execute('UPDATE listening_sources SET spent_units = greatest(0, spent_units - $3) WHERE id = $1 AND spent_period = $2', [id, metered.period(new Date()), units]));
  }
}
