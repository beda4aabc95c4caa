import { newId, type Tx } from '@kontuar/platform';
import type { RetentionHold } from '@kontuar/contract';
import { forgetMatters } from '../../matters/teach';
import { endConversation, inOrderOfMerges, keepNumbers, takeMessages } from '../erase/conversations';
import { countRows, takeRows } from '../erase/rows';
import { holdOf } from '../hold-rules';
import { personData } from '../person-data';
import type { Sets } from '../sets';
import { added, inChannel, SAMPLES, scopeParameters, type Keeping, type Place, type Scope, type Taken, type Tried } from './keeping';

/** As many as go in one transaction, and about as many messages. */
const AT_ONCE = 25;
const MESSAGES_AT_ONCE = 2000;
/** The trial counts rows of no more than these: a table for each, in every table. */
const COUNTED = 2000;

interface Old { id: string; at: string; last_message_at: Date; last_seq: number; number: number; name: string; subject: string | null; why: RetentionHold | null }

/** Resolved, and nobody wrote in it, or resolved it, since. */
const OLD = `c.workspace_id = $1 AND c.state = 'resolved' AND c.last_message_at < $2 AND coalesce(c.resolved_at, c.last_message_at) < $2 AND ${inChannel('c.channel_id')}`;
/** What is still to happen in it. Cases are looked at apart: how long they are kept, the law says. */
const HELD = `CASE WHEN EXISTS (SELECT 1 FROM lead_conversations lc JOIN leads l ON l.id = lc.lead_id WHERE lc.conversation_id = c.id AND l.state = 'open') THEN 'lead'
  WHEN EXISTS (SELECT 1 FROM given_promises g WHERE g.conversation_id = c.id AND g.state = 'open') THEN 'promise'
  WHEN EXISTS (SELECT 1 FROM planned_answers p WHERE p.conversation_id = c.id AND p.state IN ('awaiting', 'returned', 'scheduled')) OR EXISTS (SELECT 1 FROM follow_ups f WHERE f.conversation_id = c.id AND f.state = 'active')
    OR EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = c.id AND m.status IN ('queued', 'sending')) THEN 'planned'
  WHEN EXISTS (SELECT 1 FROM surveys s WHERE s.conversation_id = c.id AND s.state = 'waiting') THEN 'survey' END`;

/** The oldest behind `after`, with what holds them. */
async function old(tx: Tx, scope: Scope, after: Place, limit: number): Promise<Old[]> {
  const rows = await tx.query<Old>(
    `SELECT c.id, to_char(c.last_message_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, c.last_message_at, c.last_seq, c.number, c.subject, (SELECT p.name FROM contacts p WHERE p.id = c.contact_id) AS name, ${HELD} AS why
     FROM conversations c WHERE ${OLD} AND ($5::timestamptz IS NULL OR (c.last_message_at, c.id) > ($5::timestamptz, $6::uuid)) ORDER BY c.last_message_at, c.id LIMIT $7`,
    [...scopeParameters(scope), after?.[0] ?? null, after?.[1] ?? null, limit]);
  const held = await heldByCases(tx, rows.map(({ id }) => id));
  for (const row of rows) if (held.has(row.id)) row.why = 'case';
  return rows;
}

interface CaseOf { conversation_id: string; country: string; state: 'open' | 'closed'; closed_at: Date | null; withdrawn: boolean; years: number | null }

/** Conversations of a case that is open, or that claims may still be made about: the same rule that holds an erasure back. */
async function heldByCases(tx: Tx, ids: readonly string[], now = new Date()): Promise<Set<string>> {
  const rows = ids.length === 0 ? [] : await tx.query<CaseOf>(
    `SELECT cc.conversation_id, k.country, k.state, k.closed_at, k.withdrawn_at IS NOT NULL AS withdrawn, w.keep_cases_years AS years
     FROM case_conversations cc JOIN cases k ON k.id = cc.case_id JOIN workspaces w ON w.id = k.workspace_id WHERE cc.conversation_id = ANY($1::uuid[])`, [ids]);
  return new Set(rows.filter((row) => holdOf({ country: row.country, state: row.state, closedAt: row.closed_at, withdrawn: row.withdrawn }, row.years, now) !== undefined).map((row) => row.conversation_id));
}

/** With everything that went up in them. */
async function familyOf(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>('WITH RECURSIVE family AS (SELECT id FROM conversations WHERE id = ANY($1::uuid[]) UNION SELECT c.id FROM family JOIN conversations c ON c.merged_into = family.id) SELECT id FROM family', [ids]);
  return rows.map(({ id }) => id);
}

/** Cases that nothing holds and of which no other conversation is left: their number and days stay in the register. */
async function setsOf(tx: Tx, family: readonly string[]): Promise<Sets> {
  const cases = await tx.query<{ id: string }>(
    `SELECT DISTINCT cc.case_id AS id FROM case_conversations cc WHERE cc.conversation_id = ANY($1::uuid[]) AND NOT EXISTS (SELECT 1 FROM case_conversations o WHERE o.case_id = cc.case_id AND o.conversation_id <> ALL($1::uuid[]))`, [family]);
  return { contacts: [], identities: [], conversations: [...family], cases: cases.map(({ id }) => id) };
}

export const oldConversations: Keeping = {
  async trial(tx, scope): Promise<Tried> {
    const [sum] = await tx.query<{ n: number }>(`SELECT count(*)::int AS n FROM conversations c WHERE ${OLD}`, scopeParameters(scope));
    const stays = await held(tx, scope);
    const first = await old(tx, scope, undefined, COUNTED);
    const free = first.filter(({ why }) => why === null);
    const family = await familyOf(tx, free.map(({ id }) => id));
    const counts = Object.fromEntries((await countRows(tx, await setsOf(tx, family))).filter(({ table }) => !leftAlone.has(table)).map(({ table, rows }) => [table, rows]));
    return {
      gone: (sum?.n ?? 0) - stays.size, held: stays.size, counts, countedOf: (sum?.n ?? 0) > first.length ? first.length : null,
      samples: free.slice(0, SAMPLES).map(sampleOf), heldSamples: first.flatMap((one) => (one.why === null ? [] : [{ ...sampleOf(one), why: one.why }])).slice(0, SAMPLES),
    };
  },

  async take(tx, scope, after, key): Promise<Taken> {
    const page = await old(tx, scope, after, AT_ONCE);
    const last = page.at(-1);
    if (last === undefined) return { gone: 0, held: 0, counts: {}, next: undefined };
    let messages = 0;
    const some = page.filter((one, at) => { messages += one.last_seq; return at === 0 || messages <= MESSAGES_AT_ONCE; });
    const end = some.at(-1) ?? last;
    const next: Place = page.length < AT_ONCE && some.length === page.length ? undefined : [end.at, end.id];
    const free = some.filter(({ why }) => why === null).map(({ id }) => id);
    // Whoever writes in one of them this very moment is first, or finds it gone: what was read above is looked at again with the rows held.
    await tx.query('SELECT 1 FROM conversations WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE', [await familyOf(tx, free)]);
    const still = (await tx.query<{ id: string }>(`SELECT c.id FROM conversations c WHERE ${OLD} AND c.id = ANY($5::uuid[]) AND (${HELD}) IS NULL`, [...scopeParameters(scope), free])).map(({ id }) => id);
    const cases = await heldByCases(tx, still);
    const going = still.filter((id) => !cases.has(id));
    return { gone: going.length, held: some.length - going.length, counts: await takeWhole(tx, key, scope.workspaceId, await familyOf(tx, going)), next };
  },
};

/** Of all that are old enough. Those with a case are asked one by one. */
async function held(tx: Tx, scope: Scope): Promise<Set<string>> {
  const rows = await tx.query<{ id: string; why: string | null }>(
    `SELECT c.id, ${HELD} AS why FROM conversations c WHERE ${OLD} AND (${HELD} IS NOT NULL OR EXISTS (SELECT 1 FROM case_conversations cc WHERE cc.conversation_id = c.id))`, scopeParameters(scope));
  const byCase = await heldByCases(tx, rows.map(({ id }) => id));
  return new Set(rows.filter(({ id, why }) => why !== null || byCase.has(id)).map(({ id }) => id));
}

const sampleOf = (one: Old) => ({ id: one.id, label: `#${one.number} ${one.name}${one.subject === null ? '' : `: ${one.subject}`}`, at: one.last_message_at });

/** Results of campaigns count people, who stay: their rows lose the conversation and nothing else. */
const leftAlone: ReadonlySet<string> = new Set(['outreach_recipients']);

async function takeWhole(tx: Tx, key: Buffer, workspaceId: string, family: readonly string[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  if (family.length === 0) return counts;
  const sets = await setsOf(tx, family);
  // The same nameless person for what one person said here, and another for the next batch: it leads to nobody.
  const people = await tx.query<{ ids: string[] }>('SELECT array_agg(id) AS ids FROM conversations WHERE id = ANY($1::uuid[]) GROUP BY contact_id', [family]);
  for (const { ids } of people) await keepNumbers(tx, workspaceId, ids, newId());
  await forgetMatters(tx, workspaceId, family);
  for (const holding of personData) {
    if (holding.erased === 'by hand' || leftAlone.has(holding.table)) continue;
    added(counts, { [holding.table]: await takeRows(tx, holding, sets, 1_000_000) });
  }
  for (;;) {
    const { messages, corrected } = await takeMessages(tx, key, workspaceId, family, 1000);
    added(counts, { messages, mood_lessons: corrected });
    if (messages === 0) break;
  }
  for (const id of await inOrderOfMerges(tx, family)) if (await endConversation(tx, key, workspaceId, id)) added(counts, { conversations: 1 });
  return counts;
}
