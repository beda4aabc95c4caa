import { useEffect, useMemo, useRef, useState } from 'react';
import { isOwnAct } from '../../app/acts/target';
import type { Placed } from './groups';
import { hold, type Held } from './hold';

/** The hand has moved on when it has been still for this long, wherever it rests. */
const restMs = 4000;

export interface Steady {
  rows: readonly Held[];
  /** New rows that wait above. */
  waiting: number;
  /** Shows what waits. */
  release: () => void;
  /** To be called at every sign of a hand: pointer moves, keys in the list. */
  touch: () => void;
}

/** Keeps the order of the list still while somebody works in it. `name` names the list: another one starts anew. */
export function useSteady(latest: readonly Placed[], name: string): Steady {
  const [frozen, freeze] = useState<{ name: string; rows: readonly Placed[] } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const held = useMemo(() => {
    // Nothing was shown: nothing can jump.
    if (frozen === null || frozen.name !== name || frozen.rows.length === 0) return { rows: latest.map((placed): Held => ({ ...placed, gone: false })), waiting: 0 };
    return hold(frozen.rows, latest, isOwnAct);
  }, [frozen, latest, name]);
  const release = () => {
    clearTimeout(timer.current);
    freeze(null);
  };
  const touch = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => freeze(null), restMs);
    if (frozen === null || frozen.name !== name || frozen.rows.length === 0) freeze({ name, rows: latest });
  };
  return { ...held, release, touch };
}
