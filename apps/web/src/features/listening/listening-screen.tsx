import './listening.css';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Antenna, Plus, Radar } from 'lucide';
import { useEffect, useMemo, useRef, useState, type ComponentProps } from 'react';
import type { BrandMention, ListeningDay, ListeningDesk, MonitorView, Page } from '@kontuar/contract';
import { request } from '../../app/client';
import { ListeningPlaces } from '../../app/crisis/places';
import { useShortcut, type ShortcutId } from '../../app/keys';
import { useCan } from '../../app/me';
import { percentWords } from '../../app/mood/mood-face';
import { problemWords } from '../../app/problem-words';
import type { ListeningSearch } from '../../app/router';
import { ListStates } from '../../app/screens/list-states';
import { ListeningTabs } from '../../app/screens/listening-tabs';
import { formatNumber, useLocale, useStrings } from '../../i18n';
import { Button, EmptyState, Field, Icon, IconButton, Select, Skeleton, Tag } from '../../ui';
import { AlertPart, useRising } from './alert-part';
import { alertPartStrings } from './alert-part.strings';
import { BehindFigure, behindOf } from './behind-figure';
import type { BarChoice } from './day-bars';
import { DayPart } from './day-part';
import { dayStrings } from './day.strings';
import { listeningStrings } from './listening.strings';
import { MentionCard } from './mention-card';
import { MonitorEditor } from './monitor-editor';
import { MutedPart } from './muted-part';
import { anyTime, isNarrowed, Narrowed, Narrowing, narrowingOf, nothing, spanOf } from './narrowing';
import { dayQuery, deskQuery, streamKey } from './queries';
import { QueryShown } from './query-shown';
import { topicNames } from './said-once';
import { Shelves, shelves, useShelfCount } from './shelves';
import { SourcesPart } from './sources-part';
import { Spark } from './spark';
import { useMentionActs } from './use-mention-acts';

const noFigure: ListeningSearch = { figure: '', from: '', to: '', zone: '', cut: '', key: '' };
type Side = { kind: 'edit'; monitor: MonitorView | undefined } | { kind: 'sources' } | { kind: 'muted' } | undefined;

/** What is said in public, as it is found: judged, taken up and answered from the keyboard. */
export function ListeningScreen() {
  const t = useStrings(listeningStrings);
  const desk = useQuery(deskQuery);
  return (
    <main className="hear" id="content" tabIndex={-1} aria-label={t('title')}>
      {desk.isPending && <div className="hear-main"><Skeleton width="60%" height={18} /></div>}
      {desk.isError && desk.data === undefined && <EmptyState art="broken" title={t('loadFailed')} action={<Button onClick={() => void desk.refetch()}>{t('again')}</Button>}>{problemWords(desk.error)}</EmptyState>}
      {desk.data !== undefined && <Desk of={desk.data} />}
    </main>
  );
}

function Desk({ of: { monitors, sources, previews, mutedAuthors } }: { of: ListeningDesk }) {
  const t = useStrings(listeningStrings);
  const search = useSearch({ strict: false }) as ListeningSearch;
  const navigate = useNavigate();
  const manages = useCan('listening.manage');
  const [side, setSide] = useState<Side>();
  const rising = useRising();
  const narrow = (change: ListeningSearch) => void navigate({ to: '/listening', search: Object.fromEntries(Object.entries({ ...search, ...change }).filter(([, value]) => value !== undefined && value !== '')), replace: true });
  const monitor = monitors.find(({ id }) => id === search.monitor);
  const { data: day } = useQuery({ ...dayQuery({ span: spanOf(search), ...narrowingOf(search), ...(monitor === undefined ? {} : { monitorId: monitor.id }) }), enabled: monitors.length > 0, placeholderData: keepPreviousData });
  // A bar counts what is said everywhere, so nothing else narrows what it opens; the same again opens everything.
  const open = ({ since, until, negative }: BarChoice) => narrow(search.since === since && (search.mood === 'negative') === negative ? anyTime : { ...nothing, ...noFigure, shelf: '', since, until: until ?? '', mood: negative ? 'negative' : '' });
  const beside: Omit<ComponentProps<typeof DayPart>, 'at'> | undefined = day !== undefined && monitors.length > 0 && side === undefined ? {
    of: day, place: search.platform ?? '', onPlace: (platform) => narrow({ platform, ...noFigure }), onSpan: (span) => narrow({ span: span === 'day' ? '' : span }), chosen: search.since === undefined ? undefined : { since: search.since, negative: search.mood === 'negative' }, onChoose: open,
  } : undefined;
  // All of them first, then one after the other.
  const step = (by: 1 | -1) => {
    const ids = ['', ...monitors.map(({ id }) => id)];
    const to = ids[ids.indexOf(monitor?.id ?? '') + by];
    if (to !== undefined) { setSide(undefined); narrow({ monitor: to, ...noFigure }); }
  };
  useShortcut('hear-monitor', () => step(1), { when: monitors.length > 0 });
  useShortcut('hear-monitor-back', () => step(-1), { when: monitors.length > 0 });
  return (
    <>
      <nav className="hear-side" aria-label={t('monitors')}>
        <header className="bar"><h1>{t('title')}</h1><span className="grow" /><IconButton label={t('sources')} size="sm" tone="ghost" onClick={() => setSide({ kind: 'sources' })}><Icon of={Antenna} /></IconButton>{manages && <IconButton label={t('newMonitor')} size="sm" tone="ghost" onClick={() => setSide({ kind: 'edit', monitor: undefined })}><Icon of={Plus} /></IconButton>}</header>
        <ListeningTabs />
        {/* On a phone the stream is what one came for: one line for all monitors. */}
        <div className="hear-ms"><Field label={t('monitors')} hideLabel><Select value={monitor?.id ?? ''} options={[{ value: '', label: t('all') }, ...monitors.map((one) => ({ value: one.id, label: `${one.name}: ${t('today', { count: one.today })}` }))]} onValueChange={(id) => { setSide(undefined); narrow({ monitor: id, ...noFigure }); }} /></Field></div>
        <ul className="hear-mos">
          <li><button type="button" className="hear-mo" aria-current={monitor === undefined || undefined} onClick={() => narrow({ monitor: '', ...noFigure })}><span className="hear-mt"><b>{t('all')}</b></span></button></li>
          {monitors.map((one) => <li key={one.id}><MonitorLine of={one} times={rising.find(({ key }) => key === one.id)?.times} current={one === monitor} onOpen={() => { setSide(undefined); narrow({ monitor: one.id, ...noFigure }); }} /></li>)}
        </ul>
        {monitors.length > 0 && <Shelves day={day} current={behindOf(search) === undefined ? search.shelf ?? 'all' : undefined} onChoose={(shelf) => { setSide(undefined); narrow({ shelf: shelf === 'all' ? '' : shelf, ...noFigure }); }} />}
        <ListeningPlaces rising={rising.length} />
        {mutedAuthors > 0 && <button type="button" className="lnk hear-mu" onClick={() => setSide({ kind: 'muted' })}>{t('mutedAuthors', { count: mutedAuthors })}</button>}
      </nav>
      <div className="hear-main">
        {side?.kind === 'sources' && <SourcesPart sources={sources} previews={previews} onClose={() => setSide(undefined)} />}
        {side?.kind === 'muted' && <MutedPart onClose={() => setSide(undefined)} />}
        {side?.kind === 'edit' && <MonitorEditor key={side.monitor?.id ?? 'new'} monitor={side.monitor} onClose={(made) => { setSide(undefined); if (made !== undefined) narrow({ monitor: made }); }} />}
        {beside !== undefined && <DayPart at="above" {...beside} />}
        {monitors.length === 0 ? side === undefined && <EmptyState art="radar" title={t('noMonitors')} {...(manages ? { action: <Button tone="primary" onClick={() => setSide({ kind: 'edit', monitor: undefined })}>{t('newMonitor')}</Button> } : {})}>{t('noMonitorsBody')}</EmptyState>
          : <Stream key={`${search.monitor ?? ''} ${search.figure ?? ''}`} monitors={monitors} monitor={monitor} search={search} narrow={narrow} day={day} isChanging={side?.kind === 'edit' && side.monitor !== undefined && side.monitor.id === monitor?.id} onEdit={manages && monitor !== undefined ? () => setSide({ kind: 'edit', monitor }) : undefined} />}
      </div>
      {beside !== undefined && <DayPart at="beside" {...beside} />}
    </>
  );
}

interface LineProps { of: MonitorView; /** The usual, while it is far above it. */ times: number | undefined; current: boolean; onOpen: () => void }

function MonitorLine({ of, times, current, onOpen }: LineProps) {
  const t = useStrings(listeningStrings);
  const a = useStrings(alertPartStrings);
  const locale = useLocale();
  const number = times === undefined ? '' : formatNumber(locale, times, { maximumFractionDigits: times < 10 ? 1 : 0 });
  return (
    <button type="button" className="hear-mo" aria-current={current || undefined} onClick={onOpen}>
      <span className="hear-mt"><b className="ell">{of.name}</b><span className="mut">{of.active ? t(of.kind) : t('paused')}</span></span><Spark of={of.hourly} hot={times !== undefined} />
      <span className="hear-mn"><b>{t('today', { count: of.today })}</b>{of.toJudge > 0 && <span className="mut">{t('toJudge')}: {of.toJudge}</span>}{times !== undefined && <><span className="grow" /><Tag tone="danger"><span aria-hidden="true">{a('times', { times: number })}</span><span className="vh">{a('timesUsual', { times: number })}</span></Tag></>}</span>
    </button>
  );
}

interface StreamProps { monitors: readonly MonitorView[]; monitor: MonitorView | undefined; search: ListeningSearch; narrow: (change: ListeningSearch) => void; day: ListeningDay | undefined; onEdit: (() => void) | undefined; /** Its query is open in the editor above. */ isChanging: boolean }

const noChoices: ListeningDay['choices'] = { platforms: [], languages: [] };

function Stream({ monitors, monitor, search, narrow, day, onEdit, isChanging }: StreamProps) {
  const t = useStrings(listeningStrings);
  const d = useStrings(dayStrings);
  const locale = useLocale();
  const countOf = useShelfCount(day);
  const asked = { view: search.shelf ?? 'all', order: search.order ?? 'newest', ...narrowingOf(search), ...(monitor === undefined ? {} : { monitorId: monitor.id }) };
  const behind = behindOf(search);
  const query = useInfiniteQuery({
    queryKey: streamKey(behind ?? asked), queryFn: ({ signal, pageParam }) => request<Page<BrandMention>>('GET', behind?.path ?? '/listening/mentions', undefined, { signal, query: { ...(behind?.query ?? asked), cursor: pageParam, limit: 30 } }),
    initialPageParam: undefined as string | undefined, getNextPageParam: (last) => last.nextCursor ?? undefined, placeholderData: keepPreviousData,
    // What the network is being asked for shows once it has answered.
    refetchInterval: ({ state }) => (state.data?.pages.some(({ items }) => items.some(({ onNetwork }) => onNetwork?.pending != null)) === true ? 2_000 : false),
  });
  return (
    <>
      <header className="hear-top">
        <div className="hear-hd"><h2 title={monitor?.name}><Icon of={Radar} size={16} /><span className="ell">{monitor?.name ?? t('all')}</span></h2>{day !== undefined && <span className="mut">{d(`in-${day.span}`, { number: formatNumber(locale, day.bars.reduce((sum, bar) => sum + bar.positive + bar.other + bar.negative, 0)) })}</span>}</div>
        {behind === undefined && (
          <div className="hear-fi" role="group" aria-label={d('narrow')}>
            {/* In the column of the monitors, where there is one. */}
            <span className="hear-sh"><Field label={t('shelf')} hideLabel><Select value={asked.view} options={shelves.map(([value, words]) => ({ value, label: day === undefined ? t(words) : d('count', { name: t(words), number: countOf(value) ?? '' }) }))} onValueChange={(shelf) => narrow({ shelf: shelf === 'all' ? '' : shelf })} /></Field></span>
            <Narrowing search={search} choices={day?.choices ?? noChoices} onNarrow={narrow} />
            <Field label={t('order')} hideLabel><Select value={asked.order} options={[{ value: 'newest', label: t('newest') }, { value: 'impact', label: t('impact') }]} onValueChange={(order) => narrow({ order: order === 'newest' ? '' : order })} /></Field>
          </div>
        )}
        {behind === undefined && <Narrowed search={search} onNarrow={narrow} />}
      </header>
      {behind !== undefined && <BehindFigure search={search} monitors={monitors} topic={query.data?.pages.flatMap((page) => page.items).flatMap(({ post }) => post.topics).find(({ key }) => key === search.key)?.name} onLeave={() => narrow(noFigure)} />}
      {monitor !== undefined && <div className="hear-q">{isChanging && <b role="status">{t('beingChanged')}</b>}<div className="hear-qr"><div><QueryShown of={monitor} /></div>{onEdit !== undefined && !isChanging && <Button size="sm" onClick={onEdit}>{t('edit')}</Button>}</div><span className="mut">{monitor.filter.precision === null ? t('filterNone') : t('filter', { percent: percentWords(locale, monitor.filter.precision), count: monitor.filter.judged })}</span></div>}
      {behind === undefined && <AlertPart monitorId={monitor?.id} />}
      <ListStates query={query} rows={query.data?.pages.flatMap((page) => page.items) ?? []} words={{ loadFailed: t('loadFailed'), empty: t('empty'), emptyBody: behind === undefined && isNarrowed(search) ? d('nothingNarrowed') : t('emptyBody') }}>{(rows) => <Cards rows={rows} />}</ListStates>
    </>
  );
}

/** One is chosen; the keys act on it. What was judged away leaves its place to the next. */
function Cards({ rows }: { rows: readonly BrandMention[] }) {
  const t = useStrings(listeningStrings);
  const acts = useMentionActs();
  const called = useMemo(() => topicNames(rows), [rows]);
  const [chosen, setChosen] = useState<{ id: string; at: number }>();
  const [copiesOf, setCopiesOf] = useState<string>();
  const list = useRef<HTMLUListElement>(null);
  const found = rows.findIndex(({ id }) => id === chosen?.id);
  const at = found >= 0 ? found : Math.min(chosen?.at ?? 0, rows.length - 1);
  const current = rows[at];
  const choose = (place: number) => {
    const next = rows[Math.max(0, Math.min(rows.length - 1, place))];
    if (next !== undefined) setChosen({ id: next.id, at: rows.indexOf(next) });
  };
  useEffect(() => { if (chosen !== undefined) list.current?.children[at]?.scrollIntoView({ block: 'nearest' }); }, [at, chosen]);
  const useAct = (id: ShortcutId, act: ((of: BrandMention) => void) | undefined, when = true) => useShortcut(id, () => { if (current === undefined || act === undefined) return false; act(current); return true; }, { when: when && act !== undefined });
  useShortcut('hear-next', () => choose(at + 1));
  useShortcut('hear-previous', () => choose(at - 1));
  useAct('hear-relevant', acts.relevant);
  useAct('hear-junk', acts.junk);
  useAct('hear-answer', acts.answer);
  useAct('hear-assign', acts.assign);
  useAct('hear-case', acts.asCase);
  useAct('hear-mute', acts.mute);
  const { mood } = acts;
  const say = (label: 'negative' | 'neutral' | 'positive') => mood === undefined ? undefined : (of: BrandMention) => mood(of, label);
  useAct('hear-displeased', say('negative'));
  useAct('hear-neither', say('neutral'));
  useAct('hear-pleased', say('positive'));
  const ours = current !== undefined && current.messageId !== null;
  useAct('hear-like', acts.like, ours);
  useAct('hear-hide', acts.hide, ours);
  const toggleCopies = ({ id, copies }: BrandMention) => { if (copies > 0) setCopiesOf(copiesOf === id ? undefined : id); };
  useAct('hear-copies', toggleCopies, (current?.copies ?? 0) > 0);
  useAct('hear-original', ({ post: { url } }) => { if (url !== null) window.open(url, '_blank', 'noopener,noreferrer'); }, current?.post.url != null);
  return <ul className="hear-l" ref={list} aria-label={t('stream')}>{rows.map((row, place) => <li key={row.id}><MentionCard of={row} called={called} selected={place === at} acts={acts} onSelect={() => setChosen({ id: row.id, at: place })} copiesShown={copiesOf === row.id} onCopies={() => toggleCopies(row)} /></li>)}</ul>;
}
