import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { MessageSquarePlus } from 'lucide';
import { useEffect, useRef, useState } from 'react';
import type { CoachingNote, MessageView, Review } from '@kontuar/contract';
import { request } from '../../app/client';
import { useMe } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { formatMoment, useLocale, useStrings } from '../../i18n';
import { Button, EmptyState, Field, Icon, IconButton, Skeleton, TextArea, useToast } from '../../ui';
import { qualityStrings } from './quality.strings';
import { reviewQuery, threadQuery } from './queries';
import { reviewStrings } from './review.strings';

interface ThreadProps { of: Review; /** A message that a hint speaks of. */ pointed: string | null; /** Whether notes may be left here. */ coaches: boolean; nameOf: (id: string | null) => string }

/** What was said, to be read; notes stand below the message that they are about. */
export function ReviewThread({ of, ...rest }: ThreadProps) {
  const t = useStrings(reviewStrings);
  const conversationId = of.conversation?.id;
  const query = useQuery({ ...threadQuery(conversationId ?? ''), enabled: conversationId !== undefined });
  const messages = query.data?.items.filter(({ kind }) => kind !== 'event') ?? [];
  return (
    <section className="part" aria-labelledby="review-thread">
      <header><h2 id="review-thread">{t('thread')}</h2><span className="grow" />{conversationId !== undefined && query.isSuccess && <Link className="lnk" to="/inbox/$view/$conversationId" params={{ view: 'all', conversationId }} search={{}}>{t('open')}</Link>}</header>
      {query.isLoading && <Skeleton width="60%" height={18} />}
      {(conversationId === undefined || query.isError) && <EmptyState art="lock" title={t('threadGone')} />}
      <ol className="qua-th">{messages.map((message) => <Said key={message.id} message={message} of={of} {...rest} />)}</ol>
    </section>
  );
}

function Said({ message, of, pointed, coaches, nameOf }: ThreadProps & { message: MessageView }) {
  const t = useStrings(reviewStrings);
  const locale = useLocale();
  const line = useRef<HTMLLIElement>(null);
  const [writing, setWriting] = useState(false);
  const here = pointed === message.id;
  useEffect(() => { if (here) line.current?.scrollIntoView({ block: 'center' }); }, [here]);
  const notes = of.notes.filter(({ messageId }) => messageId === message.id);
  return (
    <li ref={line} data-out={message.direction === 'out' ? '' : undefined} data-note={message.kind === 'note' ? '' : undefined} data-here={here ? '' : undefined}>
      <p className="qua-a"><b>{message.author.name}</b>{message.kind === 'note' && <span className="mut">{t('note')}</span>}<time className="mut" dateTime={message.at}>{formatMoment(locale, new Date(message.at))}</time><span className="grow" />{coaches && !writing && <IconButton size="sm" label={t('coachingAdd')} onClick={() => setWriting(true)}><Icon of={MessageSquarePlus} size={14} /></IconButton>}</p>
      <p className="qua-b-t" dir="auto">{message.text}</p>
      {notes.map((note) => <Note key={note.id} of={note} nameOf={nameOf} />)}
      {writing && <NewNote of={of} messageId={message.id} name={nameOf(of.agentId)} onDone={() => setWriting(false)} />}
    </li>
  );
}

function useNoteActs(reviewId: string) {
  const q = useStrings(qualityStrings);
  const cache = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: ({ method, path, body }: { method: 'POST' | 'DELETE'; path: string; body?: object }) => request<Review>(method, path, body),
    onSuccess: (review) => { cache.setQueryData(reviewQuery(reviewId).queryKey, review); },
    onError: (error) => void toast({ text: q('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
}

function NewNote({ of, messageId, name, onDone }: { of: Review; messageId: string; name: string; onDone: () => void }) {
  const t = useStrings(reviewStrings);
  const acts = useNoteActs(of.id);
  const [text, setText] = useState('');
  const keep = () => acts.mutate({ method: 'POST', path: `/quality/reviews/${of.id}/notes`, body: { messageId, text } }, { onSuccess: onDone });
  return (
    <form className="qua-n" onSubmit={(event) => { event.preventDefault(); if (text.trim() !== '') keep(); }}>
      <Field label={t('coaching', { name })} help={t('coachingPrivate', { name })}><TextArea autoFocus rows={3} maxLength={4000} value={text} onChange={(event) => setText(event.target.value)} /></Field>
      <p className="qua-f"><Button size="sm" type="submit" tone="primary" busy={acts.isPending} disabled={text.trim() === ''}>{t('coachingKeep')}</Button><Button size="sm" tone="ghost" onClick={onDone}>{t('cancel')}</Button></p>
    </form>
  );
}

function Note({ of, nameOf }: { of: CoachingNote; nameOf: (id: string | null) => string }) {
  const t = useStrings(reviewStrings);
  const me = useMe();
  const acts = useNoteActs(of.reviewId);
  const [text, setText] = useState('');
  const [answering, setAnswering] = useState(false);
  const isCoach = of.coachId === me.member.id;
  return (
    <div className="qua-n" role="note">
      <p className="mut">{isCoach ? t('coachingPrivate', { name: nameOf(of.agentId) }) : t('coachingFrom', { name: nameOf(of.coachId) })}</p>
      <p dir="auto">{of.text}</p>
      {of.answer !== '' && <p dir="auto" className="qua-an"><span className="mut">{isCoach ? t('agentSays', { name: nameOf(of.agentId) }) : t('youSaid')}</span> {of.answer}</p>}
      {isCoach && <p className="qua-f"><Button size="sm" tone="ghost" busy={acts.isPending} onClick={() => acts.mutate({ method: 'DELETE', path: `/quality/reviews/notes/${of.id}` })}>{t('remove')}</Button></p>}
      {!isCoach && !answering && of.answer === '' && <p className="qua-f"><Button size="sm" onClick={() => setAnswering(true)}>{t('answer')}</Button></p>}
      {answering && (
        <form onSubmit={(event) => { event.preventDefault(); acts.mutate({ method: 'POST', path: `/quality/reviews/notes/${of.id}/answer`, body: { text } }, { onSuccess: () => setAnswering(false) }); }}>
          <Field label={t('answerLabel')}><TextArea autoFocus rows={2} maxLength={4000} value={text} onChange={(event) => setText(event.target.value)} /></Field>
          <p className="qua-f"><Button size="sm" type="submit" tone="primary" busy={acts.isPending} disabled={text.trim() === ''}>{t('answer')}</Button><Button size="sm" tone="ghost" onClick={() => setAnswering(false)}>{t('cancel')}</Button></p>
        </form>
      )}
    </div>
  );
}
