import { useEffect, useState, type ComponentType, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { withTexts } from '../../i18n';
import type { WritingArea } from './area';
import type { LetterAreaProps } from './letter-area';

type LetterComponent = ComponentType<LetterAreaProps>;

/** How long a plain field may stand in for a letter's editor while the browser is busy. */
const idleWithinMs = 1500;

let loaded: Promise<LetterComponent> | undefined;
const load = (): Promise<LetterComponent> => (loaded ??= withTexts(import('./letter-area')).then(({ LetterArea }) => LetterArea).catch((error: unknown) => {
  // The line was down, or a new version was deployed: letters are written plain until it comes.
  loaded = undefined;
  throw error;
}));

const whenIdle = (act: () => void): (() => void) => {
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(act, 200);
    return () => clearTimeout(timer);
  }
  const handle = window.requestIdleCallback(act, { timeout: idleWithinMs });
  return () => window.cancelIdleCallback(handle);
};

/**
 * The editor of letters, once it is there and the browser has time for it: a conversation opens with a plain field, in which one can type at once, and
 * becomes a letter around the caret. Null: still plain, or not a letter at all.
 */
export function useLetterArea(isLetter: boolean, area: RefObject<WritingArea | null>): LetterComponent | null {
  const [component, setComponent] = useState<LetterComponent | null>(null);
  useEffect(() => {
    // Once it was there, it comes back from a note in one turn.
    if (!isLetter || component !== null) return undefined;
    let isWanted = true;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const swap = (letter: LetterComponent): void => {
      if (!isWanted) return;
      // In the middle of a letter that is being composed the field stays.
      if (area.current?.composing() === true) { waiting = setTimeout(() => swap(letter), 200); return; }
      // All in one turn, in which the caret goes along (carried-caret.ts).
      flushSync(() => setComponent(() => letter));
    };
    const stop = whenIdle(() => void load().then(swap, () => undefined));
    return () => {
      isWanted = false;
      clearTimeout(waiting);
      stop();
    };
  }, [isLetter, area, component]);
  return isLetter ? component : null;
}
