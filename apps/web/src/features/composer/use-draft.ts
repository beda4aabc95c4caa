import { startTransition, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { Draft, DraftView, Supervision } from '@kontuar/contract';
import { afterPaint } from '../../app/after-paint';
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

const acts = ['keydown', 'pointerdown', 'click', 'paste', 'drop', 'submit'] as const;
/** A letter, or one less. Enter may take what a list offers. */
function writesOn({ key, isComposing, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  return isComposing || (!ctrlKey && !metaKey && !altKey && (key.length === 1 || key === 'Backspace' || key === 'Shift'));
}

/** saving: on its way · saved: the server has it · local: only this browser has it, the server could not be reached. */
export type DraftState = 'untouched' | 'saving' | 'saved' | 'local';

export interface DraftDesk {
  kind: DraftKind;
  draft: LocalDraft;
  other: LocalDraft | null;
  state: DraftState;
  choose(kind: DraftKind): void;
  change(change: Partial<Pick<LocalDraft, 'text' | 'html' | 'letter' | 'attachments' | 'cc' | 'sinceSeq' | 'side'>>, kind?: DraftKind): void;
  /** As `change`, for letters that the field shows by itself: what else depends on them is drawn behind the frame of the key. */
  type(change: Partial<Pick<LocalDraft, 'text' | 'html' | 'side'>>): void;
  /** Draws what was typed, if that is still to come. True when it was: whoever acts on the draft then looks at it anew. */
  settle(): boolean;
  /** What is written, also where it is not drawn yet. */
  latest(): { draft: LocalDraft | null; other: LocalDraft | null };
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

  /** Typed, and not drawn yet. */
  const behind = useRef(false);
  useLayoutEffect(() => { if (drafts === latest.current) behind.current = false; }, [drafts]);
  const settle = useCallback(() => {
    if (!behind.current) return false;
    behind.current = false;
    flushSync(() => setDrafts(latest.current));
    return true;
  }, []);
  // Whoever does anything but write on acts on all that is written.
  useEffect(() => {
    const act = (event: Event) => { if (!(event instanceof KeyboardEvent && writesOn(event))) settle(); };
    for (const kind of acts) window.addEventListener(kind, act, true);
    return () => { for (const kind of acts) window.removeEventListener(kind, act, true); };
  }, [settle]);

  const set = useCallback((next: LocalDrafts, isTyped = false) => {
    touched.current = true;
    latest.current = next;
    if (isTyped) {
      behind.current = true;
      startTransition(() => {
        setDrafts(next);
        setState('saving');
      });
    } else {
      setDrafts(next);
      setState('saving');
    }
    // What has left must not come back.
    if (isEmpty(next[next.kind])) keep();
    else keeping.current ??= setTimeout(keep, keepMs);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void put(), isHeard(conversationId) ? heardMs : pauseMs);
  }, [conversationId, keep, put]);

  useEffect(() => {
    const stop = new AbortController();
    // What is kept here is on the screen; what the server keeps is asked for behind the first sight of the conversation.
    const look = () => request<DraftView | undefined>('GET', `/conversations/${conversationId}/draft`, undefined, { signal: stop.signal })
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
    const forget = afterPaint(() => void look());
    return () => {
      forget();
      stop.abort();
    };
  }, [conversationId]);

  // Leaving before the pause is over must not cost the last words.
  useEffect(() => () => { if (timer.current !== undefined) void put(); }, [put]);

  const blank = (): LocalDraft => ({ text: '', html: null, letter: {}, attachments: [], sinceSeq: newestSeq(), cc: null, side: null, updatedAt: new Date().toISOString() });
  const { kind } = drafts;
  const change = (next: Parameters<DraftDesk['change']>[0], of: DraftKind | undefined, isTyped = false) => {
    const target = of ?? latest.current.kind;
    const before = latest.current[target];
    // Writing begins here: what is known of the conversation now is what the answer is measured against.
    const base = before === null || isEmpty(before) ? { ...blank(), cc: before?.cc ?? null, side: before?.side ?? null } : before;
    set({ ...latest.current, kind: target, [target]: { ...base, ...next, updatedAt: new Date().toISOString() } }, isTyped);
  };
  return {
    kind, state, settle,
    latest: () => ({ draft: latest.current[kind], other: latest.current[kind === 'reply' ? 'note' : 'reply'] }),
    draft: drafts[kind] ?? blank(),
    other: drafts[kind === 'reply' ? 'note' : 'reply'],
    choose: (next) => {
      if (next === kind) return;
      const chosen = { ...latest.current, kind: next };
      latest.current = chosen;
      setDrafts(chosen);
      keep();
    },
    change: (next, of) => change(next, of),
    type: (next) => change(next, undefined, true),
    clear: () => set({ ...latest.current, [latest.current.kind]: null }),
  };
}
