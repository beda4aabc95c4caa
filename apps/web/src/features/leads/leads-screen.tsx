import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Download } from 'lucide';
import { useEffect, useState } from 'react';
import type { LeadRow, LeadSums, Page } from '@kontuar/contract';
import { request, requestFile } from '../../app/client';
import { useMembers } from '../../app/directory';
import { useStages, worthWords } from '../../app/leads/leads';
import { useCan } from '../../app/me';
import { usePaused } from '../../app/pick/use-paused';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { ListStates } from '../../app/screens/list-states';
import { useRowKeys } from '../../app/screens/use-row-keys';
import type { LeadsSearch } from '../../app/router';
import { useLocale, useStrings } from '../../i18n';
import { Button, Field, Icon, Select, TextInput, useToast } from '../../ui';
import { NextLine } from './lead-parts';
import { leadStrings } from './leads.strings';
import '../../app/leads/sales.css';
import './leads.css';

/** What the address says, and of what it does not say: only those that go on. */
const asked = (search: LeadsSearch) => ({ ...search, ...(search.stage === undefined && search.state === undefined ? { state: 'open' } : {}) });

/** Who may become a customer, by stage, with what is done next. */
export function LeadsScreen() {
  const t = useStrings(leadStrings);
  const search = useSearch({ strict: false }) as LeadsSearch;
  const exports = useCan('lead.manage');
  useRowKeys('.led-r');
  const query = useInfiniteQuery({
    queryKey: queryKeys.leads(search),
    queryFn: ({ signal, pageParam }) => request<Page<LeadRow>>('GET', '/leads', undefined, { signal, query: { ...asked(search), cursor: pageParam, limit: 50 } }),
    initialPageParam: undefined as string | undefined, getNextPageParam: (last) => last.nextCursor ?? undefined, placeholderData: keepPreviousData,
  });
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const narrowed = Object.keys(search).length > 0;
  return (
    <main className="page" id="content" aria-label={t('title')}>
      <header className="page-h sal-r"><div><h1>{t('title')}</h1><p>{t('lead')}</p></div>{exports && <div className="page-a"><Export search={search} /></div>}</header>
      <Sums search={search} />
      <Filters search={search} />
      <ListStates query={query} rows={rows} words={{ loadFailed: t('loadFailed'), empty: t(narrowed ? 'noMatch' : 'empty'), emptyBody: t(narrowed ? 'noMatchBody' : 'emptyBody') }}>{(shown) => <Rows rows={shown} byStage={(search.sort ?? 'stage') === 'stage'} />}</ListStates>
    </main>
  );
}

function useNarrow(search: LeadsSearch) {
  const navigate = useNavigate();
  return (change: LeadsSearch) => void navigate({ to: '/leads', search: Object.fromEntries(Object.entries({ ...search, ...change }).filter(([, value]) => value !== undefined && value !== '')), replace: true });
}

/** Each stage with how many stand there and what they are worth; pressed, only those. */
function Sums({ search }: { search: LeadsSearch }) {
  const t = useStrings(leadStrings);
  const locale = useLocale();
  const { named } = useStages();
  const narrow = useNarrow(search);
  const { stage: _stage, state: _state, due: _due, sort: _sort, ...filter } = search;
  const { data } = useQuery({ queryKey: queryKeys.leadSums(filter), queryFn: ({ signal }) => request<LeadSums>('GET', '/leads/sums', undefined, { signal, query: filter }), placeholderData: keepPreviousData });
  if (data === undefined) return null;
  return (
    <div className="led-b sal-r" role="group" aria-label={t('stage')}>
      {data.stages.map(({ key, count, late, withoutStep, worth }) => (
        <button key={key} type="button" aria-pressed={search.stage === key} onClick={() => narrow({ stage: search.stage === key ? '' : key })}>
          <strong>{named(key)}</strong>
          <span>{t('count', { count })}{worth.map((each) => ` · ${worthWords(locale, each)}`)}</span>
          {late > 0 && <span className="bad">{t('lateCount', { count: late })}</span>}
          {withoutStep > 0 && <span className="warn">{t('withoutCount', { count: withoutStep })}</span>}
        </button>
      ))}
    </div>
  );
}

function Filters({ search }: { search: LeadsSearch }) {
  const t = useStrings(leadStrings);
  const members = useMembers();
  const narrow = useNarrow(search);
  const [text, setText] = useState(search.q ?? '');
  const wanted = usePaused(text.trim());
  useEffect(() => {
    if (wanted !== (search.q ?? '')) narrow({ q: wanted });
  // oxlint-disable-next-line react/exhaustive-deps -- the address follows the words; nothing else starts it
  }, [wanted]);
  const any = { value: '', label: t('any') };
  return (
    <form className="sal-q sal-r" role="search" aria-label={t('filters')} onSubmit={(event) => event.preventDefault()}>
      <Field label={t('search')} className="grow" optional hideLabel><TextInput type="search" placeholder={t('search')} maxLength={200} value={text} onChange={(event) => setText(event.target.value)} /></Field>
      <Field label={t('due')}><Select value={search.due ?? ''} options={[any, ...(['late', 'today', 'week', 'none'] as const).map((value) => ({ value, label: t(value) }))]} onValueChange={(due) => narrow({ due })} /></Field>
      <Field label={t('owner')}><Select value={search.ownerId ?? ''} options={[any, { value: 'me', label: t('me') }, { value: 'none', label: t('nobody') }, ...members.map(({ id, name }) => ({ value: id, label: name }))]} onValueChange={(ownerId) => narrow({ ownerId })} /></Field>
      <Field label={t('sort')}><Select value={search.sort ?? 'stage'} options={(['stage', 'next', 'newest', 'worth'] as const).map((value) => ({ value, label: t(`sort-${value}`) }))} onValueChange={(sort) => narrow({ sort: sort === 'stage' ? '' : sort })} /></Field>
    </form>
  );
}

function Rows({ rows, byStage }: { rows: readonly LeadRow[]; byStage: boolean }) {
  const t = useStrings(leadStrings);
  const { named } = useStages();
  const stages = [...new Set(rows.map((row) => row.stage))];
  const groups = byStage ? stages.map((stage) => [stage, rows.filter((row) => row.stage === stage)] as const) : [['', rows] as const];
  return (
    <div className="sal-r">
      {groups.map(([stage, members]) => (
        <section key={stage} aria-label={stage === '' ? t('title') : named(stage)}>
          {stage !== '' && <h2 className="led-g">{named(stage)}</h2>}
          <ul className="led-l">{members.map((row) => <li key={row.id}><Row of={row} /></li>)}</ul>
        </section>
      ))}
    </div>
  );
}

function Row({ of }: { of: LeadRow }) {
  const locale = useLocale();
  const members = useMembers();
  return (
    <Link className="led-r" to="/leads/$leadId" params={{ leadId: of.id }}>
      <span className="code">{of.code}</span>
      <span className="cut" dir="auto">{of.contact?.name ?? ''}</span>
      <span className="cut wide" dir="auto">{of.wants}</span>
      <span>{of.worth === null ? '' : worthWords(locale, of.worth)}</span>
      <span className="wide"><NextLine of={of} /></span>
      <span className="cut own mut">{members.find(({ id }) => id === of.ownerId)?.name ?? ''}</span>
    </Link>
  );
}

function Export({ search }: { search: LeadsSearch }) {
  const t = useStrings(leadStrings);
  const locale = useLocale();
  const toast = useToast();
  const { sort: _sort, ...filter } = asked(search);
  const save = async () => {
    try {
      const url = URL.createObjectURL(await requestFile('GET', '/leads/export', undefined, { ...filter, locale }));
      Object.assign(document.createElement('a'), { href: url, download: `${t('title')}.csv` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    } catch (error) {
      toast({ text: t('exportFailed', { reason: problemWords(error) }), tone: 'danger' });
    }
  };
  return <Button onClick={() => void save()}><Icon of={Download} size={14} />{t('export')}</Button>;
}
