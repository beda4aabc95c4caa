import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState, type FocusEvent, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import { movesWithTime } from '@kontuar/contract/filter';
import type { ConversationView } from '@kontuar/contract';
import { cachedConversation } from '../../app/acts/cached';
import { afterPaint } from '../../app/after-paint';
import { assign, reopen, resolve } from '../../app/acts/perform';
import { target } from '../../app/acts/target';
import { channelsQuery, labelsQuery, membersQuery, teamsQuery } from '../../app/directory';
import { useCan, useMe } from '../../app/me';
import { countWords, useShownView, viewCountsQuery } from '../../app/views/queries';
import { treeOf } from '../../app/views/tree';
import { useSteadyActs } from '../../app/steady';
import { useStrings } from '../../i18n';
import { EmptyState, useNow } from '../../ui';
import { loadedRows } from '../../realtime/lists';
import { BulkBar } from './bulk-bar';
import { filterOf, filterOfTree, isNarrowed, viewOf, type InboxSearch } from './filter';
import { placeAll } from './groups';
import { inboxStrings } from './inbox.strings';
import { ListHead, useSearchChange } from './list-head';
import { ListEmpty, ListError, ListSkeleton } from './list-states';
import { prefetchThreads } from './prefetch';
import { countsQuery, listQuery } from './queries';
import { RowMenu, type RowMenuAt } from './row-menu';
import { Rows } from './rows';
import { useListKeys } from './use-list-keys';
import { useSelection } from './use-selection';
import { useSteady } from './use-steady';
import { useSwipe } from './use-swipe';
import { WholeList } from './whole-list';
import './inbox.css';

const none: readonly ConversationView[] = [];

/** What a filter means by "now" moves on. */
const clockMs = 60_000;

/** The list of the current view; view and filters are in the address. */
export function ConversationList({ where }: { where: ReactNode }) {
  const t = useStrings(inboxStrings);
  const me = useMe();
  const now = useNow();
  const navigate = useNavigate();
  const params = useParams({ strict: false }) as { view?: string; conversationId?: string };
  const search = useSearch({ strict: false }) as InboxSearch;
  const view = viewOf(params.view);
  const openId = params.conversationId ?? null;
  const shown = useShownView(search);
  const { tree, sort: ownSort } = shown;
  const filter = useMemo(() => (tree === undefined ? filterOf(view, search) : filterOfTree(tree, search.sort, ownSort)), [view, search, tree, ownSort]);
  const name = JSON.stringify(filter);
  const list = useInfiniteQuery({ ...listQuery(filter), enabled: !shown.isPending && !shown.isGone, refetchInterval: tree !== undefined && movesWithTime(tree) ? clockMs : false });
  // What I put off belongs under what I have to do: it comes back to me.
  const withSnoozed = view === 'mine' && tree === undefined && !isNarrowed(filter) && filter.sort === 'waiting';
  const snoozed = useInfiniteQuery({ ...listQuery({ ...filter, state: 'snoozed' }), enabled: withSnoozed });
  const members = useNamed(useQuery(membersQuery).data);
  const labels = useNamed(useQuery(labelsQuery).data);
  const channels = useNamed(useQuery(channelsQuery).data);
  const teams = useNamed(useQuery(teamsQuery).data);

  const more = list.hasNextPage;
  const minute = Math.floor(now.getTime() / 60_000);
  const latest = useMemo(() => {
    const putOff = withSnoozed && !more && snoozed.data ? loadedRows(snoozed.data).toSorted((a, b) => (a.snoozedUntil ?? '').localeCompare(b.snoozedUntil ?? '')) : none;
    return placeAll([...loadedRows(list.data), ...putOff], filter.sort, new Date(minute * 60_000));
  }, [list.data, snoozed.data, withSnoozed, more, filter.sort, minute]);
  const steady = useSteady(latest, name);
  const selection = useSelection(name);
  const order = useMemo(() => steady.rows.filter((row) => !row.gone).map(({ conversation }) => conversation.id), [steady.rows]);
  const [focusId, setFocus] = useState<string | null>(null);
  const [menu, setMenu] = useState<RowMenuAt | null>(null);
  const region = useRef<HTMLElement>(null);
  const scroll = useRef<HTMLDivElement>(null);

  const open = (id: string) => {
    setFocus(id);
    void navigate({ to: '/inbox/$view/$conversationId', params: { view, conversationId: id }, search, replace: openId !== null });
  };
  useEffect(() => {
    target.change({ open: openId });
    if (openId !== null) setFocus(openId);
    return () => target.change({ open: null });
  }, [openId]);
  const ahead = (openId === null ? order.slice(0, 2) : order.slice(order.indexOf(openId) + 1).slice(0, 2)).join(' ');
  useEffect(() => {
    // What may be opened next comes after what is opened now.
    return afterPaint(() => prefetchThreads(ahead.split(' ').filter((id) => id !== '')));
  }, [ahead]);

  const mayAssign = useCan('conversation.assign');
  const mayTriage = useCan('conversation.triage');
  const isResolved = (id: string) => cachedConversation(id)?.state === 'resolved';
  useSwipe(region, {
    allowed: { right: mayAssign, left: mayTriage },
    words: (id, side) => (side === 'right' ? t('assignMe') : t(isResolved(id) ? 'reopen' : 'resolve')),
    act: (id, side) => {
      if (side === 'right') void assign([id], { assigneeId: me.member.id, who: me.user.name });
      else void (isResolved(id) ? reopen([id]) : resolve([id]));
    },
  });

  const { focusRow, looks, onKeyDown } = useListKeys({ order, openId, focusId, setFocus, open, selection, steady, region, scroll, view, search });

  const placed = search.team !== undefined ? teams.get(search.team)?.name : search.channel !== undefined ? channels.get(search.channel)?.name : undefined;
  const title = shown.view?.name ?? (tree === undefined ? (placed ?? t(view)) : t('filtered'));
  const viewCounts = useQuery({ ...viewCountsQuery, enabled: search.saved !== undefined }).data?.counts;
  const counted = search.saved === undefined || search.where !== undefined ? undefined : viewCounts?.[search.saved];
  const { data: counts } = useQuery(countsQuery);
  const change = useSearchChange(view, search);
  // The same two functions for ever: a row is drawn again only when something of its own changed.
  const pickNow = useRef({ selection, order });
  useEffect(() => { pickNow.current = { selection, order }; });
  const pick = useCallback((event: MouseEvent, id: string) => (event.shiftKey ? pickNow.current.selection.extendTo(id, pickNow.current.order) : pickNow.current.selection.toggle(id)), []);
  const openMenu = useCallback((event: MouseEvent, id: string) => {
    event.preventDefault();
    setMenu({ id, x: event.clientX, y: event.clientY });
  }, []);
  const listed = steady.rows.length;
  const steadily = useSteadyActs({ more: () => void list.fetchNextPage(), keys: (event: KeyboardEvent) => onKeyDown(event) });
  const { ids: selected } = selection;
  const rowProps = useMemo(() => ({ view, search, channels, members, labels, myName: me.user.name, openId, selected, onPick: pick, onMenu: openMenu }), [view, search, channels, members, labels, me.user.name, openId, selected, pick, openMenu]);
  // What events change in the rows is drawn behind what the hand does; another list, or the first rows of one, at once.
  const newest = useMemo(() => ({ name, rows: steady.rows }), [name, steady.rows]);
  const behind = useDeferredValue(newest);
  const drawn = behind.name === name && behind.rows.length > 0 ? behind.rows : steady.rows;
  return (
    <section className="list" aria-label={t('conversations', { title })} ref={region} data-region-stop="list" onPointerMove={steady.touch} onKeyDownCapture={steady.touch} onFocus={(event) => pointAt(event, setFocus)} onBlur={(event) => pointAt(event)}>
      <ListHead title={title} treeSort={tree === undefined ? undefined : (ownSort ?? 'waiting')} count={counted !== undefined ? countWords(counted) : list.data ? totalOf(listed, more, tree !== undefined || isNarrowed(filter) ? undefined : search.team !== undefined ? counts?.teams[search.team] : search.channel !== undefined ? counts?.channels[search.channel] : counts?.views[view as 'all']) : ''} view={view} search={search} sort={filter.sort} />
      {where}
      {selection.ids.size > 0 && <BulkBar count={selection.ids.size} onClear={selection.clear} whole={more && selection.ids.size >= listed ? <WholeList filter={tree ?? treeOf(view, search)} /> : undefined} />}
      {steady.waiting > 0 && (
        <button type="button" className="new-above" onClick={() => { steady.release(); scroll.current?.scrollTo({ top: 0 }); }}>
          {t('newAbove', { count: steady.waiting })} <kbd aria-hidden="true">Home</kbd>
        </button>
      )}
      {shown.isGone ? (
        <EmptyState art="lock" title={t('savedGone')}>{t('savedGoneBody')}</EmptyState>
      ) : list.isPending ? (
        <ListSkeleton />
      ) : list.isError && !list.data ? (
        <ListError error={list.error} onAgain={() => void list.refetch()} />
      ) : listed === 0 ? (
        <ListEmpty view={view} narrowed={search.where !== undefined || isNarrowed(filter)} placed={placed !== undefined || shown.view !== undefined} onClear={() => change({ state: undefined, label: undefined, assignee: undefined, q: undefined, where: undefined })} />
      ) : (
        <Rows
          name={name} rows={drawn} sort={filter.sort} hasMore={more} isLoadingMore={list.isFetchingNextPage} failedMore={list.isFetchNextPageError}
          onMore={steadily.more} scroll={scroll} onKeyDown={steadily.keys} focusId={focusId} focusRow={focusRow} looks={looks} rowProps={rowProps}
        />
      )}
      <RowMenu at={menu} onClose={() => setMenu(null)} onOpen={open} onSelect={selection.toggle} view={view} search={search} />
    </section>
  );
}

/** What is loaded is counted; of a list that goes on, the server's count is told. */
function totalOf(listed: number, more: boolean, counted: number | undefined): string {
  if (!more) return String(listed);
  return counted === undefined || counted < listed ? `${listed}+` : String(counted);
}

/** Keys act on the row that has the focus, never on one that the pointer happens to rest on. */
function pointAt(event: FocusEvent, focused?: (id: string) => void): void {
  const to = event.type === 'blur' ? event.relatedTarget : event.target;
  const row = to instanceof Element ? to.closest<HTMLElement>('.list [data-row]') : null;
  const id = row?.dataset['row'] ?? null;
  target.change({ pointed: id });
  if (id !== null) focused?.(id);
}

function useNamed<T extends { id: string }>(items: readonly T[] | undefined): ReadonlyMap<string, T> {
  return useMemo(() => new Map((items ?? []).map((item) => [item.id, item])), [items]);
}
