import { startTransition, useCallback, useLayoutEffect, useMemo, useRef, useState, type RefObject } from 'react';
import { rowAt, scrollFor, topsOf } from './visible-rows';

export interface VisibleRows {
  /** Indices of the first and the last row in sight, to a step. */
  first: number;
  last: number;
  /** Of the headings the one under which the first row in sight stands. */
  head: number;
  tops: readonly number[];
  total: number;
  /** Scrolls until a row is whole in sight. */
  reveal: (index: number) => void;
}

/** Rows come and go in steps of so many: the list is drawn a fourth as often while it scrolls. */
const step = 4;

/** Which rows are in sight, to a step. Heights are known beforehand, so nothing is ever measured and nothing jumps. */
export function useVisibleRows(scroll: RefObject<HTMLElement | null>, heights: readonly number[], heads: readonly number[], overscan: number): VisibleRows {
  const tops = useMemo(() => topsOf(heights), [heights]);
  const [seen, setSeen] = useState({ first: 0, last: 0, head: 0 });
  const drawn = useRef(seen);
  useLayoutEffect(() => { drawn.current = seen; }, [seen]);
  useLayoutEffect(() => {
    const box = scroll.current;
    if (!box) return;
    const look = () => {
      const [top, bottom] = [rowAt(tops, box.scrollTop), rowAt(tops, box.scrollTop + box.clientHeight)];
      const [first, last] = [Math.floor(top / step) * step, Math.ceil((bottom + 1) / step) * step - 1];
      const head = heads.findLast((index) => index <= top) ?? 0;
      // Most scroll events move less than a step: nothing has to be drawn.
      const next = () => setSeen((before) => (before.first === first && before.last === last && before.head === head ? before : { first, last, head }));
      // Rows that are still out of sight give way to the frames of the scrolling; what would be a gap is drawn at once.
      const isDrawn = drawn.current.last > 0 && top >= drawn.current.first - overscan && bottom <= drawn.current.last + overscan;
      if (isDrawn && drawn.current.head === head) startTransition(next);
      else next();
    };
    look();
    const size = new ResizeObserver(look);
    size.observe(box);
    box.addEventListener('scroll', look, { passive: true });
    return () => {
      size.disconnect();
      box.removeEventListener('scroll', look);
    };
  }, [scroll, tops, heads, overscan]);
  const reveal = useCallback((index: number) => {
    const box = scroll.current;
    if (!box) return;
    const top = scrollFor(tops, index, box.scrollTop, box.clientHeight);
    if (top !== box.scrollTop) box.scrollTop = top;
  }, [scroll, tops]);
  const most = Math.max(0, heights.length - 1);
  return { first: Math.min(seen.first, most), last: Math.min(seen.last, most), head: seen.head, tops, total: tops.at(-1) ?? 0, reveal };
}
