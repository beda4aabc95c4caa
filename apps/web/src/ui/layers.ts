import type * as Radix from 'radix-ui';
import { useEffect, useSyncExternalStore } from 'react';

type Layers = Pick<typeof Radix, 'Dialog' | 'DropdownMenu' | 'Popover' | 'Tooltip'>;

let loaded: Layers | undefined;
let coming: Promise<void> | undefined;
const waiting = new Set<() => void>();

/** Right behind the first paint, or when the first menu opens before that. What cannot be fetched now is asked for again then. */
export function fetchLayers(): Promise<void> {
  return (coming ??= import('./layers-part').then(
    ({ Dialog, DropdownMenu, Popover, Tooltip }) => {
      loaded = { Dialog, DropdownMenu, Popover, Tooltip };
      for (const tell of waiting) tell();
    },
    () => { coming = undefined; },
  ));
}

function subscribe(tell: () => void): () => void {
  waiting.add(tell);
  return () => waiting.delete(tell);
}

/** For what opens: the library, once it is here. */
export function useLayers(): Layers | undefined {
  useEffect(() => void fetchLayers(), []);
  return useSyncExternalStore(subscribe, () => loaded);
}

/** For what stands inside of something open. */
export function layers(): Layers {
  if (loaded === undefined) throw new Error('only what is open has parts');
  return loaded;
}
