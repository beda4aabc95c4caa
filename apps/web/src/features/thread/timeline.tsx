import { ArrowDown, Link2 } from 'lucide';
import { memo, startTransition, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { clsx } from 'clsx';
import { useQueryClient } from '@tanstack/react-query';
import type { ChannelSummary, ConversationView, MessageView } from '@kontuar/contract';
import { afterPaint } from '../../app/after-paint';
import { usePicked } from '../../app/acts/picked-messages';
import { useChannel } from '../../app/directory';
import { useMe } from '../../app/me';
import { queryKeys } from '../../app/query-keys';
import { useOutbox, useUnsent } from '../../app/outbox/use-outbox';
import { useTold } from '../../app/told';
import { loadedMessages } from '../../app/message-pages';
import { formatDay, formatList, formatWeekday, useLocale, useStrings } from '../../i18n';
import { Button, ChannelMark, Icon, Who } from '../../ui';
import { Bubble } from './bubble';
import { Note, Scheduled, Unsent } from './entries';
import { EventLine } from './event-line';
import { useHeldPlace } from './held-place';
import { Letter } from './letter';
import { PickBox, usePickingKeys } from './picking';
import { publicStrings } from './public.strings';
import { showNewest, useMessages } from './queries';
import { useReadPosition } from './read-position';
import { useWatchers } from './thread-header';
import { ThreadProblem, ThreadSkeleton } from './thread-states';
import { threadStrings } from './thread.strings';
import { TranslateLine } from './translate-line';
import { useFoundMessage } from './use-found-message';
import { buildTimeline, dayOf, type TimelineItem } from './timeline-items';

/** Older messages start loading when this close to the top. */
const loadAheadPx = 600;
/** Entries are seldom lower than this: so many fill the screen when a conversation opens. */
const entryPx = 64;
/** As high as the last thread was, or what the header and the answer leave at the most. */
let roomPx: number | undefined;
const fillingCount = () => Math.ceil((roomPx ?? Math.max(0, window.innerHeight - 200)) / entryPx) + 1;

export interface TimelineProps {
  conversation: ConversationView;
  channel: ChannelSummary | undefined;
  /** Opens at this message (a search hit, a link) instead of at the end; `visit` differs for every time that it was asked for. */
  found?: { seq: number; visit: string } | undefined;
  /** The message that was looked for is left for the newest ones. */
  onFoundLeft?: (() => void) | undefined;
  onOpenConversation?: ((conversationId: string) => void) | undefined;
  tail?: ReactNode;
}

export function Timeline({ conversation, channel, found, onFoundLeft, onOpenConversation, tail }: TimelineProps) {
  const t = useStrings(threadStrings);
  const client = useQueryClient();
  const query = useMessages(conversation.id, found?.seq);
  const unsent = useUnsent(conversation.id);
  const outbox = useOutbox();
  const place = useHeldPlace(query.data !== undefined);
  // What everyone can read is no letter, even where a channel knows letters too.
  const letters = channel?.capabilities.subject === true && !conversation.hasPublic;
  // Where reading stood when the conversation was opened; the line does not move while one is in it.
  const [unreadAfter] = useState(() => (conversation.readSeq > 0 && conversation.readSeq < conversation.lastSeq ? conversation.readSeq : null));
  const messages = useMemo(() => loadedMessages(query.data), [query.data]);
  const items = useMemo(
    () => buildTimeline(messages, unsent, { letters, unreadAfter, fromStart: !query.hasPreviousPage }),
    [messages, unsent, letters, unreadAfter, query.hasPreviousPage],
  );
  // What is in sight comes first and at once, the rest of the page when the hand is free. Who begins further up needs all of it.
  const [hasAll, setAll] = useState(found !== undefined || unreadAfter !== null);
  const shown = useMemo(() => (hasAll ? items : items.slice(-fillingCount())), [hasAll, items]);
  const isPart = shown.length < items.length;
  const isFilled = items.length > 0;
  useEffect(() => (isFilled ? afterPaint(() => startTransition(() => setAll(true))) : undefined), [isFilled]);
  const newest = messages.at(-1)?.seq ?? 0;
  usePickingKeys(conversation.id);
  // Messages got other places, whoever told of it first: an event, an answer, or a look of our own.
  const { threading } = conversation;
  const shownAs = useRef(threading);
  useEffect(() => {
    if (shownAs.current === threading) return;
    shownAs.current = threading;
    void client.invalidateQueries({ queryKey: queryKeys.messages(conversation.id) });
  }, [client, conversation.id, threading]);
  const picked = usePicked(conversation.id);

  // An event or a page brought what the outbox still holds.
  useEffect(() => {
    const known = new Set(messages.flatMap(({ clientId }) => clientId ?? []));
    for (const entry of unsent) if (known.has(entry.clientId)) outbox.confirm(entry.clientId);
  }, [messages, unsent, outbox]);

  const { hold, toEnd, toKey, atEnd } = place;
  useLayoutEffect(hold, [shown, hold]);

  // What we send is always in sight.
  const lastOwn = unsent.at(-1)?.clientId;
  useLayoutEffect(() => { if (lastOwn !== undefined) toEnd(); }, [lastOwn, toEnd]);

  const opened = useRef(false);
  useLayoutEffect(() => {
    if (opened.current || messages.length === 0) return;
    opened.current = true;
    if (found !== undefined) return;
    // Much came while one was away: begin where reading stopped, not at the end.
    const line = place.content.current?.querySelector<HTMLElement>('[data-key="unread"]');
    // Where the end would be: the box itself is led there only when the browser has laid it out.
    if (line && place.scroller.current && line.offsetTop < place.scroller.current.scrollHeight - place.scroller.current.clientHeight) toKey('unread');
  });

  const foundSeq = useFoundMessage(conversation.id, found, messages, place);

  const newestInSight = useCallback(() => {
    const box = place.scroller.current;
    if (!box || atEnd) return newest;
    const seen = [...box.querySelectorAll<HTMLElement>('[data-seq]')].filter((entry) => entry.offsetTop < box.scrollTop + box.clientHeight - 8);
    return Number(seen.at(-1)?.dataset['seq'] ?? 0);
  }, [place.scroller, atEnd, newest]);
  const look = useReadPosition(conversation.id, conversation.readSeq, newestInSight);
  useEffect(look, [look, newest, atEnd]);

  const { hasPreviousPage, isFetchingPreviousPage, fetchPreviousPage, isFetchPreviousPageError, hasNextPage, isFetchingNextPage, fetchNextPage, isFetchNextPageError } = query;
  const reach = useCallback(() => {
    const box = place.scroller.current;
    if (!box) return;
    // Out of sight (a narrow screen shows the list) it has no height, which says nothing.
    if (box.clientHeight > 0) roomPx = box.clientHeight;
    if (isPart) return;
    if (box.scrollTop < loadAheadPx && hasPreviousPage && !isFetchingPreviousPage && !isFetchPreviousPageError) void fetchPreviousPage();
    const below = box.scrollHeight - box.clientHeight - box.scrollTop;
    if (below < loadAheadPx && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [place.scroller, isPart, hasPreviousPage, isFetchingPreviousPage, isFetchPreviousPageError, fetchPreviousPage, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  // Asked for its places at once, the browser would lay the page out in the middle of drawing it.
  useEffect(() => afterPaint(reach), [reach, shown]);

  const seen = useRef(newest);
  useEffect(() => { if (atEnd) seen.current = newest; }, [atEnd, newest]);
  // New is what came since the conversation was opened, also when one reads far from the end.
  const [lastAtOpening] = useState(conversation.lastSeq);
  const unseen = Math.max(seen.current, lastAtOpening);
  const fresh = (atEnd ? 0 : messages.filter(({ seq, direction, kind }) => seq > unseen && (direction === 'in' || kind === 'note')).length)
    + (hasNextPage ? Math.max(0, conversation.lastSeq - Math.max(newest, unseen)) : 0);
  const jump = async () => {
    onFoundLeft?.();
    if (hasNextPage) await showNewest(client, conversation.id);
    requestAnimationFrame(() => toEnd(!hasNextPage));
  };

  if (query.isPending) return <ThreadSkeleton />;
  if (query.isError && messages.length === 0) return <ThreadProblem error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <div className="tl-w">
      <div
        className="tl" data-region-stop="thread" ref={place.scroller} tabIndex={0} role="log" aria-label={t('messages')} aria-live="off" data-scroll data-picking={picked.size > 0 ? '' : undefined}
        onScroll={() => { place.onScroll(); reach(); look(); }}
      >
        <div ref={place.content}>
          {!hasPreviousPage && !isPart && conversation.previousId !== null && (
            <p className="sys"><Icon of={Link2} size={14} /><span>{t('continues')}. {onOpenConversation && <button type="button" className="lnk" onClick={() => onOpenConversation(conversation.previousId ?? '')}>{t('openEarlier')}</button>}</span></p>
          )}
          {(hasPreviousPage || isPart) && <Reach failed={isFetchPreviousPageError} words={t('olderFailed')} onRetry={() => void fetchPreviousPage()} />}
          {items.length === 0 && <div className="t-empty"><h3>{t('emptyTitle')}</h3><p className="mut">{t('emptyBody')}</p></div>}
          {shown.map((item, index) => (
            <div key={item.key} data-key={item.key} data-kind={item.kind} className={clsx('message' in item && item.message.seq === foundSeq && 'found')} {...('message' in item ? { 'data-seq': item.message.seq } : {})} {...(pickable(item) ? { 'data-pick': item.message.id, ...(picked.has(item.message.id) ? { 'data-picked': '' } : {}) } : {})}>
              {picked.size > 0 && pickable(item) && <PickBox conversationId={conversation.id} message={item.message} />}
              <Entry item={item} before={items[items.length - shown.length + index - 1]} messages={messages} conversation={conversation} channel={channel} letters={letters} onOpen={onOpenConversation} />
            </div>
          ))}
          {hasNextPage && <Reach failed={isFetchNextPageError} words={t('newerFailed')} onRetry={() => void fetchNextPage()} />}
          {/* Hidden, not gone: somebody may be writing in it. */}
          <div hidden={hasNextPage}>{tail}</div>
          <Typing conversationId={conversation.id} />
        </div>
      </div>
      {(!atEnd || hasNextPage) && (
        <button type="button" className="btn to-end" onClick={() => void jump()}>
          <Icon of={ArrowDown} size={14} />
          {fresh > 0 ? t('newBelow', { count: fresh }) : t('toLatest')}
        </button>
      )}
    </div>
  );
}

export interface EntryProps { item: TimelineItem; before: TimelineItem | undefined; messages: readonly MessageView[]; conversation: ConversationView; channel: ChannelSummary | undefined; letters: boolean; onOpen?: ((conversationId: string) => void) | undefined }

/** What was said, and has left or arrived. */
const pickable = (item: TimelineItem): item is Extract<TimelineItem, { kind: 'message' | 'note' }> => item.kind === 'message' || item.kind === 'note';

export const Entry = memo(function Entry({ item, before, messages, conversation: whole, channel: usual, letters: usually, onOpen }: EntryProps) {
  const t = useStrings(threadStrings);
  // Conversations that became one speak over several channels.
  const other = useChannel(item.kind === 'message' && item.message.channelId !== whole.channelId ? item.message.channelId : undefined);
  const channel = other ?? usual;
  const letters = other === undefined || item.kind !== 'message' ? usually : other.capabilities.subject && item.message.visibility !== 'public';
  const conversation = other === undefined ? whole : { ...whole, channelId: other.id, connectorId: other.connectorId };
  const via = other !== undefined && (before === undefined || !('message' in before) || before.message.channelId !== other.id) ? <p className="via-line"><ChannelMark connector={other.connectorId} decorative /><span>{other.name}</span></p> : null;
  const memberId = useMe().member.id;
  switch (item.kind) {
    case 'day': return <DayLine item={item} conversation={conversation} channel={channel} />;
    case 'unread': return <h3 className="day new"><span>{t('newMessages')}</span></h3>;
    case 'event': return <EventLine message={item.message} onOpen={onOpen} />;
    case 'note': return <Note message={item.message} mine={item.message.author.id === memberId} />;
    case 'scheduled': return <Scheduled message={item.message} />;
    case 'unsent': return <Unsent entry={item.entry} letter={letters} />;
    case 'message': {
      const { message } = item;
      const mine = message.author.kind === 'member' && message.author.id === memberId;
      if (letters) return <>{via}<Letter message={message} conversation={conversation} mine={mine} channel={channel} subject={newSubject(message, messages)} withPage={item.newPage} warnings={item.warnings} /><TranslateLine message={message} /></>;
      const stranger = message.author.kind === 'contact' && (message.author.name !== conversation.contact.name || !message.author.verified);
      return (
        <>
        {via}
        <Bubble
          message={message} conversation={conversation} rated={item.rated} startsRun={item.startsRun || before?.kind === 'unread'} endsRun={item.endsRun} mine={mine} stranger={stranger} channel={channel} withPage={item.newPage} warnings={item.warnings}
          quoted={message.replyToId === null ? null : messages.find(({ id }) => id === message.replyToId) ?? null}
        />
        <TranslateLine message={message} />
        </>
      );
    }
    default: return item satisfies never;
  }
});

/** Subjects repeat themselves with "Re:" in front; only a new one is worth a line. */
function newSubject(message: MessageView, messages: readonly MessageView[]): string | null {
  if (message.subject === null || message.subject.trim() === '') return null;
  const bare = (subject: string) => subject.replace(/^(?:\s*(?:re|fwd?|odp|pd|aw|wg|sv|tr|rif)(?:\[\d+\])?\s*:)+/i, '').trim().toLowerCase();
  const earlier = messages.filter(({ seq, subject }) => seq < message.seq && subject !== null).at(-1);
  return earlier?.subject != null && bare(earlier.subject) === bare(message.subject) ? null : message.subject;
}

function DayLine({ item, conversation, channel }: { item: Extract<TimelineItem, { kind: 'day' }>; conversation: ConversationView; channel: ChannelSummary | undefined }) {
  const t = useStrings(threadStrings);
  const p = useStrings(publicStrings);
  const locale = useLocale();
  const at = new Date(item.at);
  const now = new Date();
  const today = dayOf(now.toISOString());
  const yesterday = dayOf(new Date(now.getTime() - 86_400_000).toISOString());
  const day = dayOf(item.at);
  const words = day === today ? t('today') : day === yesterday ? t('yesterday') : `${formatWeekday(locale, at)} ${formatDay(locale, at, now)}`;
  return (
    <h3 className="day">
      {item.withChannel && <><ChannelMark connector={conversation.connectorId} decorative /><b>{conversation.hasPublic && !conversation.hasPrivate ? p('channelPublic', { channel: channel?.name ?? '' }) : channel?.name ?? ''}</b></>}
      <span>{words}</span>
    </h3>
  );
}

export function Reach({ failed, words, onRetry }: { failed: boolean; words: string; onRetry: () => void }) {
  const t = useStrings(threadStrings);
  if (!failed) return <p className="reach" aria-hidden="true"><i className="skel" /></p>;
  return <p className="reach" role="status">{words} <Button size="sm" onClick={onRetry}>{t('again')}</Button></p>;
}

/** Longer than this without a sign means that the customer stopped. */
const typingForMs = 6000;

function Typing({ conversationId }: { conversationId: string }) {
  const t = useStrings(threadStrings);
  const locale = useLocale();
  const colleagues = useWatchers(conversationId).filter(({ typing }) => typing);
  const visitor = useTold<{ name: string; at: string } | null>(queryKeys.visitorTyping(conversationId));
  const [, tick] = useState(0);
  useEffect(() => {
    if (!visitor) return;
    const timer = setTimeout(() => tick((count) => count + 1), typingForMs);
    return () => clearTimeout(timer);
  }, [visitor]);
  const visitorTypes = visitor != null && Date.now() - Date.parse(visitor.at) < typingForMs;
  return (
    <>
      {visitorTypes && <p className="typing"><Who name={visitor.name} doing="typing" /><span>{t('visitorTypes', { name: visitor.name })}</span></p>}
      {colleagues.length > 0 && (
        <p className="typing own"><span>{t('colleagueTypes', { names: formatList(locale, colleagues.map(({ name }) => name)) })}</span>{colleagues.map(({ name, avatarUrl }) => <Who key={name} name={name} src={avatarUrl} doing="typing" />)}</p>
      )}
    </>
  );
}
