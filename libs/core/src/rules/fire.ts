import type { RuleDone, RuleWhy } from '@kontuar/contract';
import { newId, type Tx } from '@kontuar/platform';
import { reasonOf } from './trouble';
import { tellInThread } from '../conversations/tell-in-thread';
import { causedBy, record } from '../history/history';
import { act, type RuleDesk } from './acts';
import type { Occasion } from './occasion';
import type { RuleRow } from './rule.row';

/** So many rules call each other in a row at most. */
export const MAX_DEPTH = 5;
/** So often a rule works in one conversation within a minute; then it rests there until the minute is over. Nobody outside can switch a rule off for the rest of the house. */
export const MOST_IN_A_MINUTE = 10;
/** Who leads is told of a rule that was stopped, once in so long. */
const TOLD_EVERY = '1 hour';

export interface Firing { tx: Tx; desk: RuleDesk; rule: RuleRow; occasion: Occasion; why: RuleWhy | null }

/** A rule that fits works, once for the same happening, unless it would go in circles. Callers hold the conversation. Answers whether anything may stand otherwise now. */
export async function fire({ tx, desk, rule, occasion, why }: Firing): Promise<boolean> {
  const stop = await stopOf(tx, rule, occasion);
  if (stop !== undefined) return keepStopped(tx, { rule, occasion, why, state: 'stopped', reason: stop });
  const runId = newId();
  const chain = [...occasion.chain, rule.id];
  const kept = await tx.query(
    `INSERT INTO rule_runs (id, workspace_id, rule_id, version, conversation_id, key, occasion, chain, state, why) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'done', $9) ON CONFLICT (rule_id, conversation_id, key) DO NOTHING RETURNING id`,
    [runId, rule.workspace_id, rule.id, rule.version, occasion.conversationId, occasion.key, JSON.stringify(toldOccasion(occasion)), chain, why === null ? null : JSON.stringify(why)]);
  if (kept.length === 0) return false;
  const [version] = await tx.query<{ member_id: string | null }>('SELECT member_id FROM rule_versions WHERE rule_id = $1 AND version = $2', [rule.id, rule.version]);
  const acts: RuleDone[] = [];
  await causedBy(tx, { rules: chain, runId }, async () => {
    for (const action of rule.definition.then) acts.push({ do: action.do, ...(await apart(tx, () => act({ tx, desk, rule, runId, occasion, authorId: version?.member_id ?? null }, action))) });
    // One line for all of it; those that tell of a change beside it know the rule, too.
    if (acts.some(({ did }) => did !== 'nothing')) {
      await tellInThread(tx, { conversation_id: occasion.conversationId, workspace_id: rule.workspace_id }, 'rule', { ruleId: rule.id, name: rule.name, runId, acts: acts.map(({ do: what, did, code, facts }) => ({ do: what, did, code, facts })) });
    }
  });
  const state = acts.every(({ did }) => did === 'failed') ? 'failed' : 'done';
  await tx.execute('UPDATE rule_runs SET acts = $2, state = $3, reason = $4 WHERE id = $1', [runId, JSON.stringify(acts), state, state === 'failed' ? 'nothing-done' : null]);
  return acts.some(({ did }) => did === 'done');
}

/** It could not even be asked: said once, so that nobody looks for it in vain. */
export function couldNotAsk(tx: Tx, rule: RuleRow, occasion: Occasion): Promise<boolean> {
  return keepStopped(tx, { rule, occasion, why: null, state: 'failed', reason: 'too-slow' });
}

export const toldOccasion = ({ on, at, messageId, facts }: Occasion) => ({ on, at: at.toISOString(), messageId, facts });

async function stopOf(tx: Tx, rule: RuleRow, { chain, conversationId }: Occasion): Promise<'loop' | 'depth' | 'too-often' | undefined> {
  if (chain.includes(rule.id)) return 'loop';
  if (chain.length >= MAX_DEPTH) return 'depth';
  const [lately] = await tx.query<{ n: number }>(`SELECT count(*)::int AS n FROM rule_runs WHERE rule_id = $1 AND conversation_id = $2 AND state <> 'stopped' AND at > clock_timestamp() - interval '1 minute'`, [rule.id, conversationId]);
  return (lately?.n ?? 0) >= MOST_IN_A_MINUTE ? 'too-often' : undefined;
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
async function apart<T extends Pick<RuleDone, 'did' | 'code' | 'facts'>>(tx: Tx, work: () => Promise<T>): Promise<T | Pick<RuleDone, 'did' | 'code' | 'facts'>> {
  await tx.execute('savepoint action');
  try {
    const outcome = await work();
    await tx.execute('release savepoint action');
    return outcome;
  } catch (error) {
    const code = reasonOf(error);
    if (code === undefined) throw error;
    await tx.execute('rollback to savepoint action');
    return { did: 'failed', code, facts: {} };
  }
}
