import './supervision.css';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Ear, EarOff, MessageCircleDashed, Undo2, UserRoundCheck } from 'lucide';
import { useEffect, useRef, useState } from 'react';
import type { ConversationChange, ConversationView, Review, Supervision, Whisper } from '@kontuar/contract';
import { request } from '../../app/client';
import { useMembers } from '../../app/directory';
import { useKeycaps, useShortcut } from '../../app/keys';
import { useCan, useMe } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { supervisionQuery } from '../../app/supervision';
import { formatList, useLocale, useStrings } from '../../i18n';
import { takeConversation } from '../../app/acts/cached';
import { announce, Banner, Button, Field, Icon, TextInput, useToast } from '../../ui';
import { supervisionStrings } from './supervision.strings';

/** A sign of life; the server takes a minute of silence for leaving. */
const ALIVE_MS = 20_000;

/** Above the answer: hints for oneself, who took it over, who listens; and for those who lead, the means to do it. */
export function SupervisionBar({ conversation }: { conversation: ConversationView }) {
  const t = useStrings(supervisionStrings);
  const locale = useLocale();
  const me = useMe();
  const members = useMembers();
  const { data } = useQuery(supervisionQuery(conversation.id));
  const supervises = useCan('conversation.supervise');
  const nameOf = (id: string | null) => members.find((member) => member.id === id)?.name ?? t('somebody');
  const mine = data?.whispers.filter(({ toId }) => toId === me.member.id) ?? [];
  const newest = mine.at(-1);
  const told = useRef<string>(undefined);
  useEffect(() => {
    if (newest === undefined || told.current === newest.id) return;
    told.current = newest.id;
    announce(`${t('whisperFrom', { name: nameOf(newest.fromId) })} ${newest.text}`);
  });
  if (data === undefined) return null;
  const others = data.listeners.filter(({ memberId }) => memberId !== me.member.id);
  return (
    <div className="sup" role="group" aria-label={t('beside')}>
      {data.takenOver?.fromId === me.member.id && <Banner boxed tone="waiting">{t('lockedBy', { name: nameOf(data.takenOver.byId) })}</Banner>}
      {mine.map((each) => <Hint key={each.id} of={each} name={nameOf(each.fromId)} />)}
      {others.length > 0 && <p className="sup-b"><Icon of={Ear} size={12} />{t('listensToYou', { names: formatList(locale, others.map(({ memberId }) => nameOf(memberId))) })}</p>}
      {supervises && <Leading conversation={conversation} of={data} nameOf={nameOf} />}
    </div>
  );
}

function Hint({ of, name }: { of: Whisper; name: string }) {
  const t = useStrings(supervisionStrings);
  const cache = useQueryClient();
  const seen = useMutation({
    mutationFn: () => request('POST', `/whispers/${of.id}/seen`),
    onSuccess: () => void cache.invalidateQueries({ queryKey: queryKeys.supervision(of.conversationId) }),
  });
  return <div className="sup-w"><Icon of={MessageCircleDashed} /><p><span className="mut">{t('whisperFrom', { name })}</span> <b dir="auto">{of.text}</b></p><Button size="sm" busy={seen.isPending} onClick={() => seen.mutate()}>{t('gotIt')}</Button></div>;
}

/** Listen, whisper, take over, hand back, review: each with a key. */
function Leading({ conversation, of, nameOf }: { conversation: ConversationView; of: Supervision; nameOf: (id: string | null) => string }) {
  const t = useStrings(supervisionStrings);
  const me = useMe();
  const cache = useQueryClient();
  const toast = useToast();
  const navigate = useNavigate();
  const [whispering, setWhispering] = useState(false);
  const key = queryKeys.supervision(conversation.id);
  const path = `/conversations/${conversation.id}`;
  const failed = (error: Error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
  const leadBySomebody = conversation.assigneeId !== null && conversation.assigneeId !== me.member.id;
  const takenByMe = of.takenOver !== null && of.takenOver.byId === me.member.id;
  const listen = useMutation({
    mutationFn: (on: boolean) => (on ? request<Supervision>('POST', `${path}/listen`) : request<undefined>('DELETE', `${path}/listen`)),
    onSuccess: (next) => (next === undefined ? void cache.invalidateQueries({ queryKey: key }) : cache.setQueryData(key, next)),
    onError: failed,
  });
  const move = useMutation({
    mutationFn: (how: 'take-over' | 'hand-back') => request<ConversationChange>('POST', `${path}/${how}`, how === 'take-over' ? { version: conversation.version } : {}),
    onSuccess: ({ conversation: next }, how) => {
      takeConversation(next);
      void cache.invalidateQueries({ queryKey: key });
      toast({ text: how === 'take-over' ? t('tookOver', { name: nameOf(conversation.assigneeId) }) : t('handedBack', { name: nameOf(of.takenOver?.fromId ?? null) }) });
    },
    onError: failed,
  });
  const review = useMutation({ mutationFn: () => request<Review>('POST', '/quality/reviews', { conversationId: conversation.id }), onSuccess: ({ id }) => void navigate({ to: '/quality/reviews/$reviewId', params: { reviewId: id }, search: {} }), onError: failed });
  // As long as the conversation is open here; leaving it ends it.
  const { listening } = of;
  const leave = useRef<() => void>(() => undefined);
  leave.current = () => { if (listening) void request('DELETE', `${path}/listen`).catch(() => undefined); };
  useEffect(() => () => leave.current(), []);
  useEffect(() => {
    if (!listening) return;
    const timer = setInterval(() => void request<Supervision>('POST', `${path}/listen`).catch(() => undefined), ALIVE_MS);
    return () => clearInterval(timer);
  }, [listening, path]);
  useShortcut('listen', () => listen.mutate(!listening));
  useShortcut('whisper', () => setWhispering(true), { when: leadBySomebody });
  useShortcut('take-over', () => move.mutate(takenByMe ? 'hand-back' : 'take-over'), { when: leadBySomebody || takenByMe });
  useShortcut('review', () => review.mutate());
  const caps = { listen: useKeycaps('listen'), whisper: useKeycaps('whisper'), takeOver: useKeycaps('take-over'), review: useKeycaps('review') };
  const sent = of.whispers.filter(({ fromId }) => fromId === me.member.id).at(-1);
  return (
    <>
      {listening && of.drafts.map((draft) => <div key={draft.memberId}><p className="sup-b">{t('heard', { name: nameOf(draft.memberId) })}</p><p className="sup-d" dir="auto" tabIndex={0} role="note" aria-label={t('heard', { name: nameOf(draft.memberId) })}>{draft.text}</p></div>)}
      {whispering && <WhisperForm conversation={conversation} name={nameOf(conversation.assigneeId)} onDone={() => setWhispering(false)} />}
      <p className="sup-b">
        <span className="grow">{listening ? (of.draftsHeard && leadBySomebody ? t('listening', { name: nameOf(conversation.assigneeId) }) : t('listeningOnly')) : sent !== undefined ? `${t('whispered', { name: nameOf(sent.toId) })} (${t(sent.seenAt === null ? 'notSeen' : 'seen')})` : ''}</span>
        {(leadBySomebody || listening) && <Button size="sm" tone="ghost" keys={caps.listen} aria-pressed={listening} busy={listen.isPending} onClick={() => listen.mutate(!listening)}><Icon of={listening ? EarOff : Ear} size={14} />{t(listening ? 'listenNoMore' : 'listen')}</Button>}
        {leadBySomebody && <Button size="sm" tone="ghost" keys={caps.whisper} onClick={() => setWhispering(true)}><Icon of={MessageCircleDashed} size={14} />{t('whisper')}</Button>}
        {leadBySomebody && <Button size="sm" tone="ghost" keys={caps.takeOver} busy={move.isPending} onClick={() => move.mutate('take-over')}><Icon of={UserRoundCheck} size={14} />{t('takeOver')}</Button>}
        {takenByMe && <Button size="sm" keys={caps.takeOver} busy={move.isPending} onClick={() => move.mutate('hand-back')}><Icon of={Undo2} size={14} />{t('handBack', { name: nameOf(of.takenOver?.fromId ?? null) })}</Button>}
      </p>
    </>
  );
}

function WhisperForm({ conversation, name, onDone }: { conversation: ConversationView; name: string; onDone: () => void }) {
  const t = useStrings(supervisionStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const [text, setText] = useState('');
  const send = useMutation({
    mutationFn: () => request<Whisper>('POST', `/conversations/${conversation.id}/whispers`, { text }),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: queryKeys.supervision(conversation.id) });
      toast({ text: t('whispered', { name }) });
      onDone();
    },
    onError: (error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
  return (
    <form className="sup-f" onSubmit={(event) => { event.preventDefault(); if (text.trim() !== '') send.mutate(); }} onKeyDown={(event) => { if (event.key === 'Escape') { event.stopPropagation(); onDone(); } }}>
      <Field label={t('whisperTo', { name })}><TextInput autoFocus maxLength={1000} value={text} onChange={(event) => setText(event.target.value)} /></Field>
      <Button type="submit" tone="primary" busy={send.isPending} disabled={text.trim() === ''}>{t('sendWhisper')}</Button>
      <Button tone="ghost" onClick={onDone}>{t('cancel')}</Button>
    </form>
  );
}
