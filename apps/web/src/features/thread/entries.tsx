import { useQueryClient } from '@tanstack/react-query';
import { CalendarClock, CircleSlash2, Clock, Lock, Pin, TriangleAlert } from 'lucide';
import { clsx } from 'clsx';
import { useState } from 'react';
import type { MessageView } from '@kontuar/contract';
import { useMembers } from '../../app/directory';
import { command } from '../../app/commands';
import { failureDetail, failureWords, hasFailureWords } from '../../app/failure-words';
import { useCan } from '../../app/me';
import type { OutboxEntry } from '../../app/outbox/outbox';
import { useOutbox, useUnsent } from '../../app/outbox/use-outbox';
import { pin } from '../../app/pins';
import { problemWords } from '../../app/problem-words';
import { formatDay, formatMoment, formatTime, useLocale, useStrings } from '../../i18n';
import { Button, Icon, useToast } from '../../ui';
import { Attachments } from './attachments';
import { AuthorFace } from './author-face';
import { restoreToComposer } from './delivery';
import { Edited } from './message-body';
import { NoteActs, NoteEdit } from './note-acts';
import { personStrings } from './person.strings';
import { useMessageActs } from './queries';
import { namedIn, NoteText, PlainText } from './rich-text';
import { threadStrings } from './thread.strings';

export function Note({ message, mine }: { message: MessageView; mine: boolean }) {
  const t = useStrings(threadStrings);
  const locale = useLocale();
  const at = new Date(message.at);
  const [editing, setEditing] = useState(false);
  if (message.deletedAt !== null) return <p className="note-gone mut"><Icon of={CircleSlash2} size={14} /> {t(mine ? 'ownNoteGone' : 'noteGone', { name: message.author.name })}</p>;
  return (
    <div className="note">
      <Icon of={Lock} size={14} />
      <div>
        <p className="note-h">
          <AuthorFace message={message} />
          <b>{mine ? t('You') : message.author.name}</b>
          <span>{t('note')}</span>
          <Edited message={message} />
          <time dateTime={message.at} title={formatMoment(locale, at)}>{formatTime(locale, at)}</time>
          <KeepInMind message={message} />
          <NoteActs message={message} onEdit={() => setEditing(true)} />
        </p>
        {editing ? <NoteEdit message={message} onDone={() => setEditing(false)} /> : <NoteBody text={message.text} extra={message.extra} />}
        <Attachments files={message.attachments} />
      </div>
    </div>
  );
}

/** Its words go on top of the panel of this person, wherever they write. */
function KeepInMind({ message }: { message: MessageView }) {
  const t = useStrings(personStrings);
  const toast = useToast();
  const client = useQueryClient();
  const may = useCan('conversation.note');
  if (!may || message.text.trim() === '') return null;
  const keep = async () => {
    try {
      await pin(message.conversationId, { about: 'contact', messageId: message.id });
      toast({ text: t('kept') });
      await client.invalidateQueries({ queryKey: ['pins'] });
    } catch (error) {
      toast({ text: t('notKept', { reason: problemWords(error) }), tone: 'danger' });
    }
  };
  return <button type="button" className="lnk" title={t('keepNote')} aria-label={t('keepNote')} onClick={() => void keep()}><Icon of={Pin} size={12} /></button>;
}

function NoteBody({ text, extra }: { text: string; extra: unknown }) {
  const t = useStrings(threadStrings);
  const members = useMembers();
  const { named, unreached } = namedIn(extra);
  const missed = members.filter(({ id }) => unreached.includes(id)).map(({ name }) => name);
  return (
    <>
      <p className="said"><NoteText text={text} members={[...members, ...named]} /></p>
      {missed.length > 0 && <p className="mut">{t('notTold', { names: missed.join(', ') })}</p>}
    </>
  );
}

/** Scheduled for later than an undo takes: stands last, dashed, until its hour. */
export function Scheduled({ message }: { message: MessageView }) {
  const t = useStrings(threadStrings);
  const locale = useLocale();
  const toast = useToast();
  const { undo, sendNow } = useMessageActs(message.conversationId);
  const at = new Date(message.sendAt ?? message.at);
  const may = useCan('conversation.reply');
  const takeBack = async () => {
    try {
      if (await undo.mutateAsync(message)) restoreToComposer(message);
      else toast({ text: t('undoFailed') });
    } catch (error) {
      toast({ text: t('actFailed', { reason: problemWords(error) }), tone: 'danger' });
    }
  };
  return (
    <div className="sched">
      <Icon of={CalendarClock} />
      <div>
        <p className="ell"><b>{t('scheduledFor', { time: `${formatDay(locale, at, new Date())}, ${formatTime(locale, at)}` })}</b> <span>{message.text}</span></p>
        <p className="mut">{t('scheduledRule')}</p>
      </div>
      {may && <button type="button" className="lnk" disabled={undo.isPending} onClick={() => void takeBack()}>{t('edit')}</button>}
      {may && <button type="button" className="lnk" disabled={sendNow.isPending} onClick={() => sendNow.mutate(message)}>{t('sendNow')}</button>}
    </div>
  );
}

/** What the server does not have yet, in the shape it will have: leaving, waiting for the line, or refused with the reason. */
export function Unsent({ entry, letter }: { entry: OutboxEntry; letter: boolean }) {
  const t = useStrings(threadStrings);
  const outbox = useOutbox();
  const refused = entry.state === 'refused';
  // Behind one that waits, all wait.
  const waits = useUnsent(entry.conversationId).some(({ attempts, state }) => attempts > 0 && state !== 'refused');
  const takeBack = () => {
    const taken = outbox.take(entry.clientId);
    if (!taken) return;
    command('restore', { conversationId: taken.conversationId, private: taken.input.private, text: taken.input.text, attachments: taken.attachments, cc: taken.input.cc ?? [], ...(taken.input.visibility === undefined ? {} : { side: taken.input.visibility }) });
  };
  const body = entry.input.private ? <NoteBody text={entry.input.text} extra={null} /> : <p className="said"><PlainText text={entry.input.text} /></p>;
  const failure = refused && (
    <footer className="fail">
      <Icon of={TriangleAlert} />
      <div><b>{entry.problem !== null && hasFailureWords(entry.problem.code) ? t('refusedBecause', { reason: failureWords(entry.problem.code) }) : t('refusedTitle')}</b><span>{failureDetail(entry.problem?.detail ?? '')}</span></div>
      <span className="fail-b">
        <Button size="sm" onClick={() => outbox.retry(entry.clientId)}>{t('tryAgain')}</Button>
        <Button size="sm" tone="ghost" onClick={takeBack}>{t('toComposer')}</Button>
      </span>
    </footer>
  );
  const state = refused ? null : (
    <p className="meta out">
      <span className="dlv" data-s="queued">
        <Icon of={Clock} size={14} />
        {!waits ? t('sending') : <><span>{t('waitsForLine')}</span><button type="button" className="lnk" onClick={takeBack}>{t('takeBack')}</button></>}
      </span>
    </p>
  );
  if (entry.input.private) {
    return (
      <div className={clsx('note', refused && 'failed')}>
        <Icon of={Lock} size={14} />
        <div><p className="note-h"><b>{t('You')}</b><span>{t('note')}</span></p>{body}<Attachments files={entry.attachments} />{state}{failure}</div>
      </div>
    );
  }
  if (letter) {
    return (
      <article className={clsx('mail own', refused && 'failed')}>
        <header className="mail-h"><b>{t('You')}</b></header>
        <div className="mail-b">{body}</div>
        <Attachments files={entry.attachments} />
        {state}
        {failure}
      </article>
    );
  }
  return (
    <div className="msg out">
      <div className="msg-l"><div className={clsx('b out last', refused && 'failed')}>{body}{failure}</div></div>
      <Attachments files={entry.attachments} />
      {state}
    </div>
  );
}
