import type { ListeningSource, SourceKind } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { notFound } from '../../errors';
import { askedSources } from './all-sources';

interface Row { id: string; kind: SourceKind; name: string; settings: { url?: string; terms?: string[] }; last_look_at: Date | null; active: boolean; keep_days: number; created_at: Date; last_post_at: Date | null; posts: number; trouble: string | null; failing_since: Date | null; calls: number; allowance: number | null; spent_period: string | null; spent_units: number }

export async function findSources(tx: Tx, workspaceId: string, id?: string): Promise<ListeningSource[]> {
  const rows = await tx.query<Row>(
    `SELECT s.id, s.kind, s.name, s.settings, s.last_look_at, s.active, s.keep_days, s.created_at, s.last_post_at, s.trouble, s.failing_since, s.allowance, s.spent_period, s.spent_units, CASE WHEN s.spent_month = date_trunc('month', now())::date THEN s.calls ELSE 0 END AS calls, (SELECT count(*)::int FROM posts p WHERE p.source_id = s.id) AS posts
     FROM listening_sources s WHERE s.workspace_id = $1 AND s.removed_at IS NULL AND ($2::uuid IS NULL OR s.id = $2) ORDER BY s.name, s.id`, [workspaceId, id ?? null]);
  return rows.map((row) => ({
    id: row.id, kind: row.kind, name: row.name, url: row.settings.url ?? null, terms: row.settings.terms ?? [], lastLookAt: row.last_look_at?.toISOString() ?? null, active: row.active, keepDays: row.keep_days, createdAt: row.created_at.toISOString(), posts: row.posts,
    lastPostAt: row.last_post_at?.toISOString() ?? null, trouble: row.trouble, failingSince: row.failing_since?.toISOString() ?? null, calls: row.calls, spending: spendingOf(row, new Date()),
  }));
}

export async function findSource(tx: Tx, workspaceId: string, id: string): Promise<ListeningSource> {
  const [source] = await findSources(tx, workspaceId, id);
  if (source === undefined) throw notFound('source');
  return source;
}

function spendingOf({ kind, allowance, spent_period: period, spent_units: spent }: Row, now: Date): ListeningSource['spending'] {
  const metered = askedSources.get(kind)?.metered;
  return metered === undefined ? null : { unit: metered.unit, per: metered.per, most: allowance ?? metered.usual, spent: period === metered.period(now) ? spent : 0 };
}
