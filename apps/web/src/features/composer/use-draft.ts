import { useCallback, useEffect, useRef, useState } from 'react';
import type { Draft, DraftView, Supervision } from '@kontuar/contract';
import { ApiProblem, request } from '../../app/client';
import { browserStorage } from '../../app/outbox/use-outbox';
import { queryClient } from '../../app/query-client';
import { queryKeys } from '../../app/query-keys';
import { isEmpty, keepDrafts, newerDraft, readDrafts, type DraftKind, type LocalDraft, type LocalDrafts } from './drafts';

const pauseMs = 1000;
/** A store of the browser writes to its disk: not between a key and its letter. */
const keepMs = 150;
/** While somebody listens, who shall see it as it is typed. */
const heardMs = 250;
const isHeard = (conversationId: string): boolean => {
  const beside = queryClient.getQueryData<Supervision>(queryKeys.supervision(conversationId));
  return beside?.draftsHeard === true && beside.listeners.length > 0;
};

/** saving: on its way · saved: the server has it · local: only this browser has it, the server could not be reached. */
export type DraftState = 'untouched' | 'saving' | 'saved' | 'local';

export interface DraftDesk {
  kind: DraftKind;
  draft: LocalDraft;
  other: LocalDraft | null;
  state: DraftState;
  choose(kind: DraftKind): void;
  change(change: Partial<Pick<LocalDraft, 'text' | 'html' | 'letter' | 'attachments' | 'cc' | 'sinceSeq' | 'side'>>, kind?: DraftKind): void;
  clear(): void;
}

/**
 * What is being written: in this browser a moment after every key, on the server at every pause. One person has one draft per conversation on
 * the server, the one that was touched last; the browser keeps reply and note apart.
 */
export function useDraft(conversationId: string, memberId: string, newestSeq: () => number): DraftDesk {
  const [drafts, setDrafts] = useState<LocalDrafts>(() => readDrafts(browserStorage(), memberId, conversationId));
  const [state, setState] = useState<DraftState>('untouched');
  const latest = useRef(drafts);
  const touched = useRef(false);
  const onServer = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const put = useCallback(async () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    const { kind } = latest.current;
    const draft = latest.current[kind];
    if (isEmpty(draft) && !onServer.current) return setState('untouched');
    const body: Draft = {
      text: draft?.text ?? '', html: draft?.html ?? null, ...(draft === null || kind === 'note' ? {} : { letter: draft.letter }), private: kind === 'note', attachmentIds: (draft?.attachments ?? []).map(({ id }) => id), sinceSeq: draft?.sinceSeq ?? 0,
      visibility: kind === 'note' || draft === null || draft.side === 'unknown' ? null : draft.side,
      ...(draft?.cc ? { cc: draft.cc } : {}),
    };
    try {
      await request<unknown>('PUT', `/conversations/${conversationId}/draft`, body);
      onServer.current = !isEmpty(draft);
      setState(isEmpty(draft) ? 'untouched' : 'saved');
    } catch (error) {
      setState(isEmpty(draft) ? 'untouched' : 'local');
      // Passing trouble is tried again with the next key or pause; a refusal would be refused again.
      if (error instanceof ApiProblem && (error.offline || error.status >= 500)) timer.current = setTimeout(() => void put(), 10 * pauseMs);
    }
  }, [conversationId]);

  const keeping = useRef<ReturnType<typeof setTimeout>>(undefined);
  const keep = useCallback(() => {
    clearTimeout(keeping.current);
    keeping.current = undefined;
    keepDrafts(browserStorage(), memberId, conversationId, latest.current);
  }, [conversationId, memberId]);
  // Whatever takes the page away, the last letters are kept first.
  useEffect(() => {
    const last = () => { if (keeping.current !== undefined) keep(); };
    window.addEventListener('pagehide', last);
    document.addEventListener('visibilitychange', last);
    return () => {
      window.removeEventListener('pagehide', last);
      document.removeEventListener('visibilitychange', last);
      last();
    };
  }, [keep]);

  const set = useCallback((next: LocalDrafts) => {
    touched.current = true;
    latest.current = next;
    setDrafts(next);
    // What has left must not come back.
    if (isEmpty(next[next.kind])) keep();
    else keeping.current ??= setTimeout(keep, keepMs);
    setState('saving');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void put(), isHeard(conversationId) ? heardMs : pauseMs);
  }, [conversationId, keep, put]);

  useEffect(() => {
    const stop = new AbortController();
    request<DraftView | undefined>('GET', `/conversations/${conversationId}/draft`, undefined, { signal: stop.signal })
      .then((answer) => {
        if (!answer) return;
        onServer.current = answer.text !== '' || answer.attachmentIds.length > 0;
        const kind: DraftKind = answer.private ? 'note' : 'reply';
        const local = latest.current[kind];
        const server: LocalDraft = {
          text: answer.text, html: answer.html ?? null, letter: answer.letter ?? {}, attachments: answer.attachments, sinceSeq: answer.sinceSeq,
          cc: answer.cc ?? null, side: answer.visibility ?? 'unknown', updatedAt: answer.updatedAt ?? new Date(0).toISOString(),
        };
        if (touched.current || newerDraft(local, server) !== server) return;
        const next: LocalDrafts = { ...latest.current, kind, [kind]: server };
        latest.current = next;
        setDrafts(next);
        setState('saved');
      })
      // Without an answer the browser's own copy has to do; it is on screen already.
      .catch(() => undefined);
    return () => stop.abort();
  }, [conversationId]);

  // Leaving before the pause is over must not cost the last words.
  useEffect(() => () => { if (timer.current !== undefined) void put(); }, [put]);

  const blank = (): LocalDraft => ({ text: '', html: null, letter: {}, attachments: [], sinceSeq: newestSeq(), cc: null, side: null, updatedAt: new Date().toISOString() });
  const { kind } = drafts;
  return {
    kind, state,
    draft: drafts[kind] ?? blank(),
    other: drafts[kind === 'reply' ? 'note' : 'reply'],
    choose: (next) => {
      if (next === kind) return;
      const chosen = { ...latest.current, kind: next };
      latest.current = chosen;
      setDrafts(chosen);
      keep();
    },
    change: (change, of) => {
      const target = of ?? latest.current.kind;
      const before = latest.current[target];
      // Writing begins here: what is known of the conversation now is what the answer is measured against.
      const base = before === null || isEmpty(before) ? { ...blank(), cc: before?.cc ?? null, side: before?.side ?? null } : before;
      set({ ...latest.current, kind: target, [target]: { ...base, ...change, updatedAt: new Date().toISOString() } });
    },
    clear: () => set({ ...latest.current, [latest.current.kind]: null }),
  };
}
