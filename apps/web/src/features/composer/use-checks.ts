import { useCallback, useEffect, useState } from 'react';
import type { Leaving, Warning } from '../../app/checks/checks';

type Checks = typeof import('../../app/checks/checks');
let loaded: Checks | null = null;

/** Looks at a reply before it leaves, and speaks once: what was seen and is sent again, is meant. */
export function useChecks(): { warnings: readonly Warning[]; passes: (leaving: Leaving) => boolean; clear: () => void } {
  const [shown, setShown] = useState<{ warnings: readonly Warning[]; key: string } | null>(null);
  // Long before anybody presses Send, and not in the way of the first screen.
  useEffect(() => { void import('../../app/checks/checks').then((module) => { loaded = module; }).catch(() => undefined); }, []);
  const passes = useCallback((leaving: Leaving): boolean => {
    const warnings = loaded?.checksBefore(leaving) ?? [];
    const key = JSON.stringify(warnings);
    if (warnings.length === 0 || shown?.key === key) {
      setShown(null);
      return true;
    }
    setShown({ warnings, key });
    return false;
  }, [shown]);
  const clear = useCallback(() => setShown(null), []);
  return { warnings: shown?.warnings ?? [], passes, clear };
}
