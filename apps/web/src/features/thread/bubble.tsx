import { clsx } from 'clsx';
import { Bot, CircleSlash2, CornerUpLeft, LayoutTemplate, MessageCircleQuestionMark } from 'lucide';
import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import type { ChannelSummary, ConversationView, MessageView } from '@kontuar/contract';
import { useCan } from '../../app/me';
import { networkName } from '../../app/network-names';
import { formatMoment, formatTime, useLocale, useStrings } from '../../i18n';
import { Icon, Stars } from '../../ui';
import { Attachments } from './attachments';
import { AuthorFace } from './author-face';
import { Delivery, Failure, SentBut } from './delivery';
import { Edited, Extra, Quoted, Reactions, Said } from './message-body';
import { EditBox } from './edit-box';
import { MessageMenu } from './message-menu';
import { hasStrongMood, MessageMood } from './message-mood';
import { ActFailure, HiddenFold, RowActs } from './moderation';
import { SideMark } from './public-post';
import { publicStrings } from './public.strings';
import { threadStrings } from './thread.strings';

export interface BubbleProps {
  message: MessageView;
  conversation: ConversationView;
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
  /** Stars that it had before it was changed. */
  rated: MessageView['rating'];
  channel: ChannelSummary | undefined;
}

export function Bubble({ message, conversation, startsRun, endsRun, mine, stranger, quoted, channel, withPage, warnings, rated }: BubbleProps) {
  const t = useStrings(threadStrings);
  const out = message.direction !== 'in';
  const failed = message.status === 'failed' || message.status === 'unknown';
  const [editing, setEditing] = useState<string | null>(null);
  const hidden = message.moderation?.hidden === true;
  return (
    <div className={clsx('msg', out && 'out')} data-side={conversation.hasPublic ? message.visibility : undefined}>
      {startsRun && !out && stranger && <p className="msg-by"><b>{message.author.name}</b>{!message.author.verified && <Unverified />}</p>}
      <div className="msg-l">
        <div className={clsx('b', out ? 'out' : 'in', endsRun && 'last', failed && 'failed', message.status === 'unknown' && 'unsure', message.replyToId !== null && 'answers', message.deletedAt !== null && 'gone', hidden && message.deletedAt === null && 'hid')}>
          {message.replyToId !== null && <InReplyTo message={quoted} />}
          {message.rating !== null && message.deletedAt === null && <Rating rating={message.rating} rated={rated} />}
          {editing !== null
            ? <EditBox message={message} begun={editing} channel={channel} connectorId={conversation.connectorId} onDone={() => setEditing(null)} />
            : <BubbleInside message={message} conversation={conversation} channel={channel} withPage={withPage} />}
          {failed && <Failure message={message} />}
        </div>
        {message.deletedAt === null && <MessageMenu message={message} channel={channel} conversation={conversation} onEdit={() => setEditing(message.text)} />}
      </div>
      {message.deletedAt === null && !hidden && message.attachments.length > 0 && <Attachments files={message.attachments} of={message} />}
      {message.reactions.length > 0 && <Reactions message={message} />}
      {endsRun && <Meta message={message} conversation={conversation} channel={channel} out={out} mine={mine} />}
      {editing === null && message.moderation?.failure != null && <ActFailure message={message} onEdit={setEditing} />}
      {warnings.length > 0 && <SentBut warnings={warnings} />}
      {!endsRun && hasStrongMood(message) && <div className="meta"><MessageMood message={message} /></div>}
      {!endsRun && message.editedAt !== null && <p className={clsx('meta', out && 'out')}><Edited message={message} /></p>}
      {message.automatic !== null && endsRun && <span className="vh">{t(automaticKey(message.automatic))}</span>}
    </div>
  );
}

function BubbleInside({ message, conversation, channel, withPage }: { message: MessageView; conversation: ConversationView; channel: ChannelSummary | undefined; withPage: boolean }) {
  const t = useStrings(threadStrings);
  const p = useStrings(publicStrings);
  if (message.deletedAt !== null) {
    return <p className="mut"><Icon of={CircleSlash2} size={14} /> {t(message.direction === 'out' ? 'deleted' : message.moderation?.removed === true ? 'deletedByUs' : 'deletedByThem')}</p>;
  }
  const inside = (
    <>
      {message.template !== null && <p className="tpl"><Icon of={LayoutTemplate} size={12} />{p('template', { name: message.template.name })}</p>}
      {message.unsupported !== null && <Unsupported message={message} conversation={conversation} channel={channel} />}
      {message.text !== '' && <Said text={message.text} />}
      {message.extra != null && <Extra extra={message.extra} withPage={withPage} />}
      {(message.quoted !== null || message.quotedHtml !== null) && <Quoted message={message} />}
      {message.moderation?.hidden === true && <Attachments files={message.attachments} of={message} />}
    </>
  );
  return message.moderation?.hidden === true ? <HiddenFold network={networkName(conversation.connectorId, channel?.name)}>{inside}</HiddenFold> : inside;
}

/** Something that a newer Kontuar will know. Whoever runs the channel can look at it as it came and have it read again. */
export function Unsupported({ message, conversation, channel }: { message: MessageView; conversation: ConversationView; channel: ChannelSummary | undefined }) {
  const t = useStrings(threadStrings);
  const p = useStrings(publicStrings);
  const looks = useCan('delivery.read');
  return (
    <p className="unsup">
      <Icon of={MessageCircleQuestionMark} size={14} />
      <span>
        {t('unsupported', { kind: message.unsupported ?? '' })}
        {looks && channel !== undefined && <> <Link className="lnk" to="/channels/$channelId" params={{ channelId: channel.id }} hash={`deliveries-${conversation.id}`}>{p('rawDelivery', { network: networkName(conversation.connectorId, channel.name) })}</Link></>}
      </span>
    </p>
  );
}

function Rating({ rating, rated }: { rating: NonNullable<MessageView['rating']>; rated: MessageView['rating'] }) {
  const p = useStrings(publicStrings);
  return (
    <p className="rate">
      <Stars {...rating} />
      {rated !== null && <span className="was">{p('wasStars')} <Stars {...rated} size={12} /></span>}
    </p>
  );
}

export function automaticKey(automatic: NonNullable<MessageView['automatic']>): 'autoReply' | 'bounce' | 'bulk' | 'survey' | 'byRule' {
  switch (automatic) {
    case 'auto-reply': return 'autoReply';
    case 'bounce': return 'bounce';
    case 'bulk': return 'bulk';
    case 'survey': return 'survey';
    case 'rule': return 'byRule';
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
        {message === null ? t('quoteGone') : <><b aria-hidden="true">{message.author.name}</b> {message.deletedAt !== null ? t('deleted') : message.moderation?.hidden === true ? t('quoteHidden') : message.text.slice(0, 140)}</>}
      </span>
    </p>
  );
}

/** Who and when, and for what we wrote what became of it. */
export function Meta({ message, conversation, channel, out, mine }: { message: MessageView; conversation: ConversationView; channel: ChannelSummary | undefined; out: boolean; mine: boolean }) {
  const t = useStrings(threadStrings);
  const locale = useLocale();
  const at = new Date(message.at);
  const author = message.author.kind === 'system' ? null : mine ? t('You') : message.author.name;
  return (
    <div className={clsx('meta', out && 'out')}>
      {conversation.hasPublic && <SideMark visibility={message.visibility} />}
      <AuthorFace message={message} customer={conversation.contact} />
      {out && author !== null && <span>{author}{message.author.kind === 'elsewhere' ? ` (${t('elsewhere')})` : ''},</span>}
      <time dateTime={message.at} title={formatMoment(locale, at)}>{formatTime(locale, at)}</time>
      {message.editedAt !== null && <Edited message={message} />}
      {message.automatic !== null && <Automatic message={message} />}
      {!out && <MessageMood message={message} />}
      {out && <Delivery message={message} />}
      {(message.visibility === 'public' || message.moderation !== null) && <RowActs message={message} channel={channel} />}
    </div>
  );
}
