import type { MessageActKind } from '@kontuar/contract';
import type { Tx } from '@kontuar/platform';

/** What the platform said to an act: kept with the hit that asked for it. Whoever shows a comment again by hand has taken back what rules did. */
export async function actSettled(tx: Tx, act: { hitId: string | null; messageId: string; kind: MessageActKind; memberId: string | null }, trouble: string | undefined): Promise<void> {
  if (act.hitId !== null && ['hide', 'delete', 'like'].includes(act.kind)) {
    await tx.execute(
      `UPDATE moderation_hits h SET outcomes = (SELECT jsonb_agg(CASE WHEN o->>'do' = $2 AND o->>'state' = 'waiting' THEN o || jsonb_build_object('state', $3::text, 'detail', $4::text) ELSE o END ORDER BY n) FROM jsonb_array_elements(h.outcomes) WITH ORDINALITY AS e (o, n)) WHERE id = $1`,
      [act.hitId, act.kind, trouble === undefined ? 'done' : 'failed', trouble ?? null]);
  }
  if (act.kind === 'unhide' && trouble === undefined) {
    await tx.execute(`UPDATE moderation_hits SET decision = 'restored', decided_at = coalesce(decided_at, now()), decided_by = $2 WHERE message_id = $1 AND decision = 'done' AND outcomes @> '[{"do": "hide"}]'`, [act.messageId, act.memberId]);
  }
}

/** By which name the thread tells who did it. */
export async function ruleOfHit(tx: Tx, hitId: string): Promise<string | null> {
  const [row] = await tx.query<{ name: string }>('SELECT rule_name AS name FROM moderation_hits WHERE id = $1', [hitId]);
  return row?.name ?? null;
}
