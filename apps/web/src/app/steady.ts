import { useInsertionEffect, useRef, useState } from 'react';

// Functions of any shape: what each takes and gives is kept by the type of the whole.
type Acts = Record<string, (...given: never[]) => unknown>;

/**
 * The same functions at every drawing, each doing what the newest of its name does: for parts that are drawn again only when what they show has changed.
 * Not to be called while drawing.
 */
export function useSteadyActs<T extends Acts>(acts: T): T {
  const latest = useRef(acts);
  useInsertionEffect(() => { latest.current = acts; });
  // fromEntries forgets which name has which function.
  const [steady] = useState(() => Object.fromEntries(Object.keys(acts).map((name) => [name, (...given: never[]) => latest.current[name]?.(...given)])) as T);
  return steady;
}
