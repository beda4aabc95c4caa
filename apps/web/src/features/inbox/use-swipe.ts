import { useEffect, useRef, type RefObject } from 'react';
import { Swipe, type SwipeSide } from './swipe';

export interface SwipeActs {
  allowed: Readonly<Record<SwipeSide, boolean>>;
  /** What letting go would do, written behind the row. */
  words: (id: string, side: SwipeSide) => string;
  act: (id: string, side: SwipeSide) => void;
}

/** Rows follow a finger (never a mouse): a quicker way to what the row's menu offers too. Drawn past React, sixty times a second. */
export function useSwipe(list: RefObject<HTMLElement | null>, acts: SwipeActs): void {
  const latest = useRef(acts);
  useEffect(() => { latest.current = acts; });
  useEffect(() => {
    const box = list.current;
    if (box === null) return;
    let going: { swipe: Swipe; row: HTMLElement; pointer: number; moved: boolean } | null = null;

    const settle = (): void => {
      if (going === null) return;
      const { row } = going;
      row.style.removeProperty('--swipe');
      for (const name of ['swipe', 'swipeActs', 'swipeWords']) delete row.dataset[name];
      going = null;
    };
    const down = (event: PointerEvent): void => {
      const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-row]') : null;
      if (event.pointerType !== 'touch' || !event.isPrimary || row === null) return;
      going = { swipe: new Swipe(event.clientX, event.clientY, latest.current.allowed), row, pointer: event.pointerId, moved: false };
    };
    const move = (event: PointerEvent): void => {
      if (going === null || event.pointerId !== going.pointer) return;
      const seen = going.swipe.move(event.clientX, event.clientY);
      if (seen === undefined) return;
      if (seen === null) return settle();
      const { row } = going;
      if (!going.moved) box.setPointerCapture(going.pointer);
      going.moved = true;
      row.style.setProperty('--swipe', `${seen.by}px`);
      row.dataset['swipe'] = seen.side;
      row.dataset['swipeActs'] = String(seen.acts);
      row.dataset['swipeWords'] = latest.current.words(row.dataset['row'] ?? '', seen.side);
    };
    const up = (event: PointerEvent): void => {
      if (going === null || event.pointerId !== going.pointer) return;
      const { swipe, row, moved } = going;
      settle();
      // The finger lifts on the link of the row: that was no tap.
      if (moved) window.addEventListener('click', stopClick, { capture: true, once: true });
      if (moved) setTimeout(() => window.removeEventListener('click', stopClick, { capture: true }), 50);
      const side = swipe.end();
      if (side !== null) latest.current.act(row.dataset['row'] ?? '', side);
    };
    box.addEventListener('pointerdown', down);
    box.addEventListener('pointermove', move);
    box.addEventListener('pointerup', up);
    box.addEventListener('pointercancel', settle);
    return () => {
      settle();
      box.removeEventListener('pointerdown', down);
      box.removeEventListener('pointermove', move);
      box.removeEventListener('pointerup', up);
      box.removeEventListener('pointercancel', settle);
    };
  }, [list]);
}

function stopClick(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}
