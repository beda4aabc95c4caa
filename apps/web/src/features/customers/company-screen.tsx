import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ChevronLeft, Merge, Pencil } from 'lucide';
import { useState } from 'react';
import type { CompanyView } from '@kontuar/contract';
import { ApiProblem } from '../../app/client';
import { useCan } from '../../app/me';
import { oneCompanyQuery } from '../../app/people/companies';
import { TalkRow } from '../../app/people/talk-row';
import { problemWords } from '../../app/problem-words';
import { NothingHere } from '../../app/states';
import { useStrings } from '../../i18n';
import { Avatar, Button, EmptyState, Icon, Skeleton } from '../../ui';
import { companiesStrings } from './companies.strings';
import { CompanyDialog } from './company-dialog';
import { CompanyJoinings, CompanyMergeDialog } from './company-merge';
import { companyMembersQuery, companyTalksQuery } from './company-queries';
import './customers.css';
import './files.css';

/** One firm: what is known of it, its people, and what they wrote. */
export function CompanyScreen() {
  const t = useStrings(companiesStrings);
  const { companyId } = useParams({ strict: false }) as { companyId: string };
  const { data: company, error, refetch } = useQuery(oneCompanyQuery(companyId));
  if (error !== null && company === undefined) {
    if (error instanceof ApiProblem && error.status === 404) return <NothingHere />;
    return <main className="page" id="content" tabIndex={-1}><EmptyState art="broken" title={t('loadFailed')} action={<Button onClick={() => void refetch()}>{t('again')}</Button>}>{problemWords(error)}</EmptyState></main>;
  }
  return (
    <main className="page" id="content" tabIndex={-1} aria-label={company?.name ?? t('title')}>
      <p className="crumb"><Link to="/companies"><Icon of={ChevronLeft} size={14} />{t('title')}</Link></p>
      {company === undefined ? <Skeleton width="50%" height={26} /> : <Company company={company} />}
    </main>
  );
}

function Company({ company }: { company: CompanyView }) {
  const t = useStrings(companiesStrings);
  const manages = useCan('company.manage');
  const [dialog, setDialog] = useState<'edit' | 'merge'>();
  const { data: members } = useQuery(companyMembersQuery(company.id));
  const { data: talks } = useQuery(companyTalksQuery(company.id));
  return (
    <>
      <header className="page-h">
        <div><h1>{company.name}</h1></div>
        {manages && <div className="page-a"><Button onClick={() => setDialog('merge')}><Icon of={Merge} size={14} />{t('mergeDo')}</Button><Button onClick={() => setDialog('edit')}><Icon of={Pencil} size={14} />{t('edit')}</Button></div>}
      </header>
      <dl className="fi-n co-n" aria-label={t('facts')}>
        <div><dt>{t('taxId')}</dt><dd>{company.taxId ?? t('none')}</dd></div>
        <div><dt>{t('domains')}</dt><dd>{company.domains.length === 0 ? t('none') : company.domains.join(', ')}</dd></div>
        {company.note !== '' && <div><dt>{t('note')}</dt><dd>{company.note}</dd></div>}
      </dl>
      <section className="fi-s" aria-labelledby="co-people">
        <h2 id="co-people">{t('people')} <span className="mut">{members?.items.length ?? ''}</span></h2>
        {members?.items.length === 0 && <p className="mut">{t('noMembers')}</p>}
        <ul className="co-l">
          {members?.items.map((member) => {
            const name = member.name === '' ? t('unnamed') : member.name;
            return <li key={member.contactId}><Link to="/contacts/$contactId" params={{ contactId: member.contactId }}><Avatar name={name} src={member.avatarUrl} /><span className="cu-w"><b className="ell">{name}</b><span className="mut ell">{[member.role, ...(member.main ? [t('main')] : [])].filter((each) => each !== '').join(' · ')}</span></span></Link></li>;
          })}
        </ul>
      </section>
      <section className="fi-s" aria-labelledby="co-talks">
        <h2 id="co-talks">{t('talks')}</h2>
        {talks?.items.length === 0 && <p className="mut">{t('noTalks')}</p>}
        <ul className="talk-l">{talks?.items.map((row) => <TalkRow key={row.id} row={row} who={row.contact.name === '' ? t('unnamed') : row.contact.name} />)}</ul>
      </section>
      <CompanyJoinings companyId={company.id} manages={manages} />
      {dialog === 'edit' && <CompanyDialog company={company} title={t('edit')} onClose={() => setDialog(undefined)} onSaved={() => setDialog(undefined)} />}
      {dialog === 'merge' && <CompanyMergeDialog company={company} onClose={() => setDialog(undefined)} />}
    </>
  );
}
