import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CompanySuggestionTaken, CompanySuggestions as Suggestions } from '@kontuar/contract';
import { request } from '../../app/client';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { formatList, useLocale, useStrings } from '../../i18n';
import { Button, useToast } from '../../ui';
import { companiesStrings } from './companies.strings';
import { companySuggestionsQuery } from './company-queries';
import { CompanyMergeDialog } from './company-merge';

/** Firms that nobody wrote down yet, and those that are written down twice: each with whom it is about, before anything is done. */
export function CompanySuggestions() {
  const t = useStrings(companiesStrings);
  const { data } = useQuery(companySuggestionsQuery);
  if (data === undefined || data.domains.length + data.twins.length === 0) return null;
  return (
    <section className="fi-s" aria-labelledby="co-sug">
      <h2 id="co-sug">{t('suggested')}</h2>
      <ul className="co-sug">
        {data.twins.slice(0, 5).map((twin) => <Twin key={twin.otherId} twin={twin} />)}
        {data.domains.slice(0, 5).map((found) => <Domain key={found.domain} found={found} />)}
      </ul>
    </section>
  );
}

/** Nothing is merged before it was said what that does. */
function Twin({ twin }: { twin: Suggestions['twins'][number] }) {
  const t = useStrings(companiesStrings);
  const [open, setOpen] = useState(false);
  return (
    <li>
      <span>{t('twin', { other: twin.otherName, count: twin.otherMembers, name: twin.name })}</span>
      <Button size="sm" aria-haspopup="dialog" onClick={() => setOpen(true)}>{t('mergeLook')}</Button>
      {open && <CompanyMergeDialog company={{ id: twin.companyId, name: twin.name }} other={{ id: twin.otherId, name: twin.otherName }} onClose={() => setOpen(false)} />}
    </li>
  );
}

function Domain({ found }: { found: Suggestions['domains'][number] }) {
  const t = useStrings(companiesStrings);
  const locale = useLocale();
  const cache = useQueryClient();
  const toast = useToast();
  const take = useMutation({
    mutationFn: () => request<CompanySuggestionTaken>('POST', '/companies/suggestions', { domain: found.domain, companyId: found.companyId, name: found.name }),
    onSuccess: ({ joined }) => {
      void cache.invalidateQueries({ queryKey: queryKeys.companies });
      void cache.invalidateQueries({ queryKey: queryKeys.people });
      toast({ text: t('joined', { count: joined }) });
    },
    onError: (error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
  return <li><span>{t('domain', { count: found.people, domain: found.domain, names: formatList(locale, found.names) })}</span><Button size="sm" busy={take.isPending} onClick={() => take.mutate()}>{found.companyId === null ? t('toNew') : t('toCompany', { name: found.name })}</Button></li>;
}
