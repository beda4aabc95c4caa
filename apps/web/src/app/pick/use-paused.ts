import { useEffect, useState } from 'react';

const pauseMs = 160;

/** What stands still for a moment: a request per pause, not per key. */
export function usePaused(value: string): string {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value]);
  return paused;
}
