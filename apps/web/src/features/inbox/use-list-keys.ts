import { useReducer, useRef, type KeyboardEvent, type RefObject } from 'react';
import { useNavigate } from '@tanstack/react-router';
import type { View } from '@kontuar/contract';
import { placeOf, runShortcut, useShortcut } from '../../app/keys';
import type { InboxSearch } from './filter';
import type { Selection } from './use-selection';
import type { Steady } from './use-steady';

/** A row that shall have the focus, and what had it when that was wished. */
export interface WantedRow { id: string; from: Element | null }

export interface ListKeysInput {
  order: readonly string[];
  openId: string | null;
  focusId: string | null;
  setFocus: (id: string) => void;
  open: (id: string) => void;
  selection: Selection;
  steady: Steady;
  region: RefObject<HTMLElement | null>;
  scroll: RefObject<HTMLDivElement | null>;
  view: View;
  search: InboxSearch;
}

/** Movement in the list: arrows move the focus, J and K also open, Enter goes on into the conversation. */
export function useListKeys({ order, openId, focusId, setFocus, open, selection, steady, region, scroll, view, search }: ListKeysInput) {
  const navigate = useNavigate();
  const focusRow = useRef<WantedRow | null>(null);
  const [looks, lookAgain] = useReducer((times: number) => times + 1, 0);
  const inList = () => region.current?.contains(document.activeElement) === true;
  const current = inList() && focusId !== null ? focusId : (openId ?? focusId);

  const step = (by: 1 | -1): string | undefined => {
    const at = current === null ? -1 : order.indexOf(current);
    return order[at < 0 ? (by > 0 ? 0 : order.length - 1) : Math.max(0, Math.min(order.length - 1, at + by))];
  };
  const moveTo = (id: string | undefined): boolean => {
    if (id === undefined) return false;
    setFocus(id);
    focusRow.current = { id, from: document.activeElement };
    // The same row once more changes nothing that is drawn, and wants the focus all the same.
    lookAgain();
    return true;
  };
  const openNext = (by: 1 | -1) => () => {
    const id = step(by);
    if (id === undefined || (id === openId && id === current)) return moveTo(id);
    moveTo(id);
    open(id);
    return true;
  };

  useShortcut('next', openNext(1));
  useShortcut('previous', openNext(-1));
  useShortcut('open', () => {
    if (current === null) return false;
    if (current === openId) return runShortcut('reply');
    open(current);
    return true;
  });
  useShortcut('select', () => {
    if (current === null) return false;
    selection.toggle(current);
    return true;
  });
  useShortcut('select-extend', () => {
    if (current === null) return false;
    selection.extendTo(current, order);
    return true;
  });
  useShortcut('select-all', () => {
    if (!inList()) return false;
    selection.all(order);
    return true;
  });
  useShortcut('show-new', () => {
    if (steady.waiting === 0 && !inList()) return false;
    steady.release();
    scroll.current?.scrollTo({ top: 0 });
    return moveTo(order[0]);
  });
  useShortcut('back', () => {
    if (selection.ids.size > 0) {
      selection.clear();
      return true;
    }
    const left = document.activeElement;
    if (left instanceof HTMLElement && left.closest('[role="dialog"], [role="menu"]')) return false;
    // At once: the row is focused when it is drawn, and a key until then was not meant for the answer any more.
    if (left instanceof HTMLElement && placeOf(left) === 'typing') left.blur();
    if (!inList() && openId !== null && order.includes(openId)) return moveTo(openId);
    if (openId !== null) {
      void navigate({ to: '/inbox/$view', params: { view }, search });
      return moveTo(openId);
    }
    return false;
  });

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 600) / 60) - 1);
    const at = current === null ? 0 : Math.max(0, order.indexOf(current));
    const to = {
      ArrowDown: step(1), ArrowUp: step(-1), End: order.at(-1),
      PageDown: order[Math.min(order.length - 1, at + page)], PageUp: order[Math.max(0, at - page)],
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      if (event.shiftKey && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
        if (selection.ids.size === 0 && current !== null) selection.toggle(current);
        selection.extendTo(to, order);
      }
      moveTo(to);
    } else if (event.key === ' ' && current !== null) {
      event.preventDefault();
      selection.toggle(current);
    } else if (event.key === 'Enter' && !event.shiftKey && event.target instanceof HTMLElement && event.target.closest('.row-a') && current !== null) {
      event.preventDefault();
      if (current === openId) runShortcut('reply');
      else open(current);
    }
  };
  return { focusRow, looks, onKeyDown };
}
