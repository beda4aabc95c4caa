import { correctionOf, learnMatters, MOST_CORRECTIONS, type MatterCorrection } from '@kontuar/language';
import type { Tx } from '@kontuar/platform';

/** Of an act on very many only the first teach: they say the same. */
const MOST_AT_ONCE = 50;
/** What a customer said first is what a conversation is about. */
const MOST_MESSAGES = 3;

export interface Taught { conversationId: string; matter: string }

/** A member said what these are about: later messages of the workspace that say something alike are guessed so. One lesson of each conversation, the latest. */
export async function teachMatters(tx: Tx, workspaceId: string, memberId: string, taught: readonly Taught[]): Promise<void> {
  const some = taught.slice(0, MOST_AT_ONCE);
  const rows = await tx.query<{ id: string; text: string }>(
    `SELECT c.id, concat_ws(E'\\n', c.subject, (SELECT string_agg(left(m.text, 1000), E'\\n' ORDER BY m.seq) FROM (
       SELECT text, seq FROM messages WHERE conversation_id = c.id AND kind = 'message' AND direction = 'in' AND automatic IS NULL AND deleted_at IS NULL ORDER BY seq LIMIT ${MOST_MESSAGES}
     ) m)) AS text FROM conversations c WHERE c.id = ANY($1::uuid[]) ORDER BY c.id`,
    [some.map(({ conversationId }) => conversationId)],
  );
  const matterOf = new Map(some.map(({ conversationId, matter }) => [conversationId, matter]));
  const learnt = rows.flatMap(({ id, text }) => {
    const correction = correctionOf(memberId, matterOf.get(id) ?? '', text);
    return correction === undefined ? [] : [{ id, ...correction }];
  });
  if (learnt.length === 0) return;
  await hold(tx, workspaceId);
  await tx.execute(
    `INSERT INTO matter_corrections (workspace_id, conversation_id, member_id, matter, features, scores)
     SELECT $1, r.id, $2, r.matter, r.features, r.logits FROM jsonb_to_recordset($3::jsonb) AS r (id uuid, matter text, features jsonb, logits jsonb)
     ON CONFLICT (workspace_id, conversation_id) DO UPDATE SET member_id = excluded.member_id, matter = excluded.matter, features = excluded.features, scores = excluded.scores, at = clock_timestamp()`,
    [workspaceId, memberId, JSON.stringify(learnt)],
  );
  await learnAgain(tx, workspaceId);
}

/** It was taken back, or was none after all. */
export async function forgetMatters(tx: Tx, workspaceId: string, conversationIds: readonly string[]): Promise<void> {
  const [any] = await tx.query(`SELECT 1 FROM matter_corrections WHERE workspace_id = $1 AND conversation_id = ANY($2::uuid[]) LIMIT 1`, [workspaceId, conversationIds]);
  if (any === undefined) return;
  await hold(tx, workspaceId);
  await tx.execute(`DELETE FROM matter_corrections WHERE workspace_id = $1 AND conversation_id = ANY($2::uuid[])`, [workspaceId, conversationIds]);
  await learnAgain(tx, workspaceId);
}

/** Until the transaction ends: two at once are learnt one after the other. */
async function hold(tx: Tx, workspaceId: string): Promise<void> {
  await tx.execute(`INSERT INTO matter_lessons (workspace_id, learnt) VALUES ($1, '{"version": 1, "weights": {}}') ON CONFLICT (workspace_id) DO NOTHING`, [workspaceId]);
  await tx.query(`SELECT 1 FROM matter_lessons WHERE workspace_id = $1 FOR UPDATE`, [workspaceId]);
}

/** From all of them anew: what was taken back is unlearnt, and nothing adds up that was not said. */
async function learnAgain(tx: Tx, workspaceId: string): Promise<void> {
  const rows = await tx.query<{ member_id: string; matter: string; features: MatterCorrection['features']; scores: MatterCorrection['logits'] }>(
    `SELECT member_id, matter, features, scores FROM (SELECT * FROM matter_corrections WHERE workspace_id = $1 ORDER BY at DESC, conversation_id LIMIT ${MOST_CORRECTIONS}) latest ORDER BY at, conversation_id`, [workspaceId]);
  const learnt = learnMatters(rows.map((row) => ({ memberId: row.member_id, matter: row.matter, features: row.features, logits: row.scores })));
  await tx.execute(`UPDATE matter_lessons SET learnt = $2, version = version + 1, changed_at = now() WHERE workspace_id = $1`, [workspaceId, JSON.stringify(learnt)]);
  await tx.execute(`DELETE FROM matter_corrections WHERE workspace_id = $1 AND at < (SELECT at FROM matter_corrections WHERE workspace_id = $1 ORDER BY at DESC OFFSET ${MOST_CORRECTIONS} LIMIT 1)`, [workspaceId]);
}
