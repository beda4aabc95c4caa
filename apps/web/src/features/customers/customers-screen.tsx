import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ArrowDownUp, ListFilter, Search, X } from 'lucide';
import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react';
import type { PeopleFilter, PeopleSort, Segment } from '@kontuar/contract';
import { useShortcut } from '../../app/keys';
import { useCan } from '../../app/me';
import { peopleSentence } from '../../app/people/people-words';
import { usePeopleSpeaker } from '../../app/people/use-people-speaker';
import { usePaused } from '../../app/pick/use-paused';
import { problemWords } from '../../app/problem-words';
import { useStrings } from '../../i18n';
import { Button, EmptyState, Icon, IconButton, Select, Skeleton } from '../../ui';
import { BulkBar } from './bulk-bar';
import { useCountWords } from './count-words';
import { customersStrings } from './customers.strings';
import { ExportMenu } from './export-menu';
import { PersonLine } from './person-rows';
import { peopleCountQuery, peopleQuery, segmentsQuery, type Asked } from './queries';
import { SegmentDialog } from './segment-dialog';
import { SegmentsNav } from './segments-nav';
import './customers.css';

const sorts = ['recent', 'name', 'created'] as const satisfies readonly PeopleSort[];
const everybody: PeopleFilter = { by: 'all', of: [] };
type Dialog = { kind: 'filter' } | { kind: 'new' } | { kind: 'edit'; segment: Segment };

/** Everybody who ever wrote and everybody who was imported: by segment, filter and words, page by page. */
export function CustomersScreen() {
  const t = useStrings(customersStrings);
  const navigate = useNavigate();
  const { segment: segmentId, q = '', sort: given } = useSearch({ strict: false }) as { segment?: string; q?: string; sort?: string };
  const sort = sorts.find((each) => each === given) ?? 'recent';
  const [text, setText] = useState(q);
  const [filter, setFilter] = useState<PeopleFilter>();
  const [dialog, setDialog] = useState<Dialog>();
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [focusId, setFocusId] = useState<string>();
  const anchor = useRef<string>(undefined);
  const list = useRef<HTMLUListElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const edits = useCan('contact.edit');
  const imports = useCan('contact.import');
  const exports = useCan('contact.export');
  const wanted = usePaused(text.trim());
  const asked: Asked = useMemo(() => ({ segmentId, filter, q: wanted === '' ? undefined : wanted }), [segmentId, filter, wanted]);
  const people = useInfiniteQuery(peopleQuery(asked, sort));
  const { data: count } = useQuery(peopleCountQuery(asked));
  const { data: segments } = useQuery(segmentsQuery);
  const words = useCountWords();
  const speaker = usePeopleSpeaker(filter);
  const rows = useMemo(() => people.data?.pages.flatMap((page) => page.items) ?? [], [people.data]);
  const segment = segments?.items.find(({ id }) => id === segmentId);

  const go = useCallback((next: { segment?: string | undefined; q?: string; sort?: string }) => {
    const search = { segment: segmentId, q: wanted, sort, ...next };
    void navigate({ to: '/contacts', search: { ...(search.segment === undefined ? {} : { segment: search.segment }), ...(search.q === '' ? {} : { q: search.q }), ...(search.sort === 'recent' ? {} : { sort: search.sort }) }, replace: true });
  }, [navigate, segmentId, sort, wanted]);
  useEffect(() => {
    if (wanted !== q) go({ q: wanted });
  // oxlint-disable-next-line react/exhaustive-deps -- the address follows the words; nothing else starts it
  }, [wanted]);
  // Who is selected is selected in this list, and in no other.
  useEffect(() => { setPicked(new Set()); setFocusId(undefined); }, [asked, sort]);
  useEffect(() => setFilter(undefined), [segmentId]);

  const end = useRef<HTMLDivElement>(null);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = people;
  useEffect(() => {
    const mark = end.current;
    if (mark === null || !hasNextPage || isFetchingNextPage) return undefined;
    const watch = new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting)) void fetchNextPage(); }, { rootMargin: '600px' });
    watch.observe(mark);
    return () => watch.disconnect();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, rows.length]);

  const pick = useCallback((id: string, extend: boolean) => {
    setPicked((before) => {
      const next = new Set(before);
      const [from, to] = [rows.findIndex(({ contact }) => contact.id === (extend ? anchor.current : id)), rows.findIndex(({ contact }) => contact.id === id)];
      if (extend && from >= 0) for (const { contact } of rows.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(contact.id);
      else if (!next.delete(id)) next.add(id);
      return next;
    });
    anchor.current = id;
  }, [rows]);
  const onPick = useCallback((id: string, event: MouseEvent) => pick(id, event.shiftKey), [pick]);
  const links = () => [...(list.current?.querySelectorAll<HTMLElement>('.cu-a') ?? [])];
  const step = (by: 1 | -1) => {
    const all = links();
    const at = all.findIndex((link) => link === document.activeElement);
    const next = at < 0 ? (by > 0 ? all[0] : undefined) : all[at + by];
    if (next === undefined && by < 0) field.current?.focus();
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
  };
  const inHand = () => (document.activeElement?.closest('[data-person]') as HTMLElement | null)?.dataset['person'];
  useShortcut('next', () => step(1));
  useShortcut('previous', () => step(-1));
  useShortcut('select', () => { const id = inHand(); if (id !== undefined) pick(id, false); }, { when: edits });
  useShortcut('select-extend', () => { const id = inHand(); if (id !== undefined) pick(id, true); }, { when: edits });
  useShortcut('select-all', () => setPicked(new Set(rows.slice(0, 500).map(({ contact }) => contact.id))), { when: edits });
  useShortcut('back', () => {
    if (picked.size > 0) return setPicked(new Set());
    if (document.activeElement === field.current && text !== '') return setText('');
    field.current?.focus();
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    step(event.key === 'ArrowDown' ? 1 : -1);
  };
  const tabStop = rows.some(({ contact }) => contact.id === focusId) ? focusId : rows[0]?.contact.id;
  const narrowed = wanted !== '' || filter !== undefined || segmentId !== undefined;

  return (
    <main className="cu" id="content" tabIndex={-1} aria-label={t('title')}>
      <SegmentsNav current={segmentId} onNew={() => setDialog({ kind: 'new' })} onEdit={(each) => setDialog({ kind: 'edit', segment: each })} onGone={(id) => { if (id === segmentId) go({ segment: undefined }); }} />
      <section className="cu-l" aria-label={t('list')} onKeyDown={onKeyDown}>
        <header className="cu-h">
          <h1>{segment?.name ?? t('title')} <span className="mut" role="status">{words(count)}</span></h1>
          <div className="cu-t1">
            <div className="cu-q"><Icon of={Search} size={16} /><input ref={field} type="search" autoComplete="off" spellCheck={false} maxLength={200} aria-label={t('search')} placeholder={t('search')} value={text} onChange={(event) => setText(event.target.value)} />{text !== '' && <IconButton size="sm" label={t('clear')} onClick={() => { setText(''); field.current?.focus(); }}><Icon of={X} size={14} /></IconButton>}</div>
            <Select aria-label={t('sort')} value={sort} options={sorts.map((value) => ({ value, label: t(value) }))} onValueChange={(value) => go({ sort: value })} />
            <Button onClick={() => setDialog({ kind: 'filter' })}><Icon of={ListFilter} size={14} />{t('filter')}</Button>
            {exports && <ExportMenu label={t('export')} asked={{ ...(segmentId === undefined ? {} : { segmentId }), ...(filter === undefined ? {} : { filter }), ...(wanted === '' ? {} : { q: wanted }) }} />}
            {imports && <Link className="btn" to="/contacts/files"><Icon of={ArrowDownUp} size={14} />{t('files')}</Link>}
          </div>
          {filter !== undefined && (
            <p className="cu-f"><span><b>{t('filtered')}:</b> {peopleSentence(filter, speaker)}</span><button type="button" className="lnk" onClick={() => setDialog({ kind: 'new' })}>{t('keep')}</button><button type="button" className="lnk" onClick={() => setFilter(undefined)}>{t('showAll')}</button></p>
          )}
        </header>
        {people.isPending && <div className="cu-sk" role="status" aria-label={t('title')}>{[0, 1, 2, 3, 4, 5].map((each) => <div key={each}><Skeleton width={32} height={32} /><Skeleton width="40%" height={13} /></div>)}</div>}
        {people.isError && people.data === undefined && <EmptyState art="broken" title={t('loadFailed')} action={<Button onClick={() => void people.refetch()}>{t('again')}</Button>}>{problemWords(people.error)}</EmptyState>}
        {people.data !== undefined && rows.length === 0 && <EmptyState art="list" title={t(narrowed ? 'noneTitle' : 'emptyTitle')}>{t(narrowed ? 'noneBody' : 'emptyBody')}</EmptyState>}
        {rows.length > 0 && (
          <>
            <div className="cu-hd" aria-hidden="true"><span>{t('who')}</span><span>{t('kinds')}</span><span>{t('company')}</span><span>{t('conversations')}</span><span>{t('lastWrote')}</span></div>
            <ul className="cu-rows" ref={list}>
              {rows.map((row) => <PersonLine key={row.contact.id} row={row} picked={picked.has(row.contact.id)} tabIndex={row.contact.id === tabStop ? 0 : -1} onPick={onPick} onFocus={setFocusId} />)}
            </ul>
            <div ref={end}>{hasNextPage && <p className="tbl-f"><Button size="sm" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>{t('more')}</Button></p>}</div>
          </>
        )}
        {picked.size > 0 && edits && <BulkBar ids={[...picked].slice(0, 500)} onClear={() => setPicked(new Set())} />}
      </section>
      {dialog !== undefined && (
        <SegmentDialog
          segment={dialog.kind === 'edit' ? dialog.segment : undefined} naming={dialog.kind !== 'filter'} filter={dialog.kind === 'edit' ? dialog.segment.filter : (filter ?? everybody)}
          onClose={() => setDialog(undefined)} onShow={(next) => { setFilter(next.by === 'all' && next.of.length === 0 ? undefined : next); setDialog(undefined); }}
          onSaved={(saved) => { setDialog(undefined); setFilter(undefined); go({ segment: saved.id }); }}
        />
      )}
    </main>
  );
}
