import type { BoardFigures, BoardNews } from '@kontuar/contract';

const lists = ['members', 'teams', 'channels'] as const;
const parts = ['unassigned', 'waiting', 'longestAt', 'horizon', 'claims', 'forecast'] as const;
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What has to be told to those who have `before`; undefined: nothing. */
export function newsOf(before: BoardFigures, after: BoardFigures): BoardNews['changed'] | undefined {
  const changed: Record<string, unknown> = {};
  for (const part of parts) if (!same(before[part], after[part])) changed[part] = after[part];
  for (const list of lists) {
    const [old, fresh]: Record<string, unknown>[] = [before[list], after[list]];
    const entries: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(fresh ?? {})) if (!same(old?.[key], value)) entries[key] = value;
    for (const key of Object.keys(old ?? {})) if (fresh?.[key] === undefined) entries[key] = null;
    if (Object.keys(entries).length > 0) changed[list] = entries;
  }
  return Object.keys(changed).length === 0 ? undefined : changed;
}
