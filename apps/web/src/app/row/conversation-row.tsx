import { clsx } from 'clsx';
import { Check, ChevronsUp, Globe, Lock, Megaphone, Star } from 'lucide';
import { memo, type MouseEvent } from 'react';
import type { ChannelSummary, ConversationView, Label, Member, View } from '@kontuar/contract';
import { usualPromiseMs } from '@kontuar/contract/filter';
import { CaseTag } from '../cases/case-mark';
import { AsideMark } from '../asides/aside-mark';
import { lazily } from '../lazily';
import { MatterTag } from '../matters/matter-tag';
import { RowMood } from '../mood/mood-face';
import { PlanMark } from '../planned/plan-mark';
import { useKindName, useTopKind } from '../kinds';
import { productWords } from '../product-words';
import { queryKeys } from '../query-keys';
import { useTold } from '../told';
import { RowLink } from './row-link';
import { useStrings } from '../../i18n';
import { Avatar, Icon, Stars, Tag, VisuallyHidden, WaitingClock, Who, type Tone } from '../../ui';
import type { VisitorTyping, Watcher } from '../../realtime/apply';
import type { InboxSearch } from '../router';
import { rowStrings } from './row.strings';
import { SharedDraftMark } from './shared-draft-mark';

const RoutingMark = lazily(() => import('../routing/routing-mark').then((part) => part.RoutingMark));

const labelTone: Record<Label['tone'], Tone | undefined> = { neutral: undefined, petrol: 'accent', amber: 'waiting', brick: 'danger', pine: 'ok', violet: 'internal' };

function LabelTag({ name, tone }: { name: string; tone: Tone | undefined }) {
  return <Tag {...(tone === undefined ? {} : { tone })}>{name}</Tag>;
}

export interface RowProps {
  conversation: ConversationView;
  view: View;
  search: InboxSearch;
  channel: ChannelSummary | undefined;
  members: ReadonlyMap<string, Member>;
  labels: ReadonlyMap<string, Label>;
  myName: string;
  open: boolean;
  picked: boolean;
  /** Some row is picked: boxes stand in the place of pictures. */
  picking: boolean;
  gone: boolean;
  tabIndex: 0 | -1;
  position: number;
  /** -1: more rows may follow. */
  total: number;
  /** Where it lies in a list that draws only what is in sight, and how high it is; left out, it stands below the one before. */
  top?: number;
  height?: number;
  onPick: (event: MouseEvent, id: string) => void;
  onPoint: (id: string) => void;
  onMenu: (event: MouseEvent, id: string) => void;
  /** Instead of following its link. */
  onFollow?: (id: string) => void;
}

/** One conversation, the same in the inbox and on the board. Its height is fixed; what does not fit is cut at the end. */
export const Row = memo(function Row(props: RowProps) {
  const { conversation, view, search, channel, open, picked, picking, gone, tabIndex, onPick, onPoint, onMenu } = props;
  const t = useStrings(rowStrings);
  const { id, contact } = conversation;
  const name = contact.name === '' ? t('unnamed') : contact.name;
  const unread = conversation.lastSeq > conversation.readSeq && conversation.preview.kind === 'inbound' && conversation.state !== 'resolved';
  const kind = useTopKind(contact.kinds);
  const kindName = useKindName();
  const usual = channel === undefined ? undefined : usualPromiseMs(channel.capabilities);
  return (
    <li
      className={clsx('row', unread && 'unread', open && 'sel', picked && 'picked', picking && 'picking', gone && 'gone')}
      data-row={id}
      aria-setsize={props.total}
      aria-posinset={props.position}
      {...(props.top === undefined ? {} : { style: { position: 'absolute', height: props.height, transform: `translateY(${props.top}px)`, contain: 'size layout style' } })}
      onPointerEnter={() => onPoint(id)}
      onContextMenu={(event) => onMenu(event, id)}
    >
      <button type="button" className="row-x" role="checkbox" aria-checked={picked} aria-label={t('select', { name })} tabIndex={-1} onClick={(event) => onPick(event, id)}>
        <span className="box" data-on={picked ? '1' : undefined}>{picked && <Icon of={Check} size={12} />}</span>
      </button>
      <RowLink
        view={view} conversationId={id} search={search} tabIndex={tabIndex} current={open}
        onClick={(event) => {
          if (event.shiftKey || ((event.ctrlKey || event.metaKey) && picking)) {
            event.preventDefault();
            onPick(event, id);
          } else if (props.onFollow !== undefined && !event.ctrlKey && !event.metaKey) {
            event.preventDefault();
            props.onFollow(id);
          }
        }}
      >
        <Avatar name={name} src={contact.avatarUrl} channel={conversation.connectorId} />
        <span className="row-l1">
          {unread && <VisuallyHidden>{t('unread')}, </VisuallyHidden>}
          <span className="row-name">{name}</span>
          {kind !== undefined && <span className="row-kind" data-strong={kind.strong ? '' : undefined}>{kindName(kind.key)}</span>}
          <VisuallyHidden>, {channel?.name ?? ''}, </VisuallyHidden>
        </span>
        <span className="row-clock">
          <RowWatchers conversationId={id} members={props.members} />
          {conversation.state === 'resolved' ? (
            <ResolvedMark />
          ) : (
            <WaitingClock waitingSince={conversation.waitingSince} lastMessageAt={conversation.lastMessageAt} snoozedUntil={conversation.state === 'snoozed' ? conversation.snoozedUntil : null} due={conversation.due} {...(usual === undefined ? {} : { promiseMs: usual })} />
          )}
        </span>
        <RowWords {...props} />
        {gone && <VisuallyHidden>, {t('moved')}</VisuallyHidden>}
      </RowLink>
    </li>
  );
});

function RowWords({ conversation, labels, myName }: RowProps) {
  const t = useStrings(rowStrings);
  const w = useStrings(productWords);
  const { preview, subject, matter, priority, labelIds } = conversation;
  const named = labelIds.map((id) => labels.get(id)).filter((label) => label !== undefined);
  const first = named[0];
  const author = preview.kind === 'outbound' && preview.authorName !== null ? (preview.authorName === myName ? t('you') : preview.authorName.split(' ')[0]) : null;
  return (
    <span className="row-l2">
      <RowMood mood={conversation.mood} />
      {preview.failed && <Tag tone="danger">{t('failed')}</Tag>}
      {conversation.closedAsThanks && <Tag tone="ok">{t('thanks')}</Tag>}
      {(priority === 'urgent' || priority === 'high') && (
        <Tag {...(priority === 'urgent' ? { tone: 'waiting' as const } : {})} className="row-pri">
          <Icon of={ChevronsUp} size={12} />
          {w(priority === 'urgent' ? 'priorityUrgent' : 'priorityHigh')}
        </Tag>
      )}
      {conversation.case !== null ? <CaseTag of={conversation.case} /> : matter !== null && matter !== 'question' && <MatterTag conversation={conversation} />}
      {first !== undefined && <LabelTag name={first.name} tone={labelTone[first.tone]} />}
      {named.length > 1 && <span className="row-more" title={named.slice(1).map(({ name }) => name).join(', ')}>+{named.length - 1}</span>}
      {conversation.rating !== null && <Stars {...conversation.rating} size={11} />}
      {conversation.routing != null && <RoutingMark routing={conversation.routing} />}
      {conversation.plan !== null && <PlanMark plan={conversation.plan} />}
      {conversation.asides !== null && <AsideMark asides={conversation.asides} />}
      {conversation.sharedDraft !== null && <SharedDraftMark by={conversation.sharedDraft.ownerName} />}
      {conversation.hasPublic && <PublicMark conversation={conversation} />}
      {preview.kind === 'note' && <Icon of={Lock} size={12} className="row-note" />}
      <span className="row-prev" dir="auto">
        {subject !== null && subject !== '' && <b>{subject} </b>}
        {author !== null && `${author}: `}
        {preview.kind === 'note' && <VisuallyHidden>{t('noteBy')}: </VisuallyHidden>}
        {preview.text === '' ? <i>{t('noWords')}</i> : preview.text}
      </span>
    </span>
  );
}

/** Everyone can read it: a comment, what stands below an ad, a review (whose stars say so already). */
function PublicMark({ conversation }: { conversation: ConversationView }) {
  const t = useStrings(rowStrings);
  const kind = conversation.post?.kind;
  if (conversation.rating !== null) return <VisuallyHidden>{t('isReview')}, </VisuallyHidden>;
  const [icon, words] = kind === 'listing' || kind === 'app' ? [Star, t('isReview')] as const : kind === 'ad' ? [Megaphone, t('isBelowAd')] as const : [Globe, t('isPublic')] as const;
  return <span className="row-pub" role="img" aria-label={words} title={words}><Icon of={icon} size={12} /></span>;
}

function ResolvedMark() {
  const t = useStrings(rowStrings);
  return (
    <span className="row-t">
      <span className="clock" data-s="done">
        <Icon of={Check} size={12} />
        <VisuallyHidden>{t('isResolved')}</VisuallyHidden>
      </span>
    </span>
  );
}

const nobody: readonly Watcher[] = [];

/** Who looks at it and who writes, colleagues and the customer; nothing when nobody does. */
function RowWatchers({ conversationId, members }: { conversationId: string; members: ReadonlyMap<string, Member> }) {
  const t = useStrings(rowStrings);
  const watchers = useTold<Watcher[]>(queryKeys.watchers(conversationId)) ?? nobody;
  const typing = useTold<VisitorTyping | null>(queryKeys.visitorTyping(conversationId));
  const shown = watchers.length > 0 ? [...watchers].sort((a, b) => Number(b.typing) - Number(a.typing)).slice(0, 2) : [];
  if (shown.length === 0 && !typing) return null;
  return (
    <span className="row-who">
      {typing && (
        <span className="dots theirs" role="img" aria-label={t('customerWrites', { name: typing.name })}>
          <i />
          <i />
          <i />
        </span>
      )}
      {shown.map(({ memberId, typing: writes }) => {
        const member = members.get(memberId);
        const name = member?.name ?? '?';
        const label = t(writes ? 'isWriting' : 'isViewing', { name });
        return <Who key={memberId} name={name} src={member?.avatarUrl ?? null} doing={writes ? 'typing' : 'viewing'} label={label} />;
      })}
    </span>
  );
}
