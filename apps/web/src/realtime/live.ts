import { useEffect, useSyncExternalStore } from 'react';
import type { Presence } from '@kontuar/contract';
import type { LiveLine, LiveSnapshot } from './socket';

/** The line of this window; null until somebody is signed in. Set by LiveConnection. */
let line: LiveLine | null = null;
const listeners = new Set<() => void>();

export function setLine(next: LiveLine | null): void {
  line = next;
  for (const listener of listeners) listener();
}

const none: LiveSnapshot = { state: 'connecting', certainAt: null };

function subscribe(listener: () => void): () => void {
  let off = line?.subscribe(listener);
  const replaced = () => {
    off?.();
    off = line?.subscribe(listener);
    listener();
  };
  listeners.add(replaced);
  return () => {
    listeners.delete(replaced);
    off?.();
  };
}

/** `state`: connecting, live, behind, reconnecting, offline, signed-out. `certainAt`: up to when nothing is missing on screen. */
export function useLive(): LiveSnapshot {
  return useSyncExternalStore(subscribe, () => line?.getSnapshot() ?? none);
}

/** Colleagues see that this person has the conversation open, as long as the component is on screen. */
export function useWatching(conversationId: string | undefined): void {
  const current = useSyncExternalStore(subscribe, () => line);
  useEffect(() => (conversationId === undefined ? undefined : current?.watch(conversationId)), [current, conversationId]);
}

/** The figures of the board are told, as long as the component is on screen. */
export function useBoardLine(): void {
  const current = useSyncExternalStore(subscribe, () => line);
  useEffect(() => current?.lookAtBoard(), [current]);
}

export const live = {
  /** Tell colleagues that we write, or stopped; call it at every key, it is thinned out here. */
  typing: typingSignal(),
  setPresence: (presence: Presence): Promise<boolean> => line?.setPresence(presence) ?? Promise.resolve(false),
  tryNow: (): void => line?.tryNow(),
  current: (): LiveLine | null => line,
};

const repeatMs = 3000;
function typingSignal() {
  let last: { conversationId: string; at: number } | null = null;
  return (conversationId: string, typing: boolean): void => {
    const now = Date.now();
    if (!typing) {
      if (last?.conversationId === conversationId) line?.typing(conversationId, false);
      last = null;
      return;
    }
    if (last?.conversationId === conversationId && now - last.at < repeatMs) return;
    last = { conversationId, at: now };
    line?.typing(conversationId, true);
  };
}
