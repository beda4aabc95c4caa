import { useRef, useState, type CSSProperties, type RefObject } from 'react';

export interface Place {
  button: RefObject<HTMLButtonElement | null>;
  /** Where the button stands, for something that opens at it; null while nothing is open. */
  at: CSSProperties | null;
  /** For the button: a press on it while it is open closes, and must not open again. */
  onPointerDown: () => void;
  /** Opened by a key, not by a hand. */
  byKey: RefObject<boolean>;
  open: (byKey: boolean) => void;
  close: () => void;
  /** Gives the focus back, unless somebody took it elsewhere. */
  onCloseAutoFocus: (event: Event) => void;
}

/**
 * For buttons that stand on every line: what opens at one is built when it is opened, and costs nothing until then. A thread of two hundred messages
 * would else keep four hundred menus ready.
 */
export function usePlace(): Place {
  const button = useRef<HTMLButtonElement>(null);
  const byKey = useRef(false);
  const closing = useRef(false);
  const [at, setAt] = useState<CSSProperties | null>(null);
  return {
    button, at, byKey,
    onPointerDown: () => { closing.current = at !== null; },
    open: (key) => {
      if (closing.current) return void (closing.current = false);
      const box = button.current?.getBoundingClientRect();
      if (box === undefined) return;
      byKey.current = key;
      setAt({ left: box.left, top: box.top, width: box.width, height: box.height });
    },
    close: () => setAt(null),
    onCloseAutoFocus: (event) => {
      event.preventDefault();
      if (document.activeElement === null || document.activeElement === document.body) button.current?.focus();
    },
  };
}
