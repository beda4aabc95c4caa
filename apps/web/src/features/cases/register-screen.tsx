import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Download } from 'lucide';
import { useEffect, useState } from 'react';
import type { CaseRow, Page } from '@kontuar/contract';
import { dayWords } from '../../app/cases/case-days';
import { request, requestFile } from '../../app/client';
import { useMembers } from '../../app/directory';
import { useMatterName, useMatters } from '../../app/matters/matters';
import { useCan } from '../../app/me';
import { usePaused } from '../../app/pick/use-paused';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { ListStates } from '../../app/screens/list-states';
import { useRowKeys } from '../../app/screens/use-row-keys';
import type { RegisterSearch } from '../../app/router';
import { useLocale, useStrings } from '../../i18n';
import { Button, Field, Icon, Menu, MenuItem, Select, Tag, TextInput, useToast } from '../../ui';
import { Left } from './answer-line';
import { registerStrings } from './register.strings';
import './cases.css';

/** Every case that one may see, what is due first on top; as a file for an audit. */
export function RegisterScreen() {
  const t = useStrings(registerStrings);
  const search = useSearch({ strict: false }) as RegisterSearch;
  const exports = useCan('case.manage');
  useRowKeys('tbody a');
  const { sort, ...filter } = search;
  const query = useInfiniteQuery({
    queryKey: queryKeys.cases(search),
    queryFn: ({ signal, pageParam }) => request<Page<CaseRow>>('GET', '/cases', undefined, { signal, query: { ...filter, sort: sort ?? 'due', cursor: pageParam, limit: 50 } }),
    initialPageParam: undefined as string | undefined, getNextPageParam: (last) => last.nextCursor ?? undefined, placeholderData: keepPreviousData, refetchInterval: 60_000,
  });
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const narrowed = Object.keys(filter).length > 0;
  return (
    <main className="page" id="content" aria-label={t('title')}>
      <header className="page-h cas-r">
        <div><h1>{t('title')}</h1><p>{t('lead')}</p></div>
        {exports && <div className="page-a"><Exports filter={filter} /></div>}
      </header>
      <Filters search={search} />
      <ListStates query={query} rows={rows} words={{ loadFailed: t('loadFailed'), empty: t(narrowed ? 'noMatch' : 'empty'), emptyBody: t(narrowed ? 'noMatchBody' : 'emptyBody') }}>{(shown) => <Table rows={shown} />}</ListStates>
    </main>
  );
}

function Filters({ search }: { search: RegisterSearch }) {
  const t = useStrings(registerStrings);
  const named = useMatterName();
  const navigate = useNavigate();
  const members = useMembers();
  const opening = useMatters().filter(({ opensCase }) => opensCase).map(({ key }) => key);
  const [text, setText] = useState(search.q ?? '');
  const wanted = usePaused(text.trim());
  const narrow = (change: RegisterSearch) => void navigate({ to: '/cases', search: Object.fromEntries(Object.entries({ ...search, ...change }).filter(([, value]) => value !== undefined && value !== '')), replace: true });
  useEffect(() => {
    if (wanted !== (search.q ?? '')) narrow({ q: wanted });
  // oxlint-disable-next-line react/exhaustive-deps -- the address follows the words; nothing else starts it
  }, [wanted]);
  const any = { value: '', label: t('any') };
  return (
    <form className="cas-q cas-r" role="search" aria-label={t('filters')} onSubmit={(event) => event.preventDefault()}>
      <Field label={t('search')} className="grow" optional hideLabel><TextInput type="search" placeholder={t('search')} maxLength={200} value={text} onChange={(event) => setText(event.target.value)} /></Field>
      <Field label={t('state')}><Select value={search.state ?? ''} options={[any, { value: 'open', label: t('open') }, { value: 'closed', label: t('closed') }]} onValueChange={(state) => narrow({ state })} /></Field>
      <Field label={t('due')}><Select value={search.due ?? ''} options={[any, { value: 'late', label: t('late') }, { value: 'today', label: t('today') }, { value: 'week', label: t('week') }, { value: 'none', label: t('noTerm') }]} onValueChange={(due) => narrow({ due })} /></Field>
      <Field label={t('matter')}><Select value={search.matter ?? ''} options={[any, ...opening.map((value) => ({ value, label: named(value) }))]} onValueChange={(matter) => narrow({ matter })} /></Field>
      <Field label={t('decision')}><Select value={search.decision ?? ''} options={[any, ...(['none', 'accepted', 'partly', 'refused'] as const).map((value) => ({ value, label: t(value) }))]} onValueChange={(decision) => narrow({ decision })} /></Field>
      <Field label={t('owner')}><Select value={search.ownerId ?? ''} options={[any, { value: 'me', label: t('me') }, { value: 'none', label: t('nobody') }, ...members.map(({ id, name }) => ({ value: id, label: name }))]} onValueChange={(ownerId) => narrow({ ownerId })} /></Field>
      <Field label={t('sort')}><Select value={search.sort ?? 'due'} options={(['due', 'newest', 'number'] as const).map((value) => ({ value, label: t(`sort-${value}`) }))} onValueChange={(sort) => narrow({ sort: sort === 'due' ? '' : sort })} /></Field>
    </form>
  );
}

function Table({ rows }: { rows: readonly CaseRow[] }) {
  const t = useStrings(registerStrings);
  const named = useMatterName();
  const locale = useLocale();
  const members = useMembers();
  return (
    <div className="tbl-w cas-r" role="region" aria-label={t('title')} tabIndex={0}>
      <table className="tbl">
        <thead><tr><th scope="col">{t('number')}</th><th scope="col">{t('customer')}</th><th scope="col">{t('subject')}</th><th scope="col">{t('received')}</th><th scope="col">{t('due')}</th><th scope="col">{t('left')}</th><th scope="col">{t('decision')}</th><th scope="col">{t('owner')}</th></tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td className="nowrap"><Link to="/cases/$caseId" params={{ caseId: row.id }}>{row.code}</Link> <span className="mut">{named(row.matter)}</span></td>
              <td>{row.contact?.name ?? ''}<span className="cas-u mut" dir="auto">{row.product === '' ? row.subject : row.product}</span></td>
              <td className="cut" dir="auto">{row.product === '' ? row.subject : row.product}</td>
              <td className="nowrap">{dayWords(locale, row.receivedOn)}</td>
              <td className="nowrap">{row.dueOn === null ? '' : dayWords(locale, row.dueOn, 'weekday')}</td>
              <td className="nowrap"><Left of={row} /></td>
              <td className="nowrap">{row.decision === null ? '' : <Tag {...(row.decision === 'refused' ? {} : { tone: 'ok' as const })}>{t(row.decision)}</Tag>}</td>
              <td className="nowrap">{members.find(({ id }) => id === row.ownerId)?.name ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Exports({ filter }: { filter: Omit<RegisterSearch, 'sort'> }) {
  const t = useStrings(registerStrings);
  const locale = useLocale();
  const toast = useToast();
  const save = async (format: 'csv' | 'pdf') => {
    try {
      const url = URL.createObjectURL(await requestFile('GET', '/cases/export', undefined, { ...filter, format, locale }));
      const link = Object.assign(document.createElement('a'), { href: url, download: `${t('title')}.${format}` });
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    } catch (error) {
      toast({ text: t('exportFailed', { reason: problemWords(error) }), tone: 'danger' });
    }
  };
  return (
    <Menu label={t('export')} align="end" trigger={<Button><Icon of={Download} size={14} />{t('export')}</Button>}>
      <MenuItem onSelect={() => void save('csv')}>{t('csv')}</MenuItem>
      <MenuItem onSelect={() => void save('pdf')}>{t('pdf')}</MenuItem>
    </Menu>
  );
}
