import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** Without a hand near it, so little a move upwards is the browser's own: what stood below was gone for a moment (a field that becomes an editor of letters). */
const slipPx = 160;
const handMs = 1000;
const hands = ['wheel', 'touchmove', 'pointerdown', 'pointermove', 'keydown'] as const;
/** Who writes does not scroll, and a pointer moves the box only while it holds something. */
const mayScroll = (event: Event): boolean => (event instanceof PointerEvent ? event.buttons !== 0 : !(event instanceof KeyboardEvent && event.target instanceof HTMLElement && event.target.closest('textarea, input, [contenteditable="true"]') !== null));

/** Closer to the end than this counts as "at the end": new messages then stay in sight. */
const endZonePx = 56;

export interface HeldPlace {
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  atEnd: boolean;
  toEnd(smooth?: boolean): void;
  /** Puts the entry with this key a third down from the top. */
  toKey(key: string): boolean;
  /** The same for the message with this place in the conversation, or the first one behind it that is drawn. */
  toSeq(seq: number): boolean;
  onScroll(): void;
  /** Call after the entries changed, before paint. At the end there is nothing to do: the box is watched, and looked at once its layout is known. */
  hold(): void;
}

/**
 * Keeps what one reads where it is while entries come in above, below, or change their height (pictures, letters, folded quotes):
 * the first entry in sight is remembered by key and offset, or the end is. Browsers' own anchoring is off, Safari has none.
 * `ready`: the boxes are on screen.
 */
export function useHeldPlace(ready: boolean): HeldPlace {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const place = useRef<{ key: string; offset: number } | 'end'>('end');
  /** Where the box stood when we looked last: only a hand moves it up. */
  const lastTop = useRef(0);
  const handAt = useRef(Number.NEGATIVE_INFINITY);
  const [atEnd, setAtEnd] = useState(true);

  useLayoutEffect(() => {
    const seen = (event: Event) => { if (mayScroll(event)) handAt.current = performance.now(); };
    for (const kind of hands) addEventListener(kind, seen, { capture: true, passive: true });
    return () => { for (const kind of hands) removeEventListener(kind, seen, true); };
  }, []);

  const remember = useCallback(() => {
    const box = scroller.current;
    if (!box) return;
    const slipped = lastTop.current - box.scrollTop;
    const movedUp = slipped > 1 && (slipped > slipPx || performance.now() - handAt.current < handMs);
    if (place.current === 'end' && slipped > 1 && !movedUp) box.scrollTop = box.scrollHeight;
    lastTop.current = box.scrollTop;
    // The end moved away because something above it grew, not because somebody scrolled.
    const end = box.scrollHeight - box.clientHeight - box.scrollTop <= endZonePx || (place.current === 'end' && !movedUp);
    setAtEnd(end);
    if (end) {
      place.current = 'end';
      return;
    }
    const first = entries(content.current).find((entry) => entry.offsetTop + entry.offsetHeight > box.scrollTop);
    if (first) place.current = { key: first.dataset['key'] ?? '', offset: first.offsetTop - box.scrollTop };
  }, []);

  const keep = useCallback(() => {
    const box = scroller.current;
    const held = place.current;
    if (!box) return;
    if (held === 'end') box.scrollTop = box.scrollHeight;
    else {
      const entry = entries(content.current).find(({ dataset }) => dataset['key'] === held.key);
      if (entry) box.scrollTop = entry.offsetTop - held.offset;
    }
    lastTop.current = box.scrollTop;
  }, []);

  // Asking for a place makes the browser lay the page out at once, and once more for what the same turn changes after it.
  const hold = useCallback(() => { if (place.current !== 'end') keep(); }, [keep]);

  useLayoutEffect(() => {
    const watcher = new ResizeObserver(keep);
    if (content.current) watcher.observe(content.current);
    if (scroller.current) watcher.observe(scroller.current);
    return () => watcher.disconnect();
  }, [keep, ready]);

  const toEnd = useCallback((smooth = false) => {
    place.current = 'end';
    setAtEnd(true);
    const box = scroller.current;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    box?.scrollTo({ top: box.scrollHeight, behavior: smooth && !still ? 'smooth' : 'instant' });
  }, []);

  const toKey = useCallback((key: string) => {
    const box = scroller.current;
    const entry = entries(content.current).find(({ dataset }) => dataset['key'] === key);
    if (!box || !entry) return false;
    place.current = { key, offset: box.clientHeight / 3 };
    keep();
    remember();
    return true;
  }, [keep, remember]);

  const toSeq = useCallback((seq: number) => {
    const entry = entries(content.current).find(({ dataset }) => Number(dataset['seq'] ?? 0) >= seq);
    return entry !== undefined && toKey(entry.dataset['key'] ?? '');
  }, [toKey]);

  return { scroller, content, atEnd, toEnd, toKey, toSeq, onScroll: remember, hold };
}

function entries(content: HTMLElement | null): HTMLElement[] {
  return content ? ([...content.children] as HTMLElement[]).filter((child) => child.dataset['key'] !== undefined) : [];
}
