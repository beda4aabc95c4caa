import type { Placed } from './groups';

export interface Held extends Placed {
  /** It left the list while the hand was on it: stands still until the hand moves away. */
  gone: boolean;
}

/**
 * The order that was shown, with what is true now. `isOwn`: this person's own act moved it, so that it leaves at once.
 * What is new waits above; what comes after the last row that was shown is appended, or scrolling would stop.
 */
export function hold(shown: readonly Placed[], latest: readonly Placed[], isOwn: (id: string) => boolean): { rows: Held[]; waiting: number } {
  const now = new Map(latest.map((placed) => [placed.conversation.id, placed]));
  const known = new Set(shown.map(({ conversation }) => conversation.id));
  const rows: Held[] = [];
  for (const { conversation, group } of shown) {
    const current = now.get(conversation.id);
    if (current) rows.push({ conversation: current.conversation, group, gone: false });
    else if (!isOwn(conversation.id)) rows.push({ conversation, group, gone: true });
  }
  const last = latest.findLastIndex(({ conversation }) => known.has(conversation.id));
  const appended = latest.slice(last + 1);
  const waiting = latest.slice(0, last + 1).filter(({ conversation }) => !known.has(conversation.id)).length;
  // Its heading stands above already, or the order would show the same group twice.
  const lastGroup = rows.at(-1)?.group;
  const groupsAbove = new Set(rows.map(({ group }) => group));
  for (const placed of appended) rows.push({ ...placed, group: groupsAbove.has(placed.group) && lastGroup !== undefined ? lastGroup : placed.group, gone: false });
  return { rows, waiting };
}
