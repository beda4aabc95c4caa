import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ChevronLeft, Plus } from 'lucide';
import { useEffect, useState } from 'react';
import { useCan } from '../../app/me';
import { usePaused } from '../../app/pick/use-paused';
import { problemWords } from '../../app/problem-words';
import { useRowKeys } from '../../app/screens/use-row-keys';
import { useStrings } from '../../i18n';
import { Button, EmptyState, Field, Icon, Skeleton, TextInput } from '../../ui';
import { companiesStrings } from './companies.strings';
import { CompanyDialog } from './company-dialog';
import { companyPages } from './company-queries';
import { CompanySuggestions } from './company-suggestions';
import './customers.css';
import './files.css';

/** Every firm, by its name. */
export function CompaniesScreen() {
  const t = useStrings(companiesStrings);
  useRowKeys('tbody a');
  const navigate = useNavigate();
  const { q = '' } = useSearch({ strict: false }) as { q?: string };
  const [text, setText] = useState(q);
  const wanted = usePaused(text.trim());
  const manages = useCan('company.manage');
  const [adding, setAdding] = useState(false);
  const pages = useInfiniteQuery(companyPages(wanted));
  const rows = pages.data?.pages.flatMap((page) => page.items) ?? [];
  useEffect(() => {
    if (wanted !== q) void navigate({ to: '/companies', search: wanted === '' ? {} : { q: wanted }, replace: true });
  // oxlint-disable-next-line react/exhaustive-deps -- the address follows the words; nothing else starts it
  }, [wanted]);
  return (
    <main className="page" id="content" tabIndex={-1} aria-label={t('title')}>
      <p className="crumb"><Link to="/contacts"><Icon of={ChevronLeft} size={14} />{t('customers')}</Link></p>
      <header className="page-h"><div><h1>{t('title')}</h1><p>{t('lead')}</p></div>{manages && <div className="page-a"><Button tone="primary" onClick={() => setAdding(true)}><Icon of={Plus} size={14} />{t('add')}</Button></div>}</header>
      <Field label={t('search')} optional hideLabel><TextInput type="search" maxLength={200} placeholder={t('search')} value={text} onChange={(event) => setText(event.target.value)} /></Field>
      {manages && wanted === '' && <CompanySuggestions />}
      <section className="fi-s" aria-label={t('title')}>
        {pages.isPending && <Skeleton width="60%" height={18} />}
        {pages.isError && rows.length === 0 && <EmptyState art="broken" title={t('loadFailed')} action={<Button onClick={() => void pages.refetch()}>{t('again')}</Button>}>{problemWords(pages.error)}</EmptyState>}
        {pages.isSuccess && rows.length === 0 && <EmptyState art="list" title={t(wanted === '' ? 'emptyTitle' : 'noneTitle')}>{t(wanted === '' ? 'emptyBody' : 'noneBody')}</EmptyState>}
        {rows.length > 0 && (
          <div className="tbl-w" role="region" aria-label={t('title')} tabIndex={0}>
            <table className="tbl">
              <thead><tr><th scope="col">{t('name')}</th><th scope="col">{t('people')}</th><th scope="col">{t('taxId')}</th><th scope="col">{t('domains')}</th></tr></thead>
              <tbody>{rows.map((company) => <tr key={company.id}><td className="wide"><Link className="lnk" to="/companies/$companyId" params={{ companyId: company.id }}>{company.name}</Link></td><td>{company.members}</td><td className="nowrap">{company.taxId}</td><td className="mut">{company.domains.join(', ')}</td></tr>)}</tbody>
            </table>
          </div>
        )}
        {pages.hasNextPage && <p className="tbl-f"><Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>{t('more')}</Button></p>}
      </section>
      {adding && <CompanyDialog title={t('add')} onClose={() => setAdding(false)} onSaved={(company) => void navigate({ to: '/companies/$companyId', params: { companyId: company.id } })} />}
    </main>
  );
}
