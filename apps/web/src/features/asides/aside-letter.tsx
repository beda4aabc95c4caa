import { CornerDownLeft, Paperclip, TriangleAlert } from 'lucide';
import { useState } from 'react';
import type { AsideMessageView, AsideView, AttachmentView } from '@kontuar/contract';
import { asideStrings } from '../../app/asides/asides.strings';
import { copyFile, retryAside, takeAsideBack } from '../../app/asides/queries';
import { command } from '../../app/commands';
import { failureWords } from '../../app/failure-words';
import { MailFrame } from '../../app/mail/mail-frame';
import { needsFrame } from '../../app/mail/mail-document';
import { inWords, isKnown } from '../../app/words/in-words';
import { useCan, useMe } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { formatDay, formatTime, useLocale, useStrings } from '../../i18n';
import { Icon, useNow, useToast } from '../../ui';

/** One mail: ours with what became of it, theirs with who it is from as far as that can be told. */
export function AsideLetter({ message, aside }: { message: AsideMessageView; aside: AsideView }) {
  const t = useStrings(asideStrings);
  const locale = useLocale();
  const me = useMe();
  const may = useCan('conversation.reply');
  const act = useAct();
  const at = new Date(message.at);
  const ours = message.direction === 'out';
  const use = (attachments: AttachmentView[], text: string) => command('restore', { conversationId: aside.conversationId, private: false, text, attachments, cc: [] });
  const inside = new Set([...(message.html ?? '').matchAll(/cid:([^"'\s>]+)/g)].map((match) => decodeURIComponent(match[1] ?? '')));
  const files = message.attachments.filter((file) => !(file.inline && file.contentId !== null && inside.has(file.contentId.replace(/^<|>$/g, ''))));
  const warning = message.sender === 'stranger' ? t('stranger') : message.sender === 'doubtful' ? t('doubtful') : null;
  return (
    <li className="as-m" data-side={ours ? 'ours' : 'theirs'} data-sender={message.sender}>
      <p className="as-w">
        <b>{ours && message.author.id === me.member.id ? t('you') : message.author.name}</b>
        {message.author.address !== null && message.author.address !== message.author.name && <span className="mut ell">{message.author.address}</span>}
        <time className="mut" dateTime={message.at}>{formatDay(locale, at, new Date())}, {formatTime(locale, at)}</time>
      </p>
      {warning !== null && <p className="as-x" role="note"><Icon of={TriangleAlert} size={14} />{warning}</p>}
      {message.sender === 'machine' && <p className="mut">{t(message.automatic === 'bounce' ? 'machine' : 'absent')}</p>}
      {message.sender !== 'machine' && message.automatic !== null && <p className="mut">{t('absent')}</p>}
      {needsFrame(message.html)
        ? <div className="as-html"><MailFrame html={message.html} messageId="" title={t('frame', { name: message.author.name })} remoteImages={false} attachments={message.attachments} /></div>
        : message.text !== '' && <p className="as-text" dir="auto">{message.text}</p>}
      {message.signature !== null && <details className="as-q"><summary>{t('signature')}</summary><p className="as-text" dir="auto">{message.signature}</p></details>}
      {message.quoted !== null && <details className="as-q"><summary>{t('quoted')}</summary><p className="as-text" dir="auto">{message.quoted}</p></details>}
      {files.length > 0 && (
        <p className="as-f">
          {files.map((file) => (
            <span key={file.id} className="chip">
              <Icon of={Paperclip} size={12} />
              {file.url === null ? <span className="ell">{file.name}</span> : <a className="ell" href={file.url} target="_blank" rel="noreferrer">{file.name}</a>}
              {!ours && may && file.state === 'ready' && <button type="button" className="chip-x" aria-label={t('useFile', { name: file.name })} title={t('useFile', { name: file.name })} onClick={() => void act(async () => use([await copyFile(aside.conversationId, file.id)], ''), t('used'))}><Icon of={CornerDownLeft} size={12} /></button>}
            </span>
          ))}
        </p>
      )}
      {ours && <Delivery message={message} />}
      {!ours && may && message.sender !== 'machine' && message.text !== '' && <button type="button" className="lnk" onClick={() => { use([], message.text); }}><Icon of={CornerDownLeft} size={14} /> {t('useText')}</button>}
    </li>
  );
}

function Delivery({ message }: { message: AsideMessageView }) {
  const t = useStrings(asideStrings);
  const locale = useLocale();
  const may = useCan('conversation.reply');
  const act = useAct();
  const now = useNow();
  const { failure } = message;
  const reason = failure === null ? '' : isKnown(failure.detail, locale) ? inWords(failure.detail, locale).replace(/\.$/u, '') : failureWords(failure.code);
  if (message.status === 'queued' || message.status === 'sending') {
    const pausing = message.sendAt !== null && Date.parse(message.sendAt) > now.getTime();
    return <p className="mut">{t(message.status === 'sending' ? 'onWay' : 'sending')} {pausing && may && <button type="button" className="lnk" onClick={() => void act(() => takeAsideBack(message.id), t('takenBack'))}>{t('takeBack')}</button>}</p>;
  }
  if (message.status === 'failed' || message.status === 'unknown') {
    return (
      <p className="as-x" data-bad="" role="status">
        <Icon of={TriangleAlert} size={14} />{message.status === 'failed' ? t('failed', { reason }) : t('unknown')}
        {may && <button type="button" className="lnk" onClick={() => void act(() => retryAside(message.id, message.status === 'unknown'))}>{t(message.status === 'unknown' ? 'retryAnyway' : 'retry')}</button>}
      </p>
    );
  }
  return failure === null ? <p className="mut">{t('sent')}</p> : <p className="as-x" data-bad="" role="status"><Icon of={TriangleAlert} size={14} />{t('partly', { reason })}</p>;
}

/** What was tried and failed is said, and why. */
function useAct(): (work: () => Promise<unknown>, done?: string) => Promise<void> {
  const t = useStrings(asideStrings);
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  return async (work, done) => {
    if (busy) return;
    setBusy(true);
    try {
      await work();
      if (done !== undefined) toast({ text: done });
    } catch (error) {
      toast({ text: t('notDone', { reason: problemWords(error) }), tone: 'danger' });
    } finally {
      setBusy(false);
    }
  };
}
