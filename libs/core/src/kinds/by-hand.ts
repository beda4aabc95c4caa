import type { Tx } from '@kontuar/platform';
import { invalid } from '../errors';

export interface KindsBy { hand: readonly string[]; rule: readonly string[]; refused: readonly string[] }

/**
 * What somebody who wants these kinds, and no others, said by hand: what a rule gives already need not be said, and what it gives and is not wanted is refused.
 * Said once, it stays said, also while the rule changes its mind.
 */
export function handKinds(before: KindsBy, wanted: readonly string[]): { hand: string[]; refused: string[] } {
  const has = effectiveKinds(before);
  const hand = wanted.filter((kind) => before.hand.includes(kind) || !has.includes(kind) && !before.rule.includes(kind));
  const refused = [...before.refused.filter((kind) => !wanted.includes(kind)), ...before.rule.filter((kind) => !wanted.includes(kind) && !before.refused.includes(kind))];
  return { hand: [...new Set(hand)], refused: [...new Set(refused)] };
}

/** As the database makes it out (see the trigger on contacts). */
export const effectiveKinds = ({ hand, rule, refused }: KindsBy): string[] => [...hand, ...rule.filter((kind) => !refused.includes(kind) && !hand.includes(kind))];

/** @throws DomainError 'unknown-kind' where somebody is to get one that the workspace does not have, or no longer offers. */
export async function knownKinds(tx: Tx, wanted: readonly string[], before: readonly string[] = []): Promise<void> {
  const fresh = [...new Set(wanted)].filter((kind) => !before.includes(kind));
  if (fresh.length === 0) return;
  const known = new Set((await tx.query<{ key: string }>('SELECT key FROM customer_kinds WHERE key = ANY($1::text[]) AND archived_at IS NULL', [fresh])).map(({ key }) => key));
  const unknown = fresh.filter((kind) => !known.has(kind));
  if (unknown.length > 0) throw invalid('unknown-kind', 'There is no such kind of customer.', { errors: [{ path: 'kinds', message: unknown.join(', ') }] });
}
