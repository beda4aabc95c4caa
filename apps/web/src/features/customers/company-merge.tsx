import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CompanyMerged, CompanyMergeList, CompanyMergePreview, CompanyMergeUndone } from '@kontuar/contract';
import { request } from '../../app/client';
import { useMembers } from '../../app/directory';
import { companiesQuery } from '../../app/people/companies';
import { usePaused } from '../../app/pick/use-paused';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { formatDay, formatList, useLocale, useStrings } from '../../i18n';
import { Button, Combobox, Dialog, Field, Skeleton, useNow, useToast } from '../../ui';
import { companiesStrings } from './companies.strings';
import { companyMergePreviewQuery, companyMergesQuery } from './company-queries';

interface MergeDialogProps { company: { id: string; name: string }; /** Already chosen, by a suggestion. */ other?: { id: string; name: string }; onClose: () => void }

/** Two that are one: which the other is, and what becomes of it, before it is done. */
export function CompanyMergeDialog({ company, other: given, onClose }: MergeDialogProps) {
  const t = useStrings(companiesStrings);
  const merge = useCompanyMerge(onClose);
  const [other, setOther] = useState(given?.id ?? '');
  const [typed, setTyped] = useState('');
  const { data } = useQuery({ ...companiesQuery(usePaused(typed.trim())), enabled: given === undefined });
  const preview = useQuery({ ...companyMergePreviewQuery(company.id, other), enabled: other !== '' });
  const options = (data?.items ?? []).filter(({ id }) => id !== company.id).map(({ id, name, taxId }) => ({ value: id, label: name, ...(taxId === null ? {} : { detail: taxId }) }));
  return (
    <Dialog
      open onOpenChange={(open) => { if (!open) onClose(); }} title={t('mergeTitle')} description={given === undefined ? t('mergeHelp', { name: company.name }) : t('mergeBoth', { other: given.name, name: company.name })}
      footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button tone="primary" disabled={preview.data === undefined} busy={merge.isPending} onClick={() => merge.mutate({ id: company.id, otherId: other })}>{t('merge')}</Button></>}
    >
      {given === undefined && <Field label={t('mergeOther')}><Combobox options={options} value={other} onValueChange={setOther} onQuery={setTyped} /></Field>}
      <div role="status" className="co-will">
        {other !== '' && preview.isPending && <Skeleton width="70%" height={16} />}
        {preview.isError && <p className="field-bad">{problemWords(preview.error)}</p>}
        {preview.data !== undefined && <WillHappen preview={preview.data} />}
      </div>
    </Dialog>
  );
}

function WillHappen({ preview }: { preview: CompanyMergePreview }) {
  const t = useStrings(companiesStrings);
  const locale = useLocale();
  const { name, otherName, people, names, taxId, domains, note, segments, rules } = preview;
  const shown = names.map((each) => (each === '' ? t('unnamed') : each));
  const said = people > shown.length ? [...shown, t('andMore', { count: people - shown.length })] : shown;
  const lines = [
    people === 0 ? t('willNobody', { other: otherName }) : t('willPeople', { count: people, name, names: formatList(locale, said) }),
    ...(taxId === null ? [] : [t('willTax', { taxId, name })]),
    ...(domains.length === 0 ? [] : [t('willDomains', { domains: formatList(locale, domains), name })]),
    ...(note === '' ? [] : [t('willNote', { name })]),
    ...(segments + rules === 0 ? [] : [t('willAsk', { count: segments + rules, name })]),
    t('willGo', { other: otherName }),
  ];
  return <ul>{lines.map((line) => <li key={line}>{line}</li>)}</ul>;
}

/** The toast takes it back; so does the page of the company, at any time. */
export function useCompanyMerge(onDone: () => void) {
  const t = useStrings(companiesStrings);
  const toast = useToast();
  const refresh = useRefreshed();
  const undo = useUndoneMerge();
  return useMutation({
    mutationFn: ({ id, otherId }: { id: string; otherId: string }) => request<CompanyMerged>('POST', `/companies/${id}/merge`, { otherId }),
    onSuccess: ({ mergeId }) => {
      refresh();
      toast({ text: t('merged'), undo: () => undo.mutate(mergeId) });
      onDone();
    },
    onError: (error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
}

function useUndoneMerge() {
  const t = useStrings(companiesStrings);
  const toast = useToast();
  const refresh = useRefreshed();
  return useMutation({
    mutationFn: (mergeId: string) => request<CompanyMergeUndone>('POST', `/company-merges/${mergeId}/undo`, {}),
    onSuccess: () => void toast({ text: t('takenApart') }),
    onError: (error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
    onSettled: refresh,
  });
}

function useRefreshed(): () => void {
  const cache = useQueryClient();
  return () => {
    for (const queryKey of [queryKeys.companies, queryKeys.people, queryKeys.segments, ['contact']]) void cache.invalidateQueries({ queryKey });
  };
}

/** Which companies went up in this one; each can be taken out again, however long ago it was. */
export function CompanyJoinings({ companyId, manages }: { companyId: string; manages: boolean }) {
  const t = useStrings(companiesStrings);
  const { data } = useQuery(companyMergesQuery(companyId));
  const undo = useUndoneMerge();
  if (data === undefined || data.items.length === 0) return null;
  return (
    <section className="fi-s" aria-labelledby="co-merges">
      <h2 id="co-merges">{t('mergedHere')}</h2>
      <ul className="co-sug">{data.items.map((item) => <Joining key={item.id} item={item} busy={undo.isPending && undo.variables === item.id} onUndo={manages ? () => undo.mutate(item.id) : undefined} />)}</ul>
    </section>
  );
}

function Joining({ item, busy, onUndo }: { item: CompanyMergeList['items'][number]; busy: boolean; onUndo: (() => void) | undefined }) {
  const t = useStrings(companiesStrings);
  const locale = useLocale();
  const now = useNow();
  const who = useMembers().find(({ id }) => id === item.byId)?.name;
  return (
    <li>
      <span>{item.name} <span className="mut">{[t('peopleCount', { count: item.people }), formatDay(locale, new Date(item.at), now), ...(who === undefined ? [] : [who])].join(' · ')}</span></span>
      {item.undoneAt !== null ? <span className="mut">{t('takenApart')}</span> : onUndo !== undefined && <Button size="sm" busy={busy} onClick={onUndo}>{t('takeApart')}</Button>}
    </li>
  );
}
