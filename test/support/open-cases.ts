import type { Factories } from './factories';

type Sql = <T = Record<string, unknown>>(text: string, values?: unknown[]) => Promise<T[]>;

/**
 * Cases under way, each with a conversation of its own, whose next and only warning comes at `warnAt`: its point is counted from the end of the term, to the
 * millisecond, so that no test has to wait for a morning. They came at noon of UTC three days ago: the same date in all time zones that tests move to.
 */
export async function openCases(sql: Sql, build: Factories, { workspaceId, channelId, count, warnAt }: { workspaceId: string; channelId: string; count: number; warnAt: Date }): Promise<void> {
  const contact = await build.buildContact({ name: 'Claimant' });
  await sql(
    `WITH place AS (SELECT time_zone AS tz FROM workspaces WHERE id = $1),
       came AS (SELECT tz, (date_trunc('day', now() AT TIME ZONE 'UTC') - interval '2.5 days') AT TIME ZONE 'UTC' AS received_at FROM place),
       term AS (SELECT tz, received_at, (received_at AT TIME ZONE tz)::date AS received_on FROM came),
       ends AS (SELECT *, received_on + 14 AS due_on, (received_on + 15)::timestamp AT TIME ZONE tz AS due_at FROM term),
       first AS (SELECT coalesce(max(number), 0) AS of_conversations, (SELECT coalesce(max(number), 0) FROM cases WHERE workspace_id = $1) AS of_cases FROM conversations WHERE workspace_id = $1),
       talk AS (
         INSERT INTO conversations (id, workspace_id, number, channel_id, contact_id, identity_id, state, matter, matter_by)
         SELECT gen_random_uuid(), $1, first.of_conversations + n, $2, $3, $4, 'open', 'claim', 'member' FROM first, generate_series(1, $5::int) n RETURNING id, number),
       made AS (
         INSERT INTO cases (id, workspace_id, number, code, matter, country, received_at, received_how, policy, time_zone, received_on, due_on, due_at, clock, look_at, owner_id)
         SELECT gen_random_uuid(), $1, first.of_cases + talk.number - first.of_conversations, 'R-' || (first.of_cases + talk.number - first.of_conversations), 'claim', 'PL', ends.received_at, 'message',
           jsonb_build_object('id', 'built', 'builtIn', false, 'active', true, 'matter', 'claim', 'country', NULL, 'customerKind', NULL, 'name', jsonb_build_object('en', 'Built', 'pl', 'Built'), 'days', 14, 'unit', 'calendar', 'dayOff', 'stays',
             'silence', 'accepted', 'warnOnDays', '[]'::jsonb, 'warnHoursBefore', jsonb_build_array(extract(epoch FROM ends.due_at - $6::timestamptz) / 3600), 'source', '', 'sourceUrl', NULL, 'checkedOn', NULL),
           ends.tz, ends.received_on, ends.due_on, ends.due_at, 'running', $6::timestamptz, (SELECT id FROM memberships WHERE workspace_id = $1 AND role = 'owner' LIMIT 1)
         FROM talk, ends, first RETURNING id, number)
     INSERT INTO case_conversations (workspace_id, case_id, conversation_id)
     SELECT $1, made.id, talk.id FROM made, talk, first WHERE made.number - first.of_cases = talk.number - first.of_conversations`,
    [workspaceId, channelId, contact.id, contact.identityId, count, warnAt.toISOString()]);
  await sql('UPDATE workspace_numbers SET last_number = last_number + $2 WHERE workspace_id = $1', [workspaceId, count]);
}

/** How often each case was warned of. */
export const warnings = (sql: Sql): Promise<{ code: string; warned: number; first: Date | null }[]> =>
  sql(`SELECT k.code, count(e.id)::int AS warned, min(e.at) AS first FROM cases k LEFT JOIN events e ON e.subject_id = k.id AND e.type = 'case.warned' GROUP BY k.code ORDER BY k.code`);
