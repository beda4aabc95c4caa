import type { ModerationHit, ModerationVerdict } from '@kontuar/contract';

/** What takes it back, where something does. */
export const backOf: Record<ModerationVerdict, ModerationVerdict> = { do: 'restore', restore: 'do', refuse: 'ask', ask: 'refuse', false: 'right', right: 'false' };

export const isOpen = ({ decision }: Pick<ModerationHit, 'decision'>): boolean => decision === 'suggested' || decision === 'trial' || decision === 'refused';

/** Whether it says anything new about this one: only those are taken back with it. */
export function concerns(verdict: ModerationVerdict, hit: Pick<ModerationHit, 'decision' | 'falseHit'>): boolean {
  switch (verdict) {
    case 'do': return isOpen(hit);
    case 'refuse': return hit.decision === 'suggested';
    case 'ask': return hit.decision === 'refused';
    case 'restore': return hit.decision === 'done';
    case 'false': return !hit.falseHit;
    case 'right': return hit.falseHit;
    default: throw new Error(`nothing known of ${JSON.stringify(verdict satisfies never)}`);
  }
}
