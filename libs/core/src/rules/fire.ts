import type { RuleAction, RuleDone, RuleWhy } from '@kontuar/contract';
import { newId, type Tx } from '@kontuar/platform';
import { reasonOf } from './trouble';
import { lockConversations } from '../conversations/change';
import { tellInThreads } from '../conversations/tell-in-thread';
import { causedBy, record } from '../history/history';
import { act, type RuleDesk } from './acts';
import type { Occasion } from './occasion';
import type { RuleRow } from './rule.row';
import { actTogether, failed, isTogether, type Outcome, type Outcomes } from './together';

/** So many rules call each other in a row at most. */
export const MAX_DEPTH = 5;
/** So often a rule works in one conversation within a minute; then it rests there until the minute is over. Nobody outside can switch a rule off for the rest of the house. */
export const MOST_IN_A_MINUTE = 10;
/** Who leads is told of a rule that was stopped, once in so long. */
const TOLD_EVERY = '1 hour';

export interface Firing { tx: Tx; desk: RuleDesk; rule: RuleRow }
/** What a rule is about, with why. */
export interface Fit { occasion: Occasion; why: RuleWhy | null }
interface Run extends Fit { id: string; chain: string[]; acts: RuleDone[] }

/** A rule that fits works, once for the same happening, unless it would go in circles: in any number of conversations, one happening of each. Callers hold them. Answers those in which anything may stand otherwise now. */
export async function fire(firing: Firing, fits: readonly Fit[]): Promise<Set<string>> {
  const { tx, rule } = firing;
  const often = await workedOften(tx, rule, fits.map(({ occasion }) => occasion.conversationId));
  const begun: Run[] = [];
  for (const { occasion, why } of fits) {
    const stop = stopOf(rule, occasion, often);
    if (stop === undefined) begun.push({ id: newId(), chain: [...occasion.chain, rule.id], occasion, why, acts: [] });
    else await keepStopped(tx, { rule, occasion, why, state: 'stopped', reason: stop });
  }
  const runs = await begin(tx, rule, begun);
  if (runs.length === 0) return new Set();
  const causes = new Map(runs.map(({ id, chain, occasion }) => [occasion.conversationId, { rules: chain, runId: id }]));
  await causedBy(tx, causes, async () => {
    for (const action of rule.definition.then) {
      const outcomes = await workIn(firing, action, runs);
      for (const { occasion, acts } of runs) acts.push({ do: action.do, ...(outcomes.get(occasion.conversationId) ?? failed('conversation-gone')) });
    }
    // One line for all of it; those that tell of a change beside it know the rule, too.
    await tellInThreads(tx, rule.workspace_id, runs.flatMap(({ id, occasion, acts }) => (acts.every(({ did }) => did === 'nothing') ? []
      : [{ conversationId: occasion.conversationId, type: 'rule', data: { ruleId: rule.id, name: rule.name, runId: id, acts: acts.map(({ do: what, did, code, facts }) => ({ do: what, did, code, facts })) } }])));
  });
  const ends = runs.map(({ id, acts }) => ({ id, acts, ...(acts.every(({ did }) => did === 'failed') ? { state: 'failed', reason: 'nothing-done' } : { state: 'done', reason: null }) }));
  await tx.execute('UPDATE rule_runs r SET acts = e.acts, state = e.state, reason = e.reason FROM jsonb_to_recordset($1::jsonb) AS e (id uuid, acts jsonb, state text, reason text) WHERE r.id = e.id', [JSON.stringify(ends)]);
  return new Set(runs.flatMap(({ occasion, acts }) => (acts.some(({ did }) => did === 'done') ? [occasion.conversationId] : [])));
}

/** What was done for the same happening already is left out. */
async function begin(tx: Tx, rule: RuleRow, runs: readonly Run[]): Promise<Run[]> {
  if (runs.length === 0) return [];
  const kept = new Set((await tx.query<{ id: string }>(
    `INSERT INTO rule_runs (id, workspace_id, rule_id, version, conversation_id, key, occasion, chain, state, why)
     SELECT r.id, $1, $2, $3, r.conversation_id, r.key, r.occasion, r.chain, 'done', r.why FROM jsonb_to_recordset($4::jsonb) AS r (id uuid, conversation_id uuid, key text, occasion jsonb, chain uuid[], why jsonb)
     ON CONFLICT (rule_id, conversation_id, key) DO NOTHING RETURNING id`,
    [rule.workspace_id, rule.id, rule.version, JSON.stringify(runs.map(({ id, occasion, chain, why }) => ({ id, conversation_id: occasion.conversationId, key: occasion.key, occasion: toldOccasion(occasion), chain, why })))])).map(({ id }) => id));
  return runs.filter(({ id }) => kept.has(id));
}

/** In all of them at once where the action is the same work in each. What breaks it breaks it in one: then each by itself. */
async function workIn({ tx, desk, rule }: Firing, action: RuleAction, runs: readonly Run[]): Promise<Outcomes> {
  if (runs.length > 1 && isTogether(action)) {
    const runIds = new Map(runs.map(({ id, occasion }) => [occasion.conversationId, id]));
    const all = await apart<Outcomes | undefined>(tx, async () => actTogether({ tx, rule, runIds }, action, (await lockConversations(tx, [...runIds.keys()])).filter((row) => row.merged_into === null)), () => undefined);
    if (all !== undefined) return all;
  }
  const outcomes: Outcomes = new Map();
  for (const { id, chain, occasion } of runs) {
    outcomes.set(occasion.conversationId, await causedBy(tx, { rules: chain, runId: id }, () => apart<Outcome>(tx, () => act({ tx, desk, rule, runId: id, occasion, authorId: rule.author_id }, action), (code) => failed(code))));
  }
  return outcomes;
}

/** It could not even be asked: said once, so that nobody looks for it in vain. */
export function couldNotAsk(tx: Tx, rule: RuleRow, occasion: Occasion): Promise<boolean> {
  return keepStopped(tx, { rule, occasion, why: null, state: 'failed', reason: 'too-slow' });
}

export const toldOccasion = ({ on, at, messageId, facts }: Occasion) => ({ on, at: at.toISOString(), messageId, facts });

function stopOf(rule: RuleRow, { chain, conversationId }: Occasion, often: ReadonlySet<string>): 'loop' | 'depth' | 'too-often' | undefined {
  if (chain.includes(rule.id)) return 'loop';
  if (chain.length >= MAX_DEPTH) return 'depth';
  return often.has(conversationId) ? 'too-often' : undefined;
}

/** In which of these conversations it worked as often as it may. */
async function workedOften(tx: Tx, rule: RuleRow, conversationIds: readonly string[]): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    `SELECT conversation_id AS id FROM rule_runs WHERE rule_id = $1 AND conversation_id = ANY($2::uuid[]) AND state <> 'stopped' AND at > clock_timestamp() - interval '1 minute' GROUP BY 1 HAVING count(*) >= ${MOST_IN_A_MINUTE}`, [rule.id, conversationIds]);
  return new Set(rows.map(({ id }) => id));
}

async function keepStopped(tx: Tx, { rule, occasion, why, state, reason }: { rule: RuleRow; occasion: Occasion; why: RuleWhy | null; state: 'stopped' | 'failed'; reason: string }): Promise<boolean> {
  // Of a flood one line is enough.
  const kept = await tx.query(
    `INSERT INTO rule_runs (id, workspace_id, rule_id, version, conversation_id, key, occasion, chain, state, reason, why)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 WHERE NOT EXISTS (SELECT 1 FROM rule_runs x WHERE x.rule_id = $3 AND x.conversation_id = $5 AND x.reason = $10 AND x.at > clock_timestamp() - interval '1 minute')
     ON CONFLICT (rule_id, conversation_id, key) DO NOTHING RETURNING id`,
    [newId(), rule.workspace_id, rule.id, rule.version, occasion.conversationId, occasion.key, JSON.stringify(toldOccasion(occasion)), occasion.chain, state, reason, why === null ? null : JSON.stringify(why)]);
  if (kept.length === 0) return false;
  const [before] = await tx.query(`SELECT 1 FROM rule_runs WHERE rule_id = $1 AND state <> 'done' AND at > clock_timestamp() - interval '${TOLD_EVERY}' OFFSET 1 LIMIT 1`, [rule.id]);
  if (before === undefined) {
    const memberIds = (await tx.query<{ id: string }>(`SELECT id FROM memberships WHERE active AND role IN ('owner', 'admin')`)).map(({ id }) => id);
    await record(tx, [{ type: 'rule.stopped', conversationId: occasion.conversationId, subjectId: rule.id, data: { reason } }, { type: 'notification', conversationId: occasion.conversationId, subjectId: rule.id, data: { kind: 'rule-stopped', memberIds } }], rule.workspace_id);
  }
  return false;
}

/** One action that breaks takes back itself alone. What only this moment broke (a deadlock, a server that goes away) breaks all of it, and is tried again. */
async function apart<T>(tx: Tx, work: () => Promise<T>, broken: (code: string) => T): Promise<T> {
  await tx.execute('savepoint action');
  try {
    const outcome = await work();
    await tx.execute('release savepoint action');
    return outcome;
  } catch (error) {
    const code = reasonOf(error);
    if (code === undefined) throw error;
    await tx.execute('rollback to savepoint action; release savepoint action');
    return broken(code);
  }
}
