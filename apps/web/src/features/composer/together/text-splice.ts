export interface Splice { at: number; remove: number; insert: string }
/** As Yjs tells of a change to a text; only letters are ever in ours. */
export type Delta = readonly { retain?: number; insert?: unknown; delete?: number }[];

const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/**
 * The one stretch in which two texts differ; null: nowhere. Among equal letters the place is open ("a" typed into "aa"), and `caret`, where the typing ended,
 * says which was meant: a colleague's caret between them must not be pushed the wrong way. Never between the halves of a character.
 */
export function spliceOf(before: string, after: string, caret = after.length): Splice | null {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  // What stands behind the caret was not typed just now.
  const behind = Math.min(most, Math.max(0, after.length - caret));
  let end = 0;
  while (end < behind && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  let start = 0;
  while (start < most - end && before[start] === after[start]) start += 1;
  while (end < most - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  while (start > 0 && (isLow(before.charCodeAt(start)) || isLow(after.charCodeAt(start)))) start -= 1;
  while (end > 0 && (isLow(before.charCodeAt(before.length - end)) || isLow(after.charCodeAt(after.length - end)))) end -= 1;
  return { at: start, remove: before.length - start - end, insert: after.slice(start, after.length - end) };
}

/** Where a place in the text is after a colleague's change. `stays`: before what is written exactly there, as a caret does. */
export function moved(place: number, delta: Delta, stays = true): number {
  let at = 0;
  let now = place;
  for (const step of delta) {
    if (step.retain !== undefined) at += step.retain;
    else if (typeof step.insert === 'string') {
      if (at < now || (at === now && !stays)) now += step.insert.length;
      at += step.insert.length;
    } else if (step.delete !== undefined && at < now) now -= Math.min(step.delete, now - at);
  }
  return now;
}

/** What was written of `mine` that is not in `theirs`, if it was only added: words that were still on their way when somebody sent. */
export function addedOnly(theirs: string, mine: string): string {
  const splice = spliceOf(theirs.trim(), mine.trim());
  return splice === null || splice.remove > 0 ? '' : splice.insert.trim();
}
