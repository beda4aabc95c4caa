import { useEffect, useState, useSyncExternalStore } from 'react';
import { queryClient } from '../../../app/query-client';
import { queryKeys } from '../../../app/query-keys';
import { draftLine, type DraftLineEvent } from '../../../realtime/draft-line';
import { draftPort } from './draft-port';
import type { DraftSession, SessionClock, SessionSnapshot } from './draft-session';
import { keptWords } from './places';

const clock: SessionClock = {
  now: () => Date.now(),
  wait: (ms, act) => {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
};
const nothing = () => () => undefined;

/** The open shared draft, as long as it is on screen; Yjs is fetched for the first of them. */
export function useSession(draftId: string | null, memberId: string): { session: DraftSession | null; snapshot: SessionSnapshot | null } {
  const [session, setSession] = useState<DraftSession | null>(null);
  useEffect(() => {
    if (draftId === null) return;
    let over = false;
    let end: () => void = () => undefined;
    const begin = () => import('./draft-session').then(({ DraftSession: Session }) => {
      if (over) return;
      const open = new Session(draftId, draftPort(draftId), keptWords(memberId, draftId), clock);
      const silence = draftLine.listen((told) => hear(open, draftId, told));
      // A page that is left has no time for a last word to the server.
      const leaving = () => void open.flush();
      addEventListener('pagehide', leaving);
      end = () => {
        removeEventListener('pagehide', leaving);
        silence();
        void open.flush().finally(() => open.close());
      };
      void open.join();
      setSession(open);
    }, () => { if (!over) retry = setTimeout(() => void begin(), 3000); });
    let retry: ReturnType<typeof setTimeout> | undefined;
    void begin();
    return () => {
      over = true;
      clearTimeout(retry);
      end();
      setSession(null);
    };
  }, [draftId, memberId]);
  const snapshot = useSyncExternalStore(session?.subscribe ?? nothing, () => session?.getSnapshot() ?? null);
  return { session, snapshot };
}

function hear(session: DraftSession, draftId: string, told: DraftLineEvent): void {
  if (told.type === 'line') return told.connected ? void session.join() : session.lineLost();
  if (told.event.draftId !== draftId) return;
  switch (told.type) {
    case 'draft.updated': return session.took(told.event);
    case 'draft.cursor': return session.sees(told.event);
    case 'draft.hello': return session.hello();
    case 'draft.files': return void queryClient.invalidateQueries({ queryKey: queryKeys.sharedDraft(draftId) });
    case 'draft.ended': return session.end(told.event);
    default: told satisfies never;
  }
}
