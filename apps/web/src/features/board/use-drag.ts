import { useCallback, useEffect, useRef, useState, type PointerEvent, type RefObject } from 'react';
import { target } from '../../app/acts/target';

/** So far a pressed pointer moves before it carries something; a finger rests instead, because moving scrolls. */
const CARRY_PX = 6;
const REST_MS = 350;
const EDGE_PX = 56;

export interface Carried { ids: readonly string[]; /** The column from which they come. */ from: string }
export interface Drag {
  carried: Carried | null;
  /** The column under the pointer. */
  over: string | null;
  ghost: RefObject<HTMLDivElement | null>;
  onPointerDown: (event: PointerEvent) => void;
}

interface Held { /** Null: everything of the column, which was taken by its head. */ id: string | null; from: string; x: number; y: number; pointerId: number; rest: ReturnType<typeof setTimeout> | undefined; touch: boolean }

/**
 * Carries rows with a mouse, a pen or a finger. What is carried follows the pointer without React; only a new column under it is drawn. Escape, a lost pointer and a
 * second finger put it down where it was. The keyboard has its own way: select, then assign.
 */
export function useDrag({ board, onDrop, shown, every }: {
  board: RefObject<HTMLElement | null>; onDrop: (carried: Carried, to: string) => void;
  /** What stands in a column now, and all of it, which may have to come first. */
  shown: (key: string) => readonly string[]; every: (key: string) => Promise<readonly string[]>;
}): Drag {
  const [carried, setCarried] = useState<Carried | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const ghost = useRef<HTMLDivElement>(null);
  const held = useRef<Held | null>(null);
  const now = useRef<{ carried: Carried | null; over: string | null; x: number; y: number }>({ carried: null, over: null, x: 0, y: 0 });
  const rested = useRef<(one: Held) => void>(() => undefined);
  const drop = useRef(onDrop);
  const column = useRef({ shown, every });
  useEffect(() => {
    drop.current = onDrop;
    column.current = { shown, every };
  });

  const end = useCallback(() => {
    clearTimeout(held.current?.rest);
    held.current = null;
    now.current = { ...now.current, carried: null, over: null };
    setCarried(null);
    setOver(null);
  }, []);

  useEffect(() => {
    let frame = 0;
    const place = () => {
      const { x, y } = now.current;
      if (ghost.current) ghost.current.style.transform = `translate(${x + 10}px, ${y - 18}px) rotate(-2deg)`;
      // Whatever is carried leaves the pointer free to be asked what is below it.
      const below = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-col]')?.dataset['col'] ?? null;
      if (below !== now.current.over) {
        now.current.over = below;
        setOver(below);
      }
      // Near an edge the board comes along.
      const box = board.current?.getBoundingClientRect();
      if (box !== undefined && board.current !== null) {
        const by = x > box.right - EDGE_PX ? 14 : x < box.left + EDGE_PX ? -14 : 0;
        if (by !== 0) board.current.scrollLeft += by;
      }
      frame = now.current.carried === null ? 0 : requestAnimationFrame(place);
    };
    const carry = ({ id, from }: Held) => {
      const { selected } = target.get();
      const take = (ids: readonly string[]): Carried => {
        const what = { ids, from };
        now.current.carried = what;
        setCarried(what);
        return what;
      };
      const what = take(id === null ? column.current.shown(from) : selected.has(id) ? [...selected] : [id]);
      // What is let go before the rest is here is what was counted under the hand.
      if (id === null) void column.current.every(from).then((ids) => { if (now.current.carried === what) take(ids); }, () => undefined);
      if (frame === 0) frame = requestAnimationFrame(place);
    };
    const move = (event: globalThis.PointerEvent) => {
      const from = held.current;
      if (from === null || event.pointerId !== from.pointerId) return;
      now.current = { ...now.current, x: event.clientX, y: event.clientY };
      if (now.current.carried !== null) return void event.preventDefault();
      if (Math.hypot(event.clientX - from.x, event.clientY - from.y) < CARRY_PX) return;
      if (from.touch) end();
      else carry(from);
    };
    const up = (event: globalThis.PointerEvent) => {
      if (held.current?.pointerId !== event.pointerId) return;
      const { carried: what, over: to } = now.current;
      end();
      if (what === null) return;
      // The click that follows is the end of the drag, and opens nothing.
      const swallow = (click: MouseEvent) => { click.preventDefault(); click.stopPropagation(); };
      addEventListener('click', swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener('click', swallow, { capture: true }), 50);
      if (to !== null && to !== what.from) drop.current(what, to);
    };
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || now.current.carried === null) return;
      event.preventDefault();
      event.stopPropagation();
      end();
    };
    // A finger that carries must not scroll; only a listener that is not passive can say so.
    const touch = (event: TouchEvent) => { if (now.current.carried !== null && event.cancelable) event.preventDefault(); };
    // A finger that rests is about to carry: no menu of the link under it, and no drag of the browser's own.
    const rest = (event: Event) => { if (held.current !== null && (held.current.touch || event.type === 'dragstart') && event.cancelable) event.preventDefault(); };
    rested.current = (one) => { if (held.current === one) carry(one); };
    addEventListener('pointermove', move, { passive: false });
    addEventListener('pointerup', up);
    addEventListener('pointercancel', end);
    addEventListener('blur', end);
    addEventListener('keydown', key, true);
    addEventListener('touchmove', touch, { passive: false });
    addEventListener('contextmenu', rest);
    addEventListener('dragstart', rest);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', up);
      removeEventListener('pointercancel', end);
      removeEventListener('blur', end);
      removeEventListener('keydown', key, true);
      removeEventListener('touchmove', touch);
      removeEventListener('contextmenu', rest);
      removeEventListener('dragstart', rest);
    };
  }, [board, end]);

  const onPointerDown = useCallback((event: PointerEvent) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (held.current !== null) return end();
    const { target: on } = event;
    const row = on instanceof Element && on.closest('.row-x, button') === null ? on.closest<HTMLElement>('[data-row], [data-head]') : null;
    const from = row?.closest<HTMLElement>('[data-col]')?.dataset['col'];
    if (row === null || from === undefined) return;
    const id = row.dataset['row'] ?? null;
    const touch = event.pointerType === 'touch';
    now.current = { carried: null, over: null, x: event.clientX, y: event.clientY };
    const one: Held = { id, from, x: event.clientX, y: event.clientY, pointerId: event.pointerId, touch, rest: undefined };
    if (touch) one.rest = setTimeout(() => rested.current(one), REST_MS);
    held.current = one;
  }, [end]);

  return { carried, over, ghost, onPointerDown };
}
