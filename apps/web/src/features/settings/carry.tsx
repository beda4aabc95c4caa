import './carry.css';
import { GripVertical } from 'lucide';
import { useEffect, useRef, useState, type PointerEvent } from 'react';
import { Icon } from '../../ui';
import { placeAt } from './carry-place';

/** Where a list entry is carried from, and before which place it would be put down; the place behind the last one is the count. */
interface Carried { from: number; to: number }

/** Puts the entries of a list into another order by hand. The keyboard has the buttons beside; Escape puts it down where it was. */
export function useCarry(onPut: (from: number, to: number) => void) {
  const list = useRef<HTMLOListElement>(null);
  const [carried, setCarried] = useState<Carried | null>(null);
  const busy = carried !== null;
  useEffect(() => {
    if (!busy) return;
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      setCarried(null);
    };
    addEventListener('keydown', key, true);
    return () => removeEventListener('keydown', key, true);
  }, [busy]);
  const gripOf = (at: number) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setCarried({ from: at, to: at });
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (carried === null || list.current === null) return;
      const to = placeAt([...list.current.children].map((entry) => entry.getBoundingClientRect()), event.clientY);
      if (to !== carried.to) setCarried({ ...carried, to });
    },
    onPointerUp: () => {
      if (carried === null) return;
      setCarried(null);
      // What stood behind it moves up by the place that it leaves.
      const to = carried.to > carried.from ? carried.to - 1 : carried.to;
      if (to !== carried.from) onPut(carried.from, to);
    },
    onPointerCancel: () => setCarried(null),
  });
  const lineOf = (at: number, count: number): 'before' | 'after' | undefined => {
    if (carried === null || carried.to === carried.from || carried.to === carried.from + 1) return undefined;
    return carried.to === at ? 'before' : carried.to === count && at === count - 1 ? 'after' : undefined;
  };
  return { list, gripOf, entryOf: (at: number, count: number) => ({ 'data-carried': carried?.from === at ? '' : undefined, 'data-drop': lineOf(at, count) }) };
}

/** What one takes hold of; for pointers alone. */
export function Grip(props: ReturnType<ReturnType<typeof useCarry>['gripOf']>) {
  return <span className="carry" aria-hidden="true" {...props}><Icon of={GripVertical} size={16} /></span>;
}
