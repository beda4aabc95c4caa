import { Link } from '@tanstack/react-router';
import { FileText, Plus, X } from 'lucide';
import { useRef, useState, type DragEvent } from 'react';
import type { CaseView, ConversationView, Page } from '@kontuar/contract';
import { request } from '../../app/client';
import { problemWords } from '../../app/problem-words';
import { uploadFile } from '../../app/upload-file';
import { formatBytes, formatDay, formatMoment, useLocale, useStrings } from '../../i18n';
import { Button, ChannelMark, Field, Icon, IconButton, Tag, TextInput, useNow, useToast, type Tone } from '../../ui';
import { casePageStrings } from './case.strings';
import type { CaseActs } from './use-case-acts';

interface PartProps { of: CaseView; acts: CaseActs; edits: boolean }

/** On whatever channels it is talked about. */
export function Conversations({ of, acts, edits }: PartProps) {
  const t = useStrings(casePageStrings);
  const locale = useLocale();
  const now = useNow();
  const toast = useToast();
  const [adding, setAdding] = useState(false);
  const [number, setNumber] = useState('');
  const join = async () => {
    const wanted = Number(number.replace(/^#/, ''));
    if (!Number.isInteger(wanted) || wanted < 1) return;
    try {
      const { items } = await request<Page<ConversationView>>('GET', '/conversations', undefined, { query: { q: `#${wanted}`, view: 'all', limit: 25 } });
      const found = items.find((each) => each.number === wanted) ?? (await request<Page<ConversationView>>('GET', '/conversations', undefined, { query: { q: `#${wanted}`, view: 'all', state: 'resolved', limit: 25 } })).items.find((each) => each.number === wanted);
      if (found === undefined) return void toast({ text: t('noConversation'), tone: 'danger' });
      if (await acts.post('/conversations', { conversationId: found.id })) {
        setAdding(false);
        setNumber('');
      }
    } catch (error) {
      toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
    }
  };
  return (
    <section className="part" aria-labelledby="case-conversations">
      <header><h2 id="case-conversations">{t('conversations')}</h2><span className="grow" />{edits && !adding && <Button size="sm" onClick={() => setAdding(true)}><Icon of={Plus} size={14} />{t('join')}</Button>}</header>
      {adding && (
        <form className="cas-q" onSubmit={(event) => { event.preventDefault(); void join(); }}>
          <Field label={t('joinNumber')} className="grow"><TextInput autoFocus inputMode="numeric" maxLength={10} value={number} onChange={(event) => setNumber(event.target.value)} /></Field>
          <Button type="submit" busy={acts.busy}>{t('join')}</Button>
          <Button onClick={() => setAdding(false)}>{t('cancel')}</Button>
        </form>
      )}
      <ul className="cas-l">
        {of.conversations.map((each) => (
          <li key={each.id}>
            <ChannelMark connector={each.connectorId} />
            <Link className="lnk grow" to="/inbox/$view/$conversationId" params={{ view: 'all', conversationId: each.id }}>#{each.number} {each.contactName}{each.preview === '' ? '' : `: ${each.preview}`}</Link>
            <span className="mut">{formatDay(locale, new Date(each.lastMessageAt), now)}</span>
            {edits && of.conversations.length + of.hiddenConversations > 1 && <IconButton size="sm" label={t('leave', { number: `#${each.number}` })} onClick={() => void acts.post('/conversations/remove', { conversationId: each.id })}><Icon of={X} size={14} /></IconButton>}
          </li>
        ))}
      </ul>
      {of.hiddenConversations > 0 && <p className="help">{t('hidden', { count: of.hiddenConversations })}</p>}
    </section>
  );
}

export function Documents({ of, acts, edits }: PartProps) {
  const t = useStrings(casePageStrings);
  const locale = useLocale();
  const now = useNow();
  const toast = useToast();
  const field = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [over, setOver] = useState(false);
  const drag = (event: DragEvent<HTMLElement>) => {
    if (!edits || !event.dataTransfer.types.includes('Files')) return false;
    event.preventDefault();
    return true;
  };
  const upload = async (files: readonly File[]) => {
    setBusy(true);
    try {
      const kept = [];
      for (const file of files.slice(0, 20)) kept.push(await uploadFile(file, { onProgress: () => undefined, signal: new AbortController().signal }));
      await acts.post('/documents', { attachmentIds: kept.map(({ id }) => id) });
    } catch (error) {
      toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <section
      className="part cas-d" aria-labelledby="case-documents" data-over={over || undefined}
      onDragEnter={(event) => setOver(drag(event))}
      onDragOver={(event) => void drag(event)}
      onDragLeave={(event) => { if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false); }}
      onDrop={(event) => {
        setOver(false);
        if (drag(event) && event.dataTransfer.files.length > 0) void upload([...event.dataTransfer.files]);
      }}
    >
      <header>
        <h2 id="case-documents">{t('documents')}</h2><span className="grow" />
        {edits && <Button size="sm" busy={busy} onClick={() => field.current?.click()}><Icon of={Plus} size={14} />{t('upload')}</Button>}
      </header>
      <input ref={field} type="file" multiple hidden onChange={(event) => { const files = [...(event.target.files ?? [])]; event.target.value = ''; if (files.length > 0) void upload(files); }} />
      {over ? <p className="mut" aria-hidden="true">{t('dropHere')}</p> : of.documents.length === 0 && <p className="mut">{edits ? t('noDocumentsYet') : t('noDocuments')}</p>}
      <ul className="cas-l">
        {of.documents.map((file) => (
          <li key={file.id}>
            <Icon of={FileText} size={14} />
            {file.url === null ? <span className="grow">{file.name}</span> : <a className="lnk grow" href={file.url} target="_blank" rel="noreferrer">{file.name}</a>}
            <span className="mut">{formatBytes(locale, file.sizeBytes)}</span>
            <span className="mut">{formatDay(locale, new Date(file.at), now)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const tones: Partial<Record<CaseView['answer'], Tone>> = { delivered: 'ok', failed: 'danger', unknown: 'danger', chat: 'waiting', written: 'waiting' };

/** Every answer with its decision, and what proves that it arrived. */
export function Letters({ of }: { of: CaseView }) {
  const t = useStrings(casePageStrings);
  const locale = useLocale();
  return (
    <section className="part" aria-labelledby="case-letters">
      <header><h2 id="case-letters">{t('letters')}</h2></header>
      {of.letters.length === 0 && <p className="mut">{t('noLetters')}</p>}
      {of.letters.map((letter) => {
        const tone = tones[letter.state];
        return (
          <article className="cas-p" key={letter.id}>
            <p><b>{letter.title === '' ? t('by-answer') : letter.title}</b> <Tag {...(tone === undefined ? {} : { tone })}>{t(`is-${letter.state}`)}</Tag></p>
            <p className="mut">{t(letter.decision)} · {t(`by-${letter.kind}`)} · {letter.byName}, {formatMoment(locale, new Date(letter.createdAt))}</p>
            {letter.failure !== null && <p className="case-n" data-tone="bad">{letter.failure}</p>}
            {letter.proof !== null && (
              <dl>
                {letter.proof.to !== '' && <><dt>{t('proofTo')}</dt><dd>{letter.proof.to}</dd></>}
                {letter.proof.at !== null && <><dt>{t('proofAt')}</dt><dd>{formatMoment(locale, new Date(letter.proof.at))}</dd></>}
                {letter.proof.answer !== '' && <><dt>{t('proofAnswer')}</dt><dd>{letter.proof.answer}</dd></>}
                {letter.proof.consignment !== null && <><dt>{t('proofNumber')}</dt><dd>{letter.proof.consignment}</dd></>}
                {letter.proof.sha256 !== null && <><dt>{t('sha')}</dt><dd><code>{letter.proof.sha256}</code></dd></>}
              </dl>
            )}
            <p>
              {letter.file?.url != null && <a className="lnk" href={letter.file.url} target="_blank" rel="noreferrer">{t('openFile')}</a>}{' '}
              {letter.conversationId !== null && <Link className="lnk" to="/inbox/$view/$conversationId" params={{ view: 'all', conversationId: letter.conversationId }}>{t('openThread')}</Link>}
            </p>
          </article>
        );
      })}
    </section>
  );
}
