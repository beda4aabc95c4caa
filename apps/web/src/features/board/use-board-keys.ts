import { useRef, type KeyboardEvent, type RefObject } from 'react';
import type { BoardBy, ConversationView } from '@kontuar/contract';
import { target } from '../../app/acts/target';
import { useShortcut } from '../../app/keys';
import { announce } from '../../ui';
import { hasMoreOf, rowsOf } from './queries';

export interface BoardKeys {
  board: RefObject<HTMLElement | null>;
  by: BoardBy;
  /** Of the columns that are not folded, from left to right. */
  order: readonly string[];
  focusId: string | null;
  setFocus: (id: string) => void;
  openId: string | null;
  peek: (id: string | null) => void;
  openInInbox: (id: string) => void;
  ask: (what: 'assign' | 'team' | 'jump' | 'spread', ids: readonly string[]) => void;
  toQueue: (ids: readonly string[]) => void;
  /** Everything of a column, also what is not shown yet. */
  every: (key: string) => Promise<readonly string[]>;
  /** Asks how all that nobody has is spread. */
  spreadQueue: () => void;
  isLate: (conversation: ConversationView) => boolean;
  /** Everything that ends soon, the most urgent first. */
  atRisk: () => readonly string[];
  words: { noneAtRisk: string; noneLate: string; lateSelected: (count: number) => string };
}

/** The board by keys alone: arrows between columns and rows, the same letters as in the inbox for acts, and those that only a board has. */
export function useBoardKeys({ board, by, order, focusId, setFocus, openId, peek, openInInbox, ask, toQueue, every, spreadQueue, isLate, atRisk, words }: BoardKeys): { onKeyDown: (event: KeyboardEvent) => void; pick: (id: string, extend: boolean) => void } {
  const anchor = useRef<string | null>(null);
  const place = () => {
    const columns = order.map((key) => rowsOf(by, key).map(({ id }) => id));
    const column = focusId === null ? -1 : columns.findIndex((ids) => ids.includes(focusId));
    return { columns, column, row: column < 0 || focusId === null ? -1 : (columns[column] ?? []).indexOf(focusId) };
  };
  const focusOn = (id: string | undefined): boolean => {
    if (id === undefined) return false;
    setFocus(id);
    const link = board.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"] .row-a`);
    link?.focus({ preventScroll: true });
    link?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    return true;
  };
  /** Who stands nowhere, as after a dialog or a drag, comes back to where they stood, and goes on from there. */
  const comesBack = (column: number): boolean => column >= 0 && (document.activeElement === null || document.activeElement === document.body) && focusOn(focusId ?? undefined);
  /** To a column: the row at the same height, or its head's first thing when it is empty. */
  const toColumn = (by_: 1 | -1): boolean => {
    const { columns, column, row } = place();
    if (comesBack(column)) return true;
    if (column < 0) return focusOn(columns.find((ids) => ids.length > 0)?.[0]);
    for (let at = column + by_; at >= 0 && at < columns.length; at += by_) {
      const ids = columns[at] ?? [];
      if (ids.length > 0) return focusOn(ids[Math.min(row, ids.length - 1)]);
    }
    return true;
  };
  const step = (by_: number): boolean => {
    const { columns, column, row } = place();
    if (comesBack(column)) return true;
    if (column < 0) return focusOn(columns.find((ids) => ids.length > 0)?.[0]);
    const ids = columns[column] ?? [];
    return focusOn(ids[Math.max(0, Math.min(ids.length - 1, row + by_))]);
  };
  const select = (ids: Iterable<string>) => target.change({ selected: new Set(ids) });
  const pick = (id: string, extend: boolean) => {
    const { selected } = target.get();
    const next = new Set(selected);
    if (extend && anchor.current !== null) {
      const column = order.map((key) => rowsOf(by, key).map((row) => row.id)).find((ids) => ids.includes(id)) ?? [];
      const [from, to] = [column.indexOf(anchor.current), column.indexOf(id)];
      for (const each of from < 0 ? [id] : column.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(each);
    } else if (!next.delete(id)) next.add(id);
    anchor.current = id;
    select(next);
  };
  const chosen = (): readonly string[] => {
    const { selected } = target.get();
    return selected.size > 0 ? [...selected] : focusId !== null && place().column >= 0 ? [focusId] : openId === null ? [] : [openId];
  };
  const act = (run: (ids: readonly string[]) => void) => () => {
    const ids = chosen();
    if (ids.length === 0) return false;
    run(ids);
    return true;
  };
  const first = { priority: 1 };
  useShortcut('board-left', () => toColumn(-1));
  useShortcut('board-right', () => toColumn(1));
  useShortcut('next', () => step(1), first);
  useShortcut('previous', () => step(-1), first);
  useShortcut('open', () => focusId !== null && (openInInbox(focusId), true), first);
  useShortcut('board-peek', () => focusId !== null && (peek(focusId === openId ? null : focusId), true));
  useShortcut('select', () => focusId !== null && (pick(focusId, false), true), first);
  useShortcut('select-extend', () => focusId !== null && (pick(focusId, true), true), first);
  useShortcut('select-all', () => {
    const { columns, column } = place();
    // On a row, or on something in the head of a column.
    const at = column >= 0 ? column : order.indexOf(document.activeElement?.closest<HTMLElement>('[data-col]')?.dataset['col'] ?? '');
    const [ids, key] = [columns[at], order[at]];
    if (ids === undefined || key === undefined) return false;
    select([...target.get().selected, ...ids]);
    // What comes now is no selection any more where somebody let go of it meanwhile. Where it cannot come, what is shown stays selected, and counted.
    if (hasMoreOf(by, key)) void every(key).then((all) => { if (ids.every((id) => target.get().selected.has(id))) select([...target.get().selected, ...all]); }, () => undefined);
    return true;
  }, first);
  useShortcut('assign', act((ids) => ask('assign', ids)), first);
  useShortcut('hand-over', act((ids) => ask('assign', ids)), first);
  useShortcut('unassign', act(toQueue), first);
  useShortcut('board-team', act((ids) => ask('team', ids)));
  useShortcut('board-person', () => { ask('jump', []); return true; });
  useShortcut('board-spread', () => {
    const { selected } = target.get();
    // Without a selection, what nobody has: that is what is spread all day long.
    if (selected.size > 0) ask('spread', [...selected]);
    else if (rowsOf(by, 'unassigned').length > 0) spreadQueue();
    else return false;
    return true;
  });
  useShortcut('board-risk', () => {
    const risky = atRisk();
    if (risky.length === 0) {
      announce(words.noneAtRisk);
      return true;
    }
    const next = risky[(focusId === null ? -1 : risky.indexOf(focusId)) + 1] ?? risky[0];
    if (next === undefined) return false;
    // It may lie further down than what is shown: then it is looked into at once.
    if (place().columns.some((ids) => ids.includes(next))) focusOn(next);
    else {
      setFocus(next);
      peek(next);
    }
    return true;
  });
  useShortcut('board-late', () => {
    const late = order.flatMap((key) => rowsOf(by, key).filter(isLate).map(({ id }) => id));
    announce(late.length === 0 ? words.noneLate : words.lateSelected(new Set(late).size));
    if (late.length > 0) select([...target.get().selected, ...late]);
    return true;
  });
  useShortcut('back', () => {
    if (document.activeElement instanceof HTMLElement && document.activeElement.closest('[role="dialog"], [role="menu"]')) return false;
    if (openId !== null) {
      peek(null);
      focusOn(focusId ?? openId);
      return true;
    }
    if (target.get().selected.size === 0) return false;
    select([]);
    return true;
  }, first);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof HTMLElement) || event.target.closest('.row-a') === null) return;
    const ways: Partial<Record<string, () => unknown>> = {
      'ArrowLeft': () => toColumn(-1), 'ArrowRight': () => toColumn(1), 'ArrowDown': () => step(1), 'ArrowUp': () => step(-1), 'PageDown': () => step(8), 'PageUp': () => step(-8), 'Home': () => step(-9999), 'End': () => step(9999),
      ' ': () => focusId !== null && peek(focusId === openId ? null : focusId), 'Enter': () => focusId !== null && (focusId === openId ? openInInbox(focusId) : peek(focusId)),
    };
    const way = ways[event.key];
    if (way === undefined) return;
    event.preventDefault();
    const grows = event.shiftKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp') && focusId !== null;
    if (grows && !target.get().selected.has(focusId)) pick(focusId, false);
    way();
    // From the row on which one stood to that on which one stands now, as in any list.
    const now = document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset['row'];
    if (grows && now !== undefined) pick(now, true);
  };
  return { onKeyDown, pick };
}
