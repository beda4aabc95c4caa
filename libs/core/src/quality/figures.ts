import type { QualityFiguresView, ScorecardQuality } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';

export interface FiguresScope {
  workspaceId: string; from: Date; to: Date;
  by: 'member' | 'team' | 'week' | 'month';
  agentId?: string | null; teamId?: string | null;
  /** Of whose calendar weeks and months are; IANA. */
  timeZone: string;
}
type Means = NonNullable<QualityFiguresView['total']>;
export interface QualityFigures { rows: (Means & { key: string | null })[]; total: Means & { people: number }; names: { key: string; name: ScorecardQuality['name'] }[] }

interface MeanRow { key: string | null; whole: boolean; mean: number | null; reviews: number; people: number }
interface QualityRow { key: string | null; whole: boolean; quality: string; mean: number; count: number }

/** What a figure is made of: given reviews and second looks of a time, by when they were given. Not: calibrations, what somebody asked to be looked at again, what a second look replaced. */
const counted = `r.workspace_id = $1 AND r.given_at IS NOT NULL AND r.kind <> 'calibration' AND NOT r.superseded AND r.state <> 'contested' AND r.given_at >= $2 AND r.given_at < $3
  AND ($4::uuid IS NULL OR r.agent_id = $4) AND ($5::uuid IS NULL OR r.team_id = $5)`;

const keys: Record<FiguresScope['by'], string> = {
  member: 'r.agent_id::text', team: 'r.team_id::text',
  week: `to_char(date_trunc('week', r.given_at AT TIME ZONE $6), 'YYYY-MM-DD')`, month: `to_char(date_trunc('month', r.given_at AT TIME ZONE $6), 'YYYY-MM-DD')`,
};

/**
 * Means of quality, over the whole and by member, team, week or month. The mean of a review is weighted by its scorecard; the mean of a quality is over the scores of that quality, those that
 * do not apply left out. Each review counts once. Who may see which row is decided by who asks (figures.service.ts, reports). Plan: a range of `reviews_given`.
 */
export async function qualityFigures(tx: Tx, { workspaceId, from, to, by, agentId = null, teamId = null, timeZone }: FiguresScope): Promise<QualityFigures> {
  const parameters = [workspaceId, from, to, agentId, teamId, timeZone];
  // Named in every statement, so that one list of parameters fits all.
  const key = `CASE WHEN $6::text IS NOT NULL THEN ${keys[by]} END`;
  const rows = await tx.query<MeanRow>(
    `SELECT q.key, grouping(q.key) = 1 AS whole, round(avg(q.mean)::numeric, 2)::float8 AS mean, count(*)::int AS reviews, count(DISTINCT q.agent_id)::int AS people
     FROM (SELECT ${key} AS key, r.mean, r.agent_id FROM reviews r WHERE ${counted}) q GROUP BY GROUPING SETS ((q.key), ()) ORDER BY q.key`, parameters);
  const scores = await tx.query<QualityRow>(
    `SELECT q.key, grouping(q.key) = 1 AS whole, q.quality, round(avg(q.score), 2)::float8 AS mean, count(*)::int AS count
     FROM (SELECT ${key} AS key, s.quality, s.score FROM reviews r JOIN review_scores s ON s.review_id = r.id AND s.score IS NOT NULL WHERE ${counted}) q GROUP BY GROUPING SETS ((q.key, q.quality), (q.quality)) ORDER BY q.quality`, parameters);
  const names = await tx.query<{ qualities: ScorecardQuality[] }>(
    `SELECT v.qualities FROM scorecards k JOIN scorecard_versions v ON v.scorecard_id = k.id
     WHERE k.workspace_id = $1 AND (v.version = k.version OR (k.id, v.version) IN (SELECT r.scorecard_id, r.scorecard_version FROM reviews r WHERE r.workspace_id = $1 AND r.given_at >= $2 AND r.given_at < $3)) ORDER BY k.team_id IS NOT NULL, k.id, v.version DESC`, [workspaceId, from, to]);
  const qualitiesOf = (of: string | null, whole: boolean) => scores.filter((row) => row.whole === whole && row.key === of).map(({ quality, mean, count }) => ({ key: quality, mean, count }));
  const total = rows.find(({ whole }) => whole);
  const named = new Map<string, ScorecardQuality['name']>();
  for (const { key: quality, name } of names.flatMap(({ qualities }) => qualities)) if (!named.has(quality)) named.set(quality, name);
  return {
    rows: rows.filter(({ whole }) => !whole).map((row) => ({ key: row.key, mean: row.mean, reviews: row.reviews, qualities: qualitiesOf(row.key, false) })),
    total: { mean: total?.mean ?? null, reviews: total?.reviews ?? 0, people: total?.people ?? 0, qualities: qualitiesOf(null, true) },
    names: [...named].map(([quality, name]) => ({ key: quality, name })),
  };
}
