import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { ConversationView, MessagePage, MessageView } from '@kontuar/contract';
import { asideStrings } from '../../app/asides/asides.strings';
import { bookQuery, openAside, takeAsideBack } from '../../app/asides/queries';
import { request } from '../../app/client';
import { newClientId } from '../../app/client-id';
import { problemWords } from '../../app/problem-words';
import { useStrings } from '../../i18n';
import { Banner, Button, Check, Dialog, Field, focusInvalid, Select, TextInput, useToast } from '../../ui';
import { AsideText, isSaid, leavingOf, nothingSaid, SignatureLine, useSignatureChoice } from './aside-text';
import { FilesLine } from './files-line';
import { PeopleField, type Recipient } from './people-field';
import { useFiles } from './use-files';

/** The latest are what one asks about; who needs an older one can write it down. */
const QUOTABLE = 8;

export function AsideDialog({ conversation, onClose, onOpened }: { conversation: ConversationView; onClose: () => void; onOpened: (asideId: string) => void }) {
  const t = useStrings(asideStrings);
  const toast = useToast();
  // The same attempt keeps its id, so that pressing twice, or again after a lost answer, asks once.
  const [clientId] = useState(newClientId);
  const [people, setPeople] = useState<Recipient[]>([]);
  const [channelId, setChannel] = useState<string | null>(null);
  const [subject, setSubject] = useState(conversation.subject ?? '');
  const [words, setWords] = useState(nothingSaid);
  const [signature, setSignature] = useSignatureChoice();
  const [quoted, setQuoted] = useState<ReadonlySet<string>>(new Set());
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const uploads = useFiles(setProblem);
  const { data: book } = useQuery(bookQuery(''));
  const { data: said = [] } = useQuery({
    queryKey: ['aside-quotable', conversation.id, conversation.lastSeq],
    queryFn: ({ signal }) => request<MessagePage>('GET', `/conversations/${conversation.id}/messages`, undefined, { signal, query: { limit: '50' } }).then(({ items }) => items.filter(({ kind, deletedAt }) => kind === 'message' && deletedAt === null).slice(-QUOTABLE).reverse()),
  });
  const channels = book?.channels ?? [];
  const from = channelId ?? channels.find(({ id }) => id === conversation.channelId)?.id ?? channels[0]?.id;
  const files = said.flatMap(({ attachments }) => attachments.filter(({ state, inline }) => state === 'ready' && !inline));

  const send = async (form: EventTarget & HTMLElement) => {
    setTried(true);
    if (busy || uploads.waiting.length > 0) return;
    if (people.length === 0 || subject.trim() === '' || !isSaid(words) || from === undefined) {
      // The text is no input that a field could mark.
      if (people.length > 0 && subject.trim() !== '' && !isSaid(words)) return form.querySelector<HTMLElement>('.ed')?.focus();
      return focusInvalid(form);
    }
    setBusy(true);
    setProblem(null);
    try {
      const { aside, message } = await openAside(conversation.id, {
        clientId, channelId: from, subject: subject.trim(), ...leavingOf(words, signature, uploads), to: people.map(({ address, name }) => ({ address, ...(name === null ? {} : { name }) })),
        messageIds: [...quoted], fileIds: [...taken],
      });
      onClose();
      onOpened(aside.id);
      const pauseMs = message?.sendAt == null ? 0 : Date.parse(message.sendAt) - Date.now();
      toast({ text: t('sentToast'), ...(message === null || pauseMs <= 0 ? {} : { durationMs: Math.max(1000, pauseMs), undo: () => void takeAsideBack(message.id) }) });
    } catch (error) {
      setProblem(error);
      setBusy(false);
    }
  };
  const submit = (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    void send(event.currentTarget);
  };
  return (
    <Dialog
      open
      size="wide"
      onOpenChange={(open) => !open && onClose()}
      title={t('newTitle')}
      description={t('hint', { name: conversation.contact.name })}
      footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button tone="primary" type="submit" form="aside-new" busy={busy} disabled={uploads.waiting.length > 0} keys={['Ctrl', '↵']}>{t('send')}</Button></>}
    >
      <form
        id="aside-new"
        className="as-n"
        onSubmit={submit}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          event.stopPropagation();
          void send(event.currentTarget);
        }}
      >
        {problem !== null && <Banner tone="danger" boxed urgent>{t('notDone', { reason: problemWords(problem) })}</Banner>}
        {book !== undefined && channels.length === 0 && <Banner tone="waiting" boxed>{t('noChannel')}</Banner>}
        <PeopleField people={people} onChange={setPeople} autoFocus error={tried && people.length === 0 ? t('toNeeded') : undefined} />
        {channels.length > 1 && <Field label={t('channel')}><Select value={from} onValueChange={setChannel} options={channels.map(({ id, name }) => ({ value: id, label: name }))} /></Field>}
        <Field label={t('subject')} error={tried && subject.trim() === '' ? t('subjectNeeded') : undefined}><TextInput value={subject} maxLength={300} onChange={(event) => setSubject(event.target.value)} /></Field>
        <div className="field">
          <span className="lab" aria-hidden="true">{t('text')}</span>
          <AsideText label={t('text')} said={words} onChange={setWords} uploads={uploads} />
          {tried && !isSaid(words) && <p className="field-bad" role="alert">{t('textNeeded')}</p>}
        </div>
        <SignatureLine channelId={from} wanted={signature} onWant={setSignature} />
        <FilesLine {...uploads} />
        {said.length > 0 && <Chosen legend={t('quote')} help={t('quoteHelp')} items={said.map((message) => ({ id: message.id, words: `${message.author.name}: ${wordsOf(message) || t('noWords')}` }))} chosen={quoted} onChange={setQuoted} />}
        {files.length > 0 && <Chosen legend={t('filesOf')} items={files.map(({ id, name }) => ({ id, words: name }))} chosen={taken} onChange={setTaken} />}
      </form>
    </Dialog>
  );
}

const wordsOf = ({ text }: MessageView): string => text.replace(/\s+/g, ' ').trim().slice(0, 140);

function Chosen({ legend, help, items, chosen, onChange }: { legend: string; help?: string; items: readonly { id: string; words: string }[]; chosen: ReadonlySet<string>; onChange: (chosen: ReadonlySet<string>) => void }) {
  return (
    <fieldset className="as-k">
      <legend className="lab">{legend}</legend>
      {help !== undefined && <p className="help">{help}</p>}
      {items.map(({ id, words }) => (
        <Check key={id} checked={chosen.has(id)} onCheckedChange={(on) => { const next = new Set(chosen); if (on) next.add(id); else next.delete(id); onChange(next); }}>{words}</Check>
      ))}
    </fieldset>
  );
}
