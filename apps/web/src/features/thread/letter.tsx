import { clsx } from 'clsx';
import { ChevronDown, CircleSlash2 } from 'lucide';
import { useId, useState } from 'react';
import type { ChannelSummary, ConversationView, MessageView } from '@kontuar/contract';
import { formatList, formatMoment, formatTime, useLocale, useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { Attachments } from './attachments';
import { AuthorFace } from './author-face';
import { Automatic, Unsupported, Unverified } from './bubble';
import { Delivery, Failure, SentBut } from './delivery';
import { Edited, Extra, LetterBody, Quoted, Reactions } from './message-body';
import { EditBox } from './edit-box';
import { MessageMenu } from './message-menu';
import { MessageMood } from './message-mood';
import { ActFailure, RowActs } from './moderation';
import { threadStrings } from './thread.strings';

type Party = MessageView['to'][number];
const nameOf = (party: Party) => party.name ?? party.address;
const fullName = (party: Party) => (party.name === null || party.name === party.address ? party.address : `${party.name} <${party.address}>`);

export interface LetterProps {
  message: MessageView;
  conversation: ConversationView;
  mine: boolean;
  /** The subject is written where it first appears or changes. */
  subject: string | null;
  channel: ChannelSummary | undefined;
  withPage: boolean;
  /** What went wrong although it was sent. */
  warnings: readonly string[];
}

/** An email as a letter: who wrote to whom, the new part, the rest folded. */
export function Letter({ message, conversation, mine, subject, channel, withPage, warnings }: LetterProps) {
  const t = useStrings(threadStrings);
  const locale = useLocale();
  const details = useId();
  const [open, setOpen] = useState(false);
  const [plain, setPlain] = useState(false);
  const [editing, setEditing] = useState<string | null>(null);
  const out = message.direction === 'out';
  const at = new Date(message.at);
  const failed = message.status === 'failed' || message.status === 'unknown';
  const author = mine ? t('You') : message.author.name;
  const inline = new Set([...(message.html ?? '').matchAll(/cid:([^"'\s>]+)/g)].map((match) => decodeURIComponent(match[1] ?? '')));
  const files = message.attachments.filter((file) => plain || !(file.inline && file.contentId !== null && inline.has(file.contentId.replace(/^<|>$/g, ''))));
  return (
    <article className={clsx('mail', out && 'own', failed && 'failed', message.status === 'unknown' && 'unsure')}>
      <header className="mail-h">
        <AuthorFace message={message} customer={conversation.contact} />
        <b>{author}</b>
        <button type="button" className="mail-to mut" aria-expanded={open} aria-controls={details} onClick={() => setOpen(!open)} title={t('details')}>
          <span className="ell">
            {message.to.length > 0 && t('to', { names: formatList(locale, message.to.map(nameOf)) })}
            {message.cc.length > 0 && `, ${t('cc', { names: formatList(locale, message.cc.map(nameOf)) })}`}
            {message.to.length === 0 && message.cc.length === 0 && (message.author.address ?? t('details'))}
          </span>
          <Icon of={ChevronDown} size={12} />
        </button>
        <span className="grow" />
        <Edited message={message} />
        <MessageMenu message={message} channel={channel} conversation={conversation} plain={plain} onPlain={setPlain} onEdit={() => setEditing(message.text)} />
        <time dateTime={message.at} title={formatMoment(locale, at)}>{formatTime(locale, at)}</time>
      </header>
      {(!message.author.verified || message.automatic !== null || message.author.kind === 'elsewhere') && (
        <p className="mail-f">
          {!message.author.verified && <Unverified />}
          <Automatic message={message} />
          {message.author.kind === 'elsewhere' && <span className="tag">{t('elsewhere')}</span>}
        </p>
      )}
      {open && (
        <dl className="mail-d" id={details}>
          <div><dt>{t('from')}</dt><dd>{fullName({ name: message.author.name, address: message.author.address ?? message.author.name })}</dd></div>
          {message.to.length > 0 && <div><dt>{t('toLabel')}</dt><dd>{message.to.map(fullName).join(', ')}</dd></div>}
          {message.cc.length > 0 && <div><dt>{t('ccLabel')}</dt><dd>{message.cc.map(fullName).join(', ')}</dd></div>}
        </dl>
      )}
      {subject !== null && <h4>{subject}</h4>}
      {message.deletedAt !== null ? (
        <p className="mut"><Icon of={CircleSlash2} size={14} /> {t(message.direction === 'out' ? 'deleted' : message.moderation?.removed === true ? 'deletedByUs' : 'deletedByThem')}</p>
      ) : (
        <>
          {message.unsupported !== null && <Unsupported message={message} conversation={conversation} channel={channel} />}
          {editing !== null
            ? <EditBox message={message} begun={editing} channel={channel} connectorId={conversation.connectorId} onDone={() => setEditing(null)} />
            : (message.text !== '' || message.html !== null) && <LetterBody message={message} plain={plain} />}
          <Extra extra={message.extra} withPage={withPage} />
          <Attachments files={files} of={message} />
          <Quoted message={message} />
          <Reactions message={message} />
        </>
      )}
      {!out && <div className="meta"><MessageMood message={message} /></div>}
      {out && !failed && <div className="meta out"><Delivery message={message} /><RowActs message={message} channel={channel} /></div>}
      {editing === null && <ActFailure message={message} onEdit={setEditing} />}
      <SentBut warnings={warnings} />
      <Failure message={message} />
    </article>
  );
}
