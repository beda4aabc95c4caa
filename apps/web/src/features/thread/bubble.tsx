import { clsx } from 'clsx';
import { Bot, CircleSlash2, CornerUpLeft } from 'lucide-react';
import type { ChannelSummary, MessageView } from '@kontuar/contract';
import { formatMoment, formatTime, useLocale, useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { Attachments } from './attachments';
import { AuthorFace } from './author-face';
import { Delivery, Failure, SentBut } from './delivery';
import { Edited, Extra, Quoted, Reactions, Said } from './message-body';
import { MessageMenu } from './message-menu';
import { threadStrings } from './thread.strings';

export interface BubbleProps {
  message: MessageView;
  startsRun: boolean;
  endsRun: boolean;
  mine: boolean;
  /** Names the author above the first bubble: somebody else than the conversation's own customer. */
  stranger: boolean;
  quoted: MessageView | null;
  /** The page that they wrote on is another one than before. */
  withPage: boolean;
  /** What went wrong although it was sent. */
  warnings: readonly string[];
  channel: ChannelSummary | undefined;
}

export function Bubble({ message, startsRun, endsRun, mine, stranger, quoted, channel, withPage, warnings }: BubbleProps) {
  const t = useStrings(threadStrings);
  const out = message.direction !== 'in';
  const failed = message.status === 'failed' || message.status === 'unknown';
  return (
    <div className={clsx('msg', out && 'out')}>
      {startsRun && !out && stranger && <p className="msg-by"><b>{message.author.name}</b>{!message.author.verified && <Unverified />}</p>}
      <div className="msg-l">
        <div className={clsx('b', out ? 'out' : 'in', endsRun && 'last', failed && 'failed', message.deletedAt !== null && 'gone')}>
          {message.replyToId !== null && <InReplyTo message={quoted} />}
          <BubbleInside message={message} withPage={withPage} />
          {failed && <Failure message={message} />}
        </div>
        {message.deletedAt === null && <MessageMenu message={message} channel={channel} />}
      </div>
      {message.deletedAt === null && <Attachments files={message.attachments} />}
      <Reactions message={message} />
      {endsRun && <Meta message={message} out={out} mine={mine} />}
      <SentBut warnings={warnings} />
      {!endsRun && message.editedAt !== null && <p className={clsx('meta', out && 'out')}><Edited message={message} /></p>}
      {message.automatic !== null && endsRun && <span className="vh">{t(automaticKey(message.automatic))}</span>}
    </div>
  );
}

function BubbleInside({ message, withPage }: { message: MessageView; withPage: boolean }) {
  const t = useStrings(threadStrings);
  if (message.deletedAt !== null) {
    return <p className="mut"><Icon of={CircleSlash2} size={14} /> {message.direction === 'in' ? t('deletedByThem') : t('deleted')}</p>;
  }
  return (
    <>
      {message.unsupported !== null && <p className="mut">{t('unsupported', { kind: message.unsupported })}</p>}
      {message.text !== '' && <Said text={message.text} />}
      <Extra extra={message.extra} withPage={withPage} />
      <Quoted message={message} />
    </>
  );
}

export function automaticKey(automatic: NonNullable<MessageView['automatic']>): 'autoReply' | 'bounce' | 'bulk' {
  switch (automatic) {
    case 'auto-reply': return 'autoReply';
    case 'bounce': return 'bounce';
    case 'bulk': return 'bulk';
    default: return automatic satisfies never;
  }
}

export function Automatic({ message }: { message: MessageView }) {
  const t = useStrings(threadStrings);
  if (message.automatic === null) return null;
  return <span className="tag" data-t={message.automatic === 'bounce' ? 'danger' : undefined}><Icon of={Bot} size={12} /> {t(automaticKey(message.automatic))}</span>;
}

export function Unverified() {
  const t = useStrings(threadStrings);
  return <span className="tag" data-t="waiting" title={t('joinedWhy')}>{t('joined')}</span>;
}

function InReplyTo({ message }: { message: MessageView | null }) {
  const t = useStrings(threadStrings);
  return (
    <p className="re">
      <Icon of={CornerUpLeft} size={12} />
      <span className="ell">
        <span className="vh">{t('inReplyTo', { name: message?.author.name ?? '' })}: </span>
        {message === null ? t('quoteGone') : <><b aria-hidden="true">{message.author.name}</b> {message.deletedAt === null ? message.text.slice(0, 140) : t('deleted')}</>}
      </span>
    </p>
  );
}

/** Who and when, and for what we wrote what became of it. */
export function Meta({ message, out, mine }: { message: MessageView; out: boolean; mine: boolean }) {
  const t = useStrings(threadStrings);
  const locale = useLocale();
  const at = new Date(message.at);
  const author = message.author.kind === 'system' ? null : mine ? t('You') : message.author.name;
  return (
    <p className={clsx('meta', out && 'out')}>
      {out && <AuthorFace message={message} />}
      {out && author !== null && <span>{author}{message.author.kind === 'elsewhere' ? ` (${t('elsewhere')})` : ''},</span>}
      <time dateTime={message.at} title={formatMoment(locale, at)}>{formatTime(locale, at)}</time>
      <Edited message={message} />
      <Automatic message={message} />
      {out && <Delivery message={message} />}
    </p>
  );
}
