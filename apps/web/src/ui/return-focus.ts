import { useState } from 'react';

/**
 * Where the focus was before a dialog took it, for `onCloseAutoFocus` of what is drawn only while it is open. Asked for while it is drawn for the first time:
 * a field with `autoFocus` has the focus before any effect runs, and radix would give it back to that field, which is gone. Whoever moved on keeps the focus.
 */
export function useReturnFocus(): (event: Event) => void {
  const [before] = useState(() => document.activeElement);
  return (event) => {
    event.preventDefault();
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (lost && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
  };
}
