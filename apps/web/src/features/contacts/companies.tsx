import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Building2, Ellipsis, Plus } from 'lucide';
import { useState } from 'react';
import type { CompaniesOfContact, CompanyView, ContactView } from '@kontuar/contract';
import { request } from '../../app/client';
import { companiesQuery } from '../../app/people/companies';
import { usePaused } from '../../app/pick/use-paused';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Button, Combobox, Dialog, Field, Icon, IconButton, Menu, MenuItem, TextInput, useToast } from '../../ui';
import { personStrings } from './person.strings';

const keyOf = (contactId: string) => [...queryKeys.contact(contactId), 'companies'] as const;

/** With whom a person is; and whose mail they write from, as a suggestion. */
export function Companies({ contact, edits }: { contact: ContactView; edits: boolean }) {
  const t = useStrings(personStrings);
  const toast = useToast();
  const cache = useQueryClient();
  const [adding, setAdding] = useState<{ name: string; domain?: string }>();
  const { data } = useQuery({ queryKey: keyOf(contact.id), queryFn: ({ signal }) => request<CompaniesOfContact>('GET', `/contacts/${contact.id}/companies`, undefined, { signal }), staleTime: 30_000 });
  const act = useMutation({
    mutationFn: ({ method, companyId, body }: { method: 'PUT' | 'DELETE'; companyId: string; body?: object }) => request<CompaniesOfContact>(method, `/contacts/${contact.id}/companies/${companyId}`, body),
    onSuccess: (next) => {
      cache.setQueryData(keyOf(contact.id), next);
      void cache.invalidateQueries({ queryKey: queryKeys.contact(contact.id), exact: true });
      void cache.invalidateQueries({ queryKey: queryKeys.people });
    },
    onError: (error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
  return (
    <section>
      <h3>{t('companies')}<span className="grow" />{edits && <button type="button" className="lnk" aria-label={t('addCompany')} onClick={() => setAdding({ name: '' })}><Icon of={Plus} size={14} /></button>}</h3>
      {data !== undefined && data.items.length === 0 && <p className="mut by">{t('noCompany')}</p>}
      <ul className="ids">
        {data?.items.map((item) => (
          <li key={item.companyId}>
            <Icon of={Building2} size={16} />
            <span className="ell" title={item.taxId ?? undefined}>{item.name}{item.role !== '' && <span className="mut"> · {item.role}</span>}{item.taxId !== null && <span className="mut"> · {t('taxId')} {item.taxId}</span>}</span>
            {edits && (
              <Menu label={item.name} trigger={<IconButton size="sm" tone="ghost" label={item.name}><Icon of={Ellipsis} size={14} /></IconButton>}>
                {!item.main && <MenuItem onSelect={() => act.mutate({ method: 'PUT', companyId: item.companyId, body: { role: item.role, main: true } })}>{t('makeMain')}</MenuItem>}
                <MenuItem onSelect={() => act.mutate({ method: 'DELETE', companyId: item.companyId })}>{t('leave', { name: item.name })}</MenuItem>
              </Menu>
            )}
          </li>
        ))}
      </ul>
      {edits && data?.suggested.map((item) => (
        <p key={`${item.companyId ?? ''}${item.domain}`} className="pers-c"><span>{t('looksLike', { name: item.name, domain: item.domain })}</span>
          {item.companyId === null ? <Button size="sm" onClick={() => setAdding({ name: item.name, domain: item.domain })}>{t('joinNew')}</Button> : <Button size="sm" onClick={() => act.mutate({ method: 'PUT', companyId: item.companyId ?? '', body: {} })}>{t('join')}</Button>}
        </p>
      ))}
      {adding !== undefined && <AddCompany begin={adding} onClose={() => setAdding(undefined)} onChosen={(companyId, role) => act.mutate({ method: 'PUT', companyId, body: { role } })} />}
    </section>
  );
}

function AddCompany({ begin, onClose, onChosen }: { begin: { name: string; domain?: string }; onClose: () => void; onChosen: (companyId: string, role: string) => void }) {
  const t = useStrings(personStrings);
  const toast = useToast();
  const cache = useQueryClient();
  const [known, setKnown] = useState('');
  const [name, setName] = useState(begin.name);
  const [taxId, setTaxId] = useState('');
  const [role, setRole] = useState('');
  const [tried, setTried] = useState(false);
  const { data } = useQuery(companiesQuery(usePaused(name.trim().length >= 2 ? name.trim() : '')));
  const options = (data?.items ?? []).map((company) => ({ value: company.id, label: company.name, ...(company.taxId === null ? {} : { detail: company.taxId }) }));
  const create = useMutation({
    mutationFn: () => request<CompanyView>('POST', '/companies', { name: name.trim(), ...(taxId.trim() === '' ? {} : { taxId }), ...(begin.domain === undefined ? {} : { domains: [begin.domain] }) }),
    onSuccess: (company) => {
      void cache.invalidateQueries({ queryKey: queryKeys.companies });
      onChosen(company.id, role.trim());
      onClose();
    },
    onError: (error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
  const submit = () => {
    setTried(true);
    if (known !== '') {
      onChosen(known, role.trim());
      onClose();
    } else if (name.trim() !== '') create.mutate();
  };
  return (
    <Dialog open onOpenChange={(open) => { if (!open) onClose(); }} title={t('addCompany')} footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button tone="primary" busy={create.isPending} onClick={submit}>{t('save')}</Button></>}>
      <div className="form-d">
        {begin.domain === undefined && <Field label={t('existing')} optional><Combobox options={options} value={known} onValueChange={setKnown} /></Field>}
        {known === '' && (
          <>
            <Field label={begin.domain === undefined ? t('newOne') : t('companyName')} error={tried && name.trim() === '' ? t('needsName') : undefined}><TextInput maxLength={200} value={name} onChange={(event) => setName(event.target.value)} /></Field>
            <Field label={t('taxId')} optional><TextInput maxLength={40} inputMode="numeric" value={taxId} onChange={(event) => setTaxId(event.target.value)} /></Field>
          </>
        )}
        <Field label={t('role')} optional><TextInput maxLength={80} value={role} onChange={(event) => setRole(event.target.value)} /></Field>
      </div>
    </Dialog>
  );
}
