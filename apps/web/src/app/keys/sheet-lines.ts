import type { Shortcut, ShortcutGroup, ShortcutId } from './keymap';

export interface SheetLine {
  readonly group: ShortcutGroup;
  readonly ids: readonly ShortcutId[];
  readonly bindings: readonly string[];
  /** First and last of a row of keys: `G then 1 – 6`. */
  readonly range: boolean;
}

/** What stands together is written together: "Next, previous  J K". A shortcut without keys has no line. */
export function sheetLines(shown: readonly (Shortcut & { readonly id: ShortcutId })[], bindings: (id: ShortcutId) => readonly string[]): SheetLine[] {
  const loud = shown.filter(({ quiet, id }) => quiet !== true && bindings(id).length > 0);
  const heads = loud.filter((entry) => !loud.some(({ id }) => id === entry.with));
  return heads.map((head) => {
    const all = [head, ...loud.filter((entry) => entry.with === head.id)];
    const range = head.id === 'view-1' && all.length > 1;
    return { group: head.group, ids: range ? [head.id] : all.map(({ id }) => id), bindings: all.map(({ id }) => bindings(id)[0] ?? ''), range };
  });
}
