import { useCallback, useEffect, useRef } from 'react';
import { markSeen } from '../../app/seen';
import { sendRead } from './queries';

/** Somebody is really looking: the window has the focus and is not covered by another tab. */
function looking(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

const settleMs = 500;

/**
 * Tells the server how far this conversation was read, once the newest message in sight has stood there for a moment under
 * somebody's eyes. Returns what to call when the sight changed (scrolling, new messages).
 */
export function useReadPosition(conversationId: string, readSeq: number | undefined, newestInSight: () => number): () => void {
  const sent = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const inSight = useRef(newestInSight);
  const known = useRef(readSeq ?? 0);
  useEffect(() => {
    inSight.current = newestInSight;
    known.current = readSeq ?? 0;
  });
  const look = useCallback(() => {
    clearTimeout(timer.current);
    if (!looking()) return;
    timer.current = setTimeout(() => {
      const seq = inSight.current();
      if (!looking()) return;
      markSeen(conversationId, seq);
      if (seq <= Math.max(sent.current, known.current)) return;
      sent.current = seq;
      // Lost on the way: the next look tells a higher or the same position again.
      void sendRead(conversationId, seq).catch(() => { sent.current = 0; });
    }, settleMs);
  }, [conversationId]);
  useEffect(() => {
    look();
    addEventListener('focus', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer.current);
      removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [look]);
  return look;
}
