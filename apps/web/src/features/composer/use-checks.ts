import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Leaving, Warning } from '../../app/checks/checks';

type Checks = typeof import('../../app/checks/checks');
let loaded: Checks | null = null;
const none: readonly Warning[] = [];

/** Looks at a reply before it leaves, and speaks once: what was seen and is sent again, is meant. */
export function useChecks(): { warnings: readonly Warning[]; passes: (leaving: Leaving) => boolean; hide: () => void } {
  const [warnings, setWarnings] = useState(none);
  const told = useRef('');
  // Long before anybody presses Send, and not in the way of the first screen.
  useEffect(() => { void import('../../app/checks/checks').then((module) => { loaded = module; }).catch(() => undefined); }, []);
  const shown = useRef(false);
  useLayoutEffect(() => { shown.current = warnings.length > 0; });
  // At every key: where nothing is shown, nothing is to be drawn.
  const hide = useCallback(() => { if (shown.current) setWarnings(none); }, []);
  const passes = useCallback((leaving: Leaving): boolean => {
    const found = loaded?.checksBefore(leaving) ?? [];
    const key = JSON.stringify(found);
    const again = found.length === 0 || key === told.current;
    told.current = again ? '' : key;
    setWarnings(again ? none : found);
    return again;
  }, []);
  return { warnings, passes, hide };
}
