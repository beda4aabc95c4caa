import { useCallback, useLayoutEffect, useMemo, useState, type RefObject } from 'react';
import { rowAt, scrollFor, topsOf } from './visible-rows';

export interface VisibleRows {
  /** Indices of the first and the last row in sight. */
  first: number;
  last: number;
  tops: readonly number[];
  total: number;
  /** Scrolls until a row is whole in sight. */
  reveal: (index: number) => void;
}

/** Which rows are in sight. Heights are known beforehand, so nothing is ever measured and nothing jumps. */
export function useVisibleRows(scroll: RefObject<HTMLElement | null>, heights: readonly number[]): VisibleRows {
  const tops = useMemo(() => topsOf(heights), [heights]);
  const [seen, setSeen] = useState({ first: 0, last: 0 });
  useLayoutEffect(() => {
    const box = scroll.current;
    if (!box) return;
    const look = () => {
      const [first, last] = [rowAt(tops, box.scrollTop), rowAt(tops, box.scrollTop + box.clientHeight)];
      // Most scroll events move less than a row: nothing has to be drawn.
      setSeen((before) => (before.first === first && before.last === last ? before : { first, last }));
    };
    look();
    const size = new ResizeObserver(look);
    size.observe(box);
    box.addEventListener('scroll', look, { passive: true });
    return () => {
      size.disconnect();
      box.removeEventListener('scroll', look);
    };
  }, [scroll, tops]);
  const reveal = useCallback((index: number) => {
    const box = scroll.current;
    if (!box) return;
    const top = scrollFor(tops, index, box.scrollTop, box.clientHeight);
    if (top !== box.scrollTop) box.scrollTop = top;
  }, [scroll, tops]);
  const most = Math.max(0, heights.length - 1);
  return { first: Math.min(seen.first, most), last: Math.min(seen.last, most), tops, total: tops.at(-1) ?? 0, reveal };
}
