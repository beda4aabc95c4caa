import type { SurveyFigures, SurveyFiguresQuery, SurveyGrouping } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import type { MemberActor } from '../access/actor';
import { visibleConversations } from '../access/can';

const day = (unit: string): string => `to_char(date_trunc('${unit}', v.asked_at AT TIME ZONE h.time_zone), 'YYYY-MM-DD')`;
const keys: Record<SurveyGrouping, string> = { none: `'all'`, channel: 'v.channel_id::text', team: 'v.team_id::text', agent: 'v.agent_id::text', day: day('day'), week: day('week'), month: day('month') };

type Counted = Omit<SurveyFigures['total'], never>;
interface CountedRow extends Counted { key: string | null; grouped: boolean }

/** What answers come to, by whatever they are looked at; days are those of the workspace's clock. Reports ask the same. */
export async function surveyFigures(tx: Tx, actor: MemberActor, query: SurveyFiguresQuery): Promise<SurveyFigures> {
  const parameters: unknown[] = [query.kind];
  const where = [`v.kind = $1`, 'v.asked_at IS NOT NULL', visibleConversations(actor, parameters)];
  const add = (condition: (n: string) => string, value: unknown) => { if (value !== undefined) where.push(condition(`$${parameters.push(value)}`)); };
  add((n) => `v.asked_at >= ${n}::timestamptz`, query.from);
  add((n) => `v.asked_at < ${n}::timestamptz`, query.to);
  add((n) => `v.channel_id = ${n}`, query.channelId);
  add((n) => `v.team_id = ${n}`, query.teamId);
  add((n) => `v.agent_id = ${n}`, query.agentId);
  const rows = await tx.query<CountedRow>(
    `SELECT key, grouping(key) = 0 AS grouped, count(*)::int AS asked, count(*) FILTER (WHERE state = 'answered')::int AS answered, count(*) FILTER (WHERE good)::int AS good, count(*) FILTER (WHERE good = false)::int AS bad,
       count(*) FILTER (WHERE text <> '')::int AS "withWords", count(*) FILTER (WHERE state = 'asked' AND answer_until <= now())::int AS silent, round(avg(score) FILTER (WHERE scale = 'faces'), 2)::float AS mean
     FROM (SELECT ${keys[query.by]} AS key, v.* FROM surveys v JOIN conversations c ON c.id = v.conversation_id JOIN workspaces h ON h.id = v.workspace_id WHERE ${where.join(' AND ')}) seen
     GROUP BY GROUPING SETS ((key), ()) ORDER BY key NULLS LAST`, parameters);
  const figures = ({ grouped: _, key: __, ...counted }: CountedRow): Counted => counted;
  const total = rows.find(({ grouped }) => !grouped);
  return {
    total: total === undefined ? { asked: 0, answered: 0, good: 0, bad: 0, withWords: 0, silent: 0, mean: null } : figures(total),
    rows: rows.filter(({ grouped }) => grouped).map((row) => ({ key: row.key, ...figures(row) })),
  };
}
