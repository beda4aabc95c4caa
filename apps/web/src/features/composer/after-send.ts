import { useState } from 'react';
import { browserStorage } from '../../app/outbox/use-outbox';

/** next: the reply was the whole job, on to the next one · stay: the talk goes on. */
export type AfterSend = 'next' | 'stay';

/** Letters are one and done, chats go on: two habits, each kept for itself in this browser. */
export function useAfterSend(letters: boolean): [AfterSend, (after: AfterSend) => void] {
  const key = `kontuar.after-send.${letters ? 'letters' : 'chats'}`;
  const [, redraw] = useState(0);
  const kept = browserStorage()?.getItem(key);
  const after: AfterSend = kept === 'next' || kept === 'stay' ? kept : letters ? 'next' : 'stay';
  return [after, (next) => {
    try {
      browserStorage()?.setItem(key, next);
    } catch { /* storage is full or refused: the choice lasts for this once */ }
    redraw((count) => count + 1);
  }];
}
