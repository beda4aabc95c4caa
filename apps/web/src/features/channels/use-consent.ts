import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ConsentStarted, ConsentView } from '@kontuar/contract';
import { request } from '../../app/client';
import type { Values } from './settings-schema';

const askEveryMs = 1500;
/** Closing and telling us are two ways; the second may take a moment longer. */
const closedForMs = 4000;

export type ConsentState = 'none' | 'starting' | 'waiting' | 'ready' | 'failed' | 'expired' | 'closed';
export interface Consent {
  state: ConsentState;
  id: string | undefined;
  choices: readonly { label: string }[];
  choice: number;
  choose: (choice: number) => void;
  /** Why it failed, in the server's words; the error when it could not even begin. */
  error: string | null;
  problem: unknown;
  /** The platform's screen, when the browser would not open a window for it. */
  blockedUrl: string | null;
  /** Call it from a press: browsers open windows for nothing else. */
  start: (settings: Values) => void;
  again: () => void;
  stop: () => void;
}

/** The way to a platform's consent screen and back, for a channel to come or (`channelId`) for one whose access is renewed: a window of its own, and the server is asked how it went. */
export function useConsent(connectorId: string, channelId?: string): Consent {
  const popup = useRef<Window | null>(null);
  const [started, setStarted] = useState<ConsentStarted>();
  const [blockedUrl, setBlocked] = useState<string | null>(null);
  const [choice, choose] = useState(0);
  const [closed, setClosed] = useState(false);
  const begin = useMutation({ mutationFn: (settings: Values) => request<ConsentStarted>('POST', '/channel-consents', { connectorId, settings, ...(channelId === undefined ? {} : { channelId }) }) });
  const { data } = useQuery({
    queryKey: ['consent', started?.id], enabled: started !== undefined, retry: 3,
    queryFn: ({ signal }) => request<ConsentView>('GET', `/channel-consents/${started?.id ?? ''}`, undefined, { signal }),
    // Also while the platform's window is in front of this page.
    refetchIntervalInBackground: true,
    refetchInterval: (query) => (query.state.data === undefined || query.state.data.state === 'waiting' ? askEveryMs : false),
  });
  const state: ConsentState = begin.isPending ? 'starting' : started === undefined ? 'none' : data === undefined || data.state === 'waiting' ? (closed ? 'closed' : 'waiting') : data.state === 'used' ? 'expired' : data.state;

  useEffect(() => {
    if (state !== 'waiting') return;
    let since: number | undefined;
    const timer = setInterval(() => {
      if (popup.current?.closed !== true) since = undefined;
      else if (since === undefined) since = Date.now();
      else if (Date.now() - since > closedForMs) setClosed(true);
    }, 500);
    return () => clearInterval(timer);
  }, [state]);
  useEffect(() => { if (state === 'ready' || state === 'failed') popup.current?.close(); }, [state]);

  const openWindow = (url?: string) => {
    popup.current = window.open(url ?? '', 'kontuar-consent', 'popup,width=680,height=780');
    return popup.current;
  };
  const start = (settings: Values) => {
    // Empty at first: the address comes with the answer, and by then the press is over.
    const opened = openWindow();
    setStarted(undefined);
    setBlocked(null);
    setClosed(false);
    choose(0);
    begin.mutate(settings, {
      onSuccess: (answer) => {
        setStarted(answer);
        if (opened === null) setBlocked(answer.url);
        else opened.location.href = answer.url;
      },
      onError: () => opened?.close(),
    });
  };
  return {
    state, id: data?.state === 'ready' ? data.id : undefined, choices: data?.choices ?? [], choice, choose, error: data?.error ?? null, problem: begin.error, blockedUrl, start,
    again: () => {
      if (started === undefined) return;
      setClosed(false);
      if (openWindow(started.url) === null) setBlocked(started.url);
    },
    stop: () => {
      popup.current?.close();
      setStarted(undefined);
      setClosed(false);
      begin.reset();
    },
  };
}
