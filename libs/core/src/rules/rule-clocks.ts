import { type TimedOn } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';
import { standing } from './judge';
import { timedOf } from './occasion';
import type { RuleRow } from './rule.row';

/** What a person or a customer did, not what follows from it by itself: else a rule would make its own clock run anew. */
export const doneByPeople = `(e.actor_kind <> 'system' OR e.data ? 'direction') AND NOT e.data ?| ARRAY['cause', 'read', 'watch'] AND e.type IN ('message.created', 'conversation.created', 'conversation.updated')`;

/** Since when a clock of a conversation `c` runs; null: it does not. What sleeps or is finished waits for nobody. */
const since: Record<TimedOn, string> = {
  waiting: `CASE WHEN c.state IN ('open', 'pending') THEN c.waiting_since END`,
  silent: `CASE WHEN c.state IN ('open', 'pending') AND c.last_said_seq > c.last_inbound_seq THEN (SELECT m.at FROM messages m WHERE m.conversation_id = c.id AND m.seq = c.last_said_seq AND m.direction = 'out') END`,
  unchanged: `CASE WHEN c.state IN ('open', 'pending') THEN (SELECT e.at FROM events e WHERE e.conversation_id = c.id AND ${doneByPeople} ORDER BY e.seq DESC NULLS FIRST, e.position DESC LIMIT 1) END`,
};

interface Timed { ruleId: string; kind: TimedOn; minutes: number; from: Date }
const timedRules = (rules: readonly RuleRow[]): Timed[] =>
  rules.flatMap((rule) => (rule.clocks_since === null ? [] : timedOf(rule.definition).map(({ on, minutes }) => ({ ruleId: rule.id, kind: on, minutes, from: rule.clocks_since as Date }))));

/** Sets the clocks of rules in these conversations by how they stand now; a clock that ran out before its rule was there is left alone. Answers the next moment at which one has run out. */
export async function setClocks(tx: Tx, workspaceId: string, rules: readonly RuleRow[], conversationIds: readonly string[]): Promise<Date | undefined> {
  const timed = timedRules(rules);
  if (timed.length === 0 || conversationIds.length === 0) return undefined;
  const kinds = [...new Set(timed.map(({ kind }) => kind))];
  const rows = await tx.query<{ next: Date | null }>(
    `WITH facts AS (SELECT c.id, ${kinds.map((kind) => `CASE WHEN ${standing} THEN ${since[kind]} END AS ${kind}`).join(', ')} FROM conversations c WHERE c.id = ANY($2::uuid[])),
       wanted AS (
         SELECT t."ruleId" AS rule_id, f.id AS conversation_id, t.kind, a.at AS since, a.at + t.minutes * interval '1 minute' AS look_at, t.from
         FROM facts f CROSS JOIN jsonb_to_recordset($3::jsonb) AS t ("ruleId" uuid, kind text, minutes integer, "from" timestamptz)
         CROSS JOIN LATERAL (SELECT CASE t.kind ${kinds.map((kind) => `WHEN '${kind}' THEN f.${kind}`).join(' ')} END AS at) a),
       gone AS (DELETE FROM rule_clocks k USING wanted w WHERE k.rule_id = w.rule_id AND k.conversation_id = w.conversation_id AND k.kind = w.kind AND w.since IS NULL),
       kept AS (
         INSERT INTO rule_clocks (workspace_id, rule_id, conversation_id, kind, since, look_at)
         SELECT $1, rule_id, conversation_id, kind, since, CASE WHEN look_at > w.from THEN look_at END FROM wanted w WHERE since IS NOT NULL
         ON CONFLICT (rule_id, conversation_id, kind) DO UPDATE SET since = excluded.since, look_at = excluded.look_at
           WHERE rule_clocks.since IS DISTINCT FROM excluded.since OR (rule_clocks.look_at IS NOT NULL AND rule_clocks.look_at IS DISTINCT FROM excluded.look_at)
         RETURNING look_at)
     SELECT min(look_at) AS next FROM kept`,
    [workspaceId, conversationIds, JSON.stringify(timed)]);
  return rows[0]?.next ?? undefined;
}

/** A clock that has run out. */
export interface RunOut { rule_id: string; conversation_id: string; kind: TimedOn; since: Date; look_at: Date; key: string }

/** Of these conversations, in the order in which they ran out. Whoever asks holds them. */
export function runOut(tx: Tx, conversationIds: readonly string[]): Promise<RunOut[]> {
  return tx.query<RunOut>(
    `SELECT rule_id, conversation_id, kind, since, look_at, kind || ' ' || (extract(epoch FROM since) * 1000000)::bigint AS key FROM rule_clocks WHERE conversation_id = ANY($1::uuid[]) AND look_at <= clock_timestamp() ORDER BY look_at, rule_id, kind`, [conversationIds]);
}

/** They were looked at: the same wait is not told of twice. */
export const looked = (tx: Tx, clocks: readonly RunOut[]): Promise<number> =>
  tx.execute('UPDATE rule_clocks k SET look_at = NULL FROM jsonb_to_recordset($1::jsonb) AS l (rule_id uuid, conversation_id uuid, kind text) WHERE k.rule_id = l.rule_id AND k.conversation_id = l.conversation_id AND k.kind = l.kind', [JSON.stringify(clocks)]);
