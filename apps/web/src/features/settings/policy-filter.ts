import type { Filter } from '@kontuar/contract';
import type { Attribute } from '@kontuar/contract/filter';

/** What a policy is asked for by, one value of each; all of them have to fit. */
export const asked = ['channelKind', 'contactKind', 'priority', 'matter', 'team', 'visibility'] as const satisfies readonly Attribute[];
export type Asked = Record<(typeof asked)[number], string>;
export const anything: Asked = { channelKind: '', contactKind: '', priority: '', matter: '', team: '', visibility: '' };

/** Undefined: it asks for more than the form shows; it is kept as it is. */
export function readPolicyFilter(filter: Filter): Asked | undefined {
  const conditions = filter.by === 'all' ? filter.of : [filter];
  const found = { ...anything };
  for (const condition of conditions) {
    const by = asked.find((one) => one === condition.by);
    if (by === undefined || !('is' in condition) || condition.is !== 'any' || !('of' in condition) || condition.of.length !== 1 || found[by] !== '') return undefined;
    found[by] = String(condition.of[0]);
  }
  return found;
}

export const writePolicyFilter = (form: Asked): Filter => ({ by: 'all', of: asked.flatMap((by) => (form[by] === '' ? [] : [{ by, is: 'any', of: [form[by]] } as Filter])) });
