import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { ConversationView, DraftView, MessageInput, SharedDraftView, SharedFilesInput } from '@kontuar/contract';
import { ApiProblem, request } from '../../../app/client';
import { useMe } from '../../../app/me';
import type { OutboxEntry } from '../../../app/outbox/outbox';
import { problemWords } from '../../../app/problem-words';
import { queryKeys } from '../../../app/query-keys';
import { useStrings } from '../../../i18n';
import { announce, useToast } from '../../../ui';
import { leaving, type LocalDraft } from '../drafts';
import type { DraftDesk, DraftState } from '../use-draft';
import { below } from './below';
import { bindField } from './bind-field';
import type { DraftSession, LetterHand, Person, SessionSnapshot } from './draft-session';
import type { SharedLetter } from './letter-binding';
import { choose, isIn } from './places';
import { sentHere } from './sent-here';
import { addedOnly, spliceOf } from './text-splice';
import { togetherStrings } from './together.strings';
import { useCompany } from './use-company';
import { useLetterBinding } from './use-letter-binding';
import { useSession } from './use-session';

export interface Together {
  /** The desk at which is written: the shared draft where one is open here, else one's own. */
  desk: DraftDesk;
  /** A colleague's draft in which this member is not. */
  offered: ConversationView['sharedDraft'];
  inside: boolean;
  state: SessionSnapshot['state'];
  draft: SharedDraftView | null;
  people: readonly Person[];
  /** Null: nothing to share, or nobody may. */
  share: (() => void) | null;
  join: () => void;
  leave: () => void;
  keep: () => void;
  /** What goes with the message that is sent now. */
  sending: () => MessageInput['sharedDraft'];
  /** The server did not take it; the entry is out of the outbox. */
  refused: (entry: OutboxEntry) => void;
  /** What the editor of letters needs to write in this one; null: it is plain, or one writes alone. */
  letter: SharedLetter | null;
  /** The editor of the shared letter is here; answers the way to let go of it. */
  onEditor: (hand: LetterHand) => () => void;
  /** Words typed before the letter's editor was here have no place in it yet. */
  unplaced: boolean;
  /** The text field of an open shared draft. */
  hold: ((box: HTMLTextAreaElement) => () => void) | undefined;
}

const states: Record<SessionSnapshot['state'], DraftState> = { joining: 'untouched', saved: 'saved', saving: 'saving', local: 'local' };

/** Writing one answer together: sharing, coming in, leaving, and what becomes of everybody's words when it ends. */
export function useTogether(conversation: ConversationView, own: DraftDesk, may: boolean): Together {
  const t = useStrings(togetherStrings);
  const toast = useToast();
  const client = useQueryClient();
  const memberId = useMe().member.id;
  useSyncExternalStore(sentHere.subscribe, sentHere.version);
  const [choices, chose] = useState(0);
  const [openId, setOpenId] = useState<string | null>(null);
  const [since, setSince] = useState<{ id: string; seq: number } | null>(null);
  const shared = may ? conversation.sharedDraft : null;
  const current = shared !== null && !sentHere.has(shared.id) ? shared : null;
  const wanted = current !== null && isIn(memberId, conversation.id, current) ? current.id : null;
  const mine = useRef(own);
  mine.current = own;

  const { session, snapshot } = useSession(openId, memberId);
  const lookId = openId ?? current?.id ?? null;
  const { data: draft = null } = useQuery({ queryKey: queryKeys.sharedDraft(lookId ?? ''), queryFn: () => request<SharedDraftView>('GET', `/shared-drafts/${lookId}`), enabled: lookId !== null, staleTime: 5000 });
  const letter = useLetterBinding(session, snapshot?.form ?? null, () => announce(t('tooLong'), 'assertive'));
  const handed = useRef<{ id: string; text: string } | null>(null);
  const wordsBefore = draft !== null && draft.id === openId && draft.form === 'plain' ? draft.text : null;
  /** One went on writing while the document was on its way. */
  const bringAlong = (open: DraftSession) => {
    const given = handed.current;
    if (given?.id !== open.id) return;
    handed.current = null;
    const { text, html } = mine.current.latest().draft ?? mine.current.draft;
    const splice = spliceOf(given.text, text);
    const { text: now } = open.getSnapshot();
    if (now === given.text) open.rewrite({ text, html });
    else if (splice !== null) open.type(now.slice(0, splice.at) + splice.insert + now.slice(splice.at + splice.remove));
    mine.current.clear();
  };
  const bring = useRef(bringAlong);
  bring.current = bringAlong;
  // Where the editor of the letter is not here yet, its words are shown plain until it is.
  useEffect(() => { if (session !== null && letter !== null) bring.current(session); }, [session, letter]);
  useEffect(() => {
    if (session === null || wordsBefore === null) return;
    const given = handed.current;
    handed.current = null;
    session.seed(given?.text ?? wordsBefore);
    if (given?.id !== session.id) return;
    // One went on writing while the document was on its way.
    const { text } = mine.current.latest().draft ?? mine.current.draft;
    if (text !== given.text) session.type(text);
    mine.current.clear();
  }, [session, wordsBefore]);
  const people = snapshot?.people ?? [];
  useCompany(people, session !== null);

  useEffect(() => { if (wanted !== null && openId === null) setOpenId(wanted); }, [wanted, openId, choices]);
  // The conversation knows of its end before the line has said how.
  const known = conversation.sharedDraft?.id ?? null;
  useEffect(() => {
    if (known === null && openId === null) return;
    if (openId === null || known === openId || session === null) return;
    const timer = setTimeout(() => void session.lookAgain(), 1500);
    return () => clearTimeout(timer);
  }, [known, openId, session]);
  useEffect(() => () => { if (known !== null) sentHere.open(known); }, [known]);

  const out = useCallback(() => {
    setOpenId(null);
    chose((count) => count + 1);
  }, []);
  const end = useCallback((open: DraftSession, { ended, text, html, state }: SessionSnapshot) => {
    if (ended === null) return;
    const unsaid = state === 'saving' || state === 'local' || open.wroteLately();
    const rest = !unsaid ? '' : ended.state === 'sent' && ended.text !== null ? addedOnly(ended.text, text) : state === 'saved' ? '' : text;
    open.close(false);
    if (ended.state !== 'sent') choose(memberId, conversation.id, open.id, false);
    out();
    if (ended.memberId !== memberId) toast({ text: ended.state === 'sent' ? t('sentBy', { name: ended.name }) : ended.state === 'kept' ? t('keptBy', { name: ended.name }) : t('gone') });
    if (rest.trim() === '') return;
    mine.current.change(below(mine.current, { text: rest, html: rest === text ? html : null }), 'reply');
    toast({ text: t('yoursStay') });
  }, [conversation.id, memberId, out, t, toast]);
  useEffect(() => { if (session !== null && snapshot !== null && snapshot.ended !== null) end(session, snapshot); }, [session, snapshot, end]);

  const enter = (id: string) => {
    choose(memberId, conversation.id, id, true);
    sentHere.open(id);
    setOpenId(id);
  };
  const share = async () => {
    const { text, cc, side, sinceSeq, html, letter: choices } = own.draft;
    try {
      const made = await request<SharedDraftView>('POST', `/conversations/${conversation.id}/shared-draft`, { text, html, letter: choices, attachmentIds: leaving(own.draft).map(({ id }) => id), sinceSeq, visibility: side === 'unknown' ? null : side, ...(cc === null ? {} : { cc }) });
      client.setQueryData(queryKeys.sharedDraft(made.id), made);
      handed.current = { id: made.id, text };
      enter(made.id);
      announce(t('shared'));
    } catch (error) {
      const other = error instanceof ApiProblem && error.code === 'draft-shared-already' ? error.extensions : null;
      toast({ text: other === null ? problemWords(error) : t('already', { name: String(other['ownerName']) }), tone: 'danger' });
    }
  };
  const keep = async () => {
    if (session === null) return;
    await session.flush();
    try {
      const back = await request<DraftView>('POST', `/shared-drafts/${session.id}/keep`);
      session.close(false);
      choose(memberId, conversation.id, session.id, false);
      out();
      own.change({ text: back.text, html: back.html ?? null, letter: back.letter ?? {}, attachments: back.attachments, cc: back.cc ?? null, side: back.visibility ?? null, sinceSeq: back.sinceSeq }, 'reply');
      announce(t('kept'));
    } catch (error) {
      toast({ text: problemWords(error), tone: 'danger' });
    }
  };
  const files = async (id: string, before: readonly { id: string }[], after: LocalDraft['attachments']) => {
    const body: SharedFilesInput = { add: after.filter((file) => !before.some((other) => other.id === file.id)).map((file) => file.id), remove: before.filter((file) => !after.some((other) => other.id === file.id)).map((file) => file.id) };
    client.setQueryData<SharedDraftView>(queryKeys.sharedDraft(id), (now) => now && { ...now, attachments: after });
    try {
      client.setQueryData(queryKeys.sharedDraft(id), await request<SharedDraftView>('PUT', `/shared-drafts/${id}/files`, body));
    } catch (error) {
      toast({ text: t('fileFailed', { reason: problemWords(error) }), tone: 'danger' });
      void client.invalidateQueries({ queryKey: queryKeys.sharedDraft(id) });
    }
  };

  const refused = async ({ input, problem }: OutboxEntry) => {
    const id = input.sharedDraft?.id ?? '';
    sentHere.open(id);
    if (problem?.code === 'draft-moved') return void toast({ text: t('changed'), tone: 'danger' });
    const what = await request<SharedDraftView>('GET', `/shared-drafts/${id}`).catch(() => null);
    const sent = what?.state === 'sent';
    const rest = sent ? addedOnly(what.text, input.text) : input.text;
    if (rest !== '') mine.current.change(below(mine.current, { text: rest, html: rest === input.text ? input.html ?? null : null }), 'reply');
    toast({ text: !sent ? t('noLonger') : what.endedByName === null ? t('sentFirstNobody') : t('sentFirst', { name: what.endedByName }), tone: 'danger' });
  };

  // A letter opens with its editor: until it can, one's own draft stays where it is, and nobody types into a field that goes away.
  const isOpening = session !== null && (snapshot?.form === 'letter' || draft?.form === 'letter') && letter === null;
  const written: LocalDraft | null = openId === null || session === null || isOpening ? null : {
    ...own.draft, html: snapshot?.html ?? null, letter: snapshot?.letter ?? {}, text: snapshot?.text ?? '', attachments: draft?.id === openId ? draft.attachments : [], cc: snapshot?.cc ?? null, side: snapshot?.side ?? null,
    sinceSeq: since?.id === openId ? since.seq : draft?.sinceSeq ?? own.draft.sinceSeq, updatedAt: draft?.updatedAt ?? own.draft.updatedAt,
  };
  const changeShared: DraftDesk['change'] = (change, of) => {
    if ((of ?? own.kind) === 'note' || openId === null) return own.change(change, of);
    const { text, html, letter: choices, attachments, cc, side, sinceSeq } = change;
    if (sinceSeq !== undefined) setSince({ id: openId, seq: sinceSeq });
    if (text !== undefined && session?.rewrite({ text, html: html ?? null }) === false) announce(t('tooLong'), 'assertive');
    if (cc !== undefined || side !== undefined || choices !== undefined) session?.set({ ...(choices === undefined ? {} : { letter: choices }), ...(cc === undefined ? {} : { cc }), ...(side === undefined ? {} : { side: side === 'unknown' ? 'private' : side }) });
    if (attachments !== undefined) void files(openId, draft?.attachments ?? [], attachments);
  };
  const desk: DraftDesk = written === null || openId === null ? own : {
    kind: own.kind, choose: own.choose, settle: own.settle, change: changeShared,
    type: (change) => (own.kind === 'note' ? own.type(change) : changeShared(change)),
    latest: () => (own.kind === 'reply' ? { draft: written, other: own.latest().other } : { draft: own.latest().draft, other: written }),
    draft: own.kind === 'reply' ? written : own.draft, other: own.kind === 'reply' ? own.other : written,
    state: own.kind === 'reply' ? states[snapshot?.state ?? 'joining'] : own.state,
    clear: () => {
      if (own.kind === 'note') return own.clear();
      sentHere.add(openId);
      out();
    },
  };
  return {
    desk, draft: draft?.id === lookId ? draft : null, people, state: snapshot?.state ?? 'joining',
    offered: openId === null && own.kind === 'reply' && current !== null && wanted === null ? current : null,
    inside: written !== null && own.kind === 'reply',
    share: may && own.kind === 'reply' && openId === null && conversation.sharedDraft === null ? () => void share() : null,
    join: () => { if (current !== null) enter(current.id); },
    leave: () => {
      if (openId === null) return;
      choose(memberId, conversation.id, openId, false);
      out();
    },
    keep: () => void keep(),
    letter: written !== null && own.kind === 'reply' ? letter : null, unplaced: snapshot?.unplaced === true,
    onEditor: (hand) => {
      const letGo = session?.bindLetter(hand);
      // Before the caret is put where it was.
      if (session !== null) bringAlong(session);
      return letGo ?? (() => undefined);
    },
    sending: () => (written === null || openId === null || session === null ? undefined : { id: openId, seq: session.getSnapshot().seq }),
    refused: (entry) => void refused(entry),
    hold: session === null || written === null || letter !== null || own.kind !== 'reply' ? undefined : heldBy(session),
  };
}

/** The same function for the same session, so that a field is bound once. */
const holds = new WeakMap<DraftSession, (box: HTMLTextAreaElement) => () => void>();
function heldBy(session: DraftSession): (box: HTMLTextAreaElement) => () => void {
  const known = holds.get(session) ?? ((box: HTMLTextAreaElement) => bindField(box, session));
  holds.set(session, known);
  return known;
}
