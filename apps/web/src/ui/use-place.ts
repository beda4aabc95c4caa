import { useLayoutEffect, useRef, useState, type CSSProperties, type KeyboardEvent, type MouseEvent, type RefObject } from 'react';

export interface Opening {
  /** Given: somebody else says whether it is open. */
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
}

export interface Place {
  /** For the button that opens. */
  button: {
    ref: RefObject<HTMLButtonElement | null>;
    'aria-expanded': boolean;
    'data-state': 'open' | 'closed';
    onPointerDown: () => void;
    onClick: (event: MouseEvent) => void;
    onKeyDown: (event: KeyboardEvent) => void;
  };
  /** Where the button stands, for what opens at it; null while nothing is open. */
  at: CSSProperties | null;
  /** Opened by a key, not by a hand. */
  byKey: RefObject<boolean>;
  change: (open: boolean) => void;
  /** Gives the focus back, unless somebody took it elsewhere. */
  onCloseAutoFocus: (event: Event) => void;
}

/**
 * For what opens at a button: it is built when it opens and costs nothing until then. A thread of two hundred messages would else keep four hundred
 * menus ready, and the composer a dozen for each conversation that one looks into.
 */
export function usePlace({ open: given, onOpenChange }: Opening): Place {
  const ref = useRef<HTMLButtonElement>(null);
  const byKey = useRef(false);
  const closing = useRef(false);
  const [own, setOwn] = useState(false);
  const [at, setAt] = useState<CSSProperties | null>(null);
  const isOpen = given ?? own;
  useLayoutEffect(() => {
    const box = isOpen ? ref.current?.getBoundingClientRect() : undefined;
    setAt(box === undefined ? null : { left: box.left, top: box.top, width: box.width, height: box.height });
  }, [isOpen]);
  const change = (open: boolean) => {
    if (given === undefined) setOwn(open);
    onOpenChange?.(open);
  };
  return {
    at, byKey, change,
    button: {
      ref, 'aria-expanded': isOpen, 'data-state': isOpen ? 'open' : 'closed',
      // A press on it while it is open closes, and must not open again.
      onPointerDown: () => { closing.current = isOpen; },
      onClick: (event) => {
        if (closing.current) return void (closing.current = false);
        byKey.current = event.detail === 0;
        change(!isOpen);
      },
      onKeyDown: (event) => {
        if (event.key !== 'ArrowDown' || isOpen) return;
        event.preventDefault();
        byKey.current = true;
        change(true);
      },
    },
    onCloseAutoFocus: (event) => {
      if (event.defaultPrevented) return;
      event.preventDefault();
      if (document.activeElement === null || document.activeElement === document.body) ref.current?.focus();
    },
  };
}
