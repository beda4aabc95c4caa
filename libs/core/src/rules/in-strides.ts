import type { Occasion } from './occasion';
import type { RuleRow } from './rule.row';

export interface Asked { rule: RuleRow; occasion: Occasion }

/** What can be asked at once: the same rule, each conversation once. What concerns one conversation stays in its order, since a rule goes by what the one before it left. */
export function inStrides(asked: readonly Asked[]): { rule: RuleRow; occasions: Occasion[] }[] {
  const places = new Map<string, number>();
  const strides: Map<RuleRow, Occasion[]>[] = [];
  for (const { rule, occasion } of asked) {
    const place = places.get(occasion.conversationId) ?? 0;
    places.set(occasion.conversationId, place + 1);
    const stride = (strides[place] ??= new Map<RuleRow, Occasion[]>());
    stride.set(rule, [...(stride.get(rule) ?? []), occasion]);
  }
  return strides.flatMap((stride) => [...stride].map(([rule, occasions]) => ({ rule, occasions })));
}
