import type { Tx } from '@kontuar/platform';
import { limitation } from '../hold-rules';
import { inChannel, MORE, SAMPLES, scopeParameters, type Keeping, type Scope } from './keeping';

const AT_ONCE = 500;
const YEARS = limitation['PL']?.years ?? 6;

/** Files of messages that are that old. Of what a case holds, and of its letters, none goes. */
const FROM = `FROM attachments a JOIN messages m ON m.id = a.message_id WHERE a.workspace_id = $1 AND a.created_at < $2 AND m.at < $2 AND a.file_key IS NOT NULL AND a.case_id IS NULL AND ${inChannel('m.channel_id')}`;
/** By a case that is not closed yet, or closed for fewer years than claims may be made: see hold-rules.ts; here a year more than it says, so that none is asked one by one. */
const HELD = `EXISTS (SELECT 1 FROM case_conversations cc JOIN cases k ON k.id = cc.case_id JOIN workspaces w ON w.id = k.workspace_id WHERE cc.conversation_id = m.conversation_id AND k.withdrawn_at IS NULL
  AND (k.state = 'open' OR k.closed_at IS NULL OR k.closed_at > now() - (coalesce(w.keep_cases_years, ${YEARS}) + CASE WHEN coalesce(w.keep_cases_years, ${YEARS}) >= 2 THEN 1 ELSE 0 END) * interval '1 year'))`;

const samples = async (tx: Tx, scope: Scope, held: boolean): Promise<{ id: string; label: string; at: Date }[]> =>
  tx.query(`SELECT a.id, a.name AS label, m.at ${FROM} AND ${held ? '' : 'NOT '}${HELD} ORDER BY a.created_at LIMIT ${SAMPLES}`, scopeParameters(scope));

/** The bytes go; that a file was there, and how it was called, stays with its message. */
export const oldFiles: Keeping = {
  async trial(tx, scope) {
    const [sum] = await tx.query<{ n: number; held: number }>(`SELECT count(*)::int AS n, count(*) FILTER (WHERE ${HELD})::int AS held ${FROM}`, scopeParameters(scope));
    const gone = (sum?.n ?? 0) - (sum?.held ?? 0);
    return { gone, held: sum?.held ?? 0, counts: { attachments: gone }, countedOf: null, samples: await samples(tx, scope, false), heldSamples: (await samples(tx, scope, true)).map((one) => ({ ...one, why: 'case' as const })) };
  },

  async take(tx, scope) {
    // Their bytes follow by a trigger: see ErasureRunner.sweepFiles.
    const gone = await tx.execute(
      `UPDATE attachments SET state = 'gone', file_key = NULL, thumb_key = NULL, ref = NULL, next_attempt_at = NULL WHERE id = ANY(ARRAY(SELECT a.id ${FROM} AND NOT ${HELD} ORDER BY a.created_at LIMIT ${AT_ONCE} FOR UPDATE OF a SKIP LOCKED))`, scopeParameters(scope));
    const [left] = gone < AT_ONCE ? await tx.query<{ held: number }>(`SELECT count(*)::int AS held ${FROM} AND ${HELD}`, scopeParameters(scope)) : [];
    return { gone, held: left?.held ?? 0, counts: { attachments: gone }, next: gone < AT_ONCE ? undefined : MORE };
  },
};
