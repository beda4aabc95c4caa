import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { EyeOff } from 'lucide';
import { useCallback, useEffect, useLayoutEffect, useMemo, useState } from 'react';
import type { ConversationView, PersonKind, PersonTimeline as Page } from '@kontuar/contract';
import { request } from '../../app/client';
import { channelsQuery } from '../../app/directory';
import { lazily } from '../../app/lazily';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { formatDay, formatWeekday, useLocale, useStrings } from '../../i18n';
import { Button, ChannelMark, Icon, useNow } from '../../ui';
import { useHeldPlace } from './held-place';
import { buildPerson, joinPages, type PersonItem } from './person-items';
import { personStrings } from './person.strings';
import { ThreadSkeleton } from './thread-states';
import { Entry, Reach } from './timeline';

// What is told besides messages is asked for with the first timeline of a person, not with the inbox.
const HappenedLine = lazily(async () => (await import('../../app/people/happened')).HappenedLine);
const PurchaseLine = lazily(async () => (await import('../../app/people/happened')).PurchaseLine);
const HappenedKinds = lazily(async () => (await import('../../app/people/happened')).HappenedKinds);

const kinds = ['message', 'note', 'case', 'promise', 'survey', 'purchase', 'lead'] as const satisfies readonly PersonKind[];
const loadAheadPx = 600;
/** Beyond that nobody reads back in one go; what scrolled out is asked for again. */
const pagesKept = 20;
interface Cursor { before?: string; after?: string }

function usePerson(contactId: string, only: readonly PersonKind[] = []) {
  return useInfiniteQuery({
    queryKey: [...queryKeys.contactMessages(contactId), only.join(',')],
    queryFn: ({ pageParam, signal }) => request<Page>('GET', `/contacts/${contactId}/messages`, undefined, { query: { ...pageParam, limit: 40, ...(only.length === 0 ? {} : { only: only.join(',') }) }, signal }),
    initialPageParam: {} as Cursor,
    getPreviousPageParam: (first: Page): Cursor | undefined => (first.before === null ? undefined : { before: first.before }),
    getNextPageParam: (last: Page): Cursor | undefined => (last.after === null ? undefined : { after: last.after }),
    maxPages: pagesKept, staleTime: 10_000,
  });
}

/** Where an answer goes while the whole person is shown: to where the customer wrote last. */
export function useAnswerIn(contactId: string, conversation: ConversationView): ConversationView {
  const { data } = usePerson(contactId);
  const newest = data?.pages.at(-1);
  return newest?.conversations.find(({ id }) => id === newest.answerIn) ?? conversation;
}

export interface PersonTimelineProps { conversation: ConversationView; onOpenConversation?: ((conversationId: string) => void) | undefined }

/** One person over all channels in the order of time: a line per day and channel, and the way into each conversation. */
export function PersonTimeline({ conversation, onOpenConversation }: PersonTimelineProps) {
  const t = useStrings(personStrings);
  const [only, setOnly] = useState<readonly PersonKind[]>([]);
  const query = usePerson(conversation.contact.id, only);
  const { data: channels = [] } = useQuery(channelsQuery);
  const place = useHeldPlace(query.data !== undefined);
  const lettersOf = useCallback((one: ConversationView) => channels.find(({ id }) => id === one.channelId)?.capabilities.subject === true && !one.hasPublic, [channels]);
  const items = useMemo(() => buildPerson(joinPages(query.data?.pages ?? []), lettersOf), [query.data, lettersOf]);
  const { hold } = place;
  useLayoutEffect(hold, [items, hold]);
  const { hasPreviousPage, isFetchingPreviousPage, isFetchPreviousPageError, fetchPreviousPage, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage } = query;
  const reach = useCallback(() => {
    const box = place.scroller.current;
    if (!box) return;
    if (box.scrollTop < loadAheadPx && hasPreviousPage && !isFetchingPreviousPage && !isFetchPreviousPageError) void fetchPreviousPage();
    if (box.scrollHeight - box.clientHeight - box.scrollTop < loadAheadPx && hasNextPage && !isFetchingNextPage && !isFetchNextPageError) void fetchNextPage();
  }, [place.scroller, hasPreviousPage, isFetchingPreviousPage, isFetchPreviousPageError, fetchPreviousPage, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage]);
  useEffect(reach, [reach, items]);
  const failed = query.isError && query.data === undefined;
  return (
    <div className="tl-w">
      <div className="tl-k"><HappenedKinds offered={kinds} chosen={only} onChange={setOnly} /></div>
      {query.isPending && <ThreadSkeleton />}
      {failed && <p className="reach" role="status">{t('failed', { reason: problemWords(query.error) })} <Button size="sm" onClick={() => void query.refetch()}>{t('again')}</Button></p>}
      {query.data !== undefined && (
        <div className="tl" data-region-stop="thread" ref={place.scroller} tabIndex={0} role="log" aria-label={t('timeline', { name: conversation.contact.name })} aria-live="off" data-scroll onScroll={() => { place.onScroll(); reach(); }}>
          <div ref={place.content}>
            {hasPreviousPage && <Reach failed={isFetchPreviousPageError} words={t('olderFailed')} onRetry={() => void fetchPreviousPage()} />}
            {items.length === 0 && <p className="mut">{t('empty')}</p>}
            {items.map((item, index) => (
              <div key={item.key} data-key={item.key} data-kind={item.kind === 'entry' ? item.item.kind : item.kind}>
                {item.kind === 'entry' ? <PersonEntry item={item} before={items[index - 1]} letters={lettersOf(item.conversation)} /> : <Divider item={item} openId={conversation.id} onOpenConversation={onOpenConversation} />}
              </div>
            ))}
          </div>
        </div>
      )}
    </div>
  );
}

function PersonEntry({ item, before, letters }: { item: Extract<PersonItem, { kind: 'entry' }>; before: PersonItem | undefined; letters: boolean }) {
  const { data: channel } = useQuery({ ...channelsQuery, select: (all) => all.find(({ id }) => id === item.conversation.channelId) });
  return <Entry item={item.item} before={before?.kind === 'entry' ? before.item : undefined} messages={item.messages} conversation={item.conversation} channel={channel} letters={letters} />;
}

function Divider({ item, openId, onOpenConversation }: { item: Exclude<PersonItem, { kind: 'entry' }>; openId: string; onOpenConversation: PersonTimelineProps['onOpenConversation'] }) {
  const t = useStrings(personStrings);
  const locale = useLocale();
  const now = useNow();
  const { data: channels = [] } = useQuery(channelsQuery);
  const at = new Date(item.at);
  const day = `${formatWeekday(locale, at)} ${formatDay(locale, at, now)}`;
  if (item.kind === 'closed') return <p className="sys"><Icon of={EyeOff} size={14} /><span>{t('closed')}</span><time dateTime={item.at}>{day}</time></p>;
  if (item.kind === 'bought') return <PurchaseLine purchase={item.purchase} />;
  if (item.kind === 'happened') return <HappenedLine entry={item.entry} />;
  const { conversation } = item;
  return (
    <h3 className="day person-d">
      <ChannelMark connector={conversation.connectorId} decorative />
      <b>{channels.find(({ id }) => id === conversation.channelId)?.name ?? ''}</b>
      <span>{day}</span>
      {conversation.id === openId
        ? <span className="mut">{t('here')}</span>
        : onOpenConversation !== undefined && <button type="button" className="lnk" aria-label={t('jump', { number: conversation.number })} onClick={() => onOpenConversation(conversation.id)}>#{conversation.number}</button>}
    </h3>
  );
}
