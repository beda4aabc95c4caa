import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { target } from '../../app/acts/target';

export interface Selection {
  ids: ReadonlySet<string>;
  /** Adds or removes one, and remembers it as the end that `extendTo` starts from. */
  toggle: (id: string) => void;
  /** Everything between the last toggled one and this. */
  extendTo: (id: string, order: readonly string[]) => void;
  all: (order: readonly string[]) => void;
  clear: () => void;
}

/** The selection of the list; kept where acts find it. Changing the list ends it. */
export function useSelection(listName: string): Selection {
  const selected = useSyncExternalStore(target.subscribe, () => target.get().selected);
  const anchor = useRef<string | null>(null);
  const clear = useCallback(() => {
    anchor.current = null;
    target.change({ selected: new Set() });
  }, []);
  useEffect(() => clear, [listName, clear]);
  return {
    ids: selected,
    clear,
    toggle: (id) => {
      const next = new Set(target.get().selected);
      if (!next.delete(id)) next.add(id);
      anchor.current = id;
      target.change({ selected: next });
    },
    extendTo: (id, order) => {
      const from = anchor.current === null ? -1 : order.indexOf(anchor.current);
      const to = order.indexOf(id);
      const range = from < 0 || to < 0 ? [id] : order.slice(Math.min(from, to), Math.max(from, to) + 1);
      anchor.current = id;
      target.change({ selected: new Set([...target.get().selected, ...range]) });
    },
    all: (order) => target.change({ selected: new Set(order) }),
  };
}
