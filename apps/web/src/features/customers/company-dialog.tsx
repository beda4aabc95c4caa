import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CompanyView } from '@kontuar/contract';
import { request } from '../../app/client';
import { fieldWords, problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Button, Dialog, Field, TextArea, TextInput, useToast } from '../../ui';
import { companiesStrings } from './companies.strings';

interface CompanyDialogProps { company?: CompanyView; title: string; onSaved: (company: CompanyView) => void; onClose: () => void }

/** What is known of a firm itself. */
export function CompanyDialog({ company, title, onSaved, onClose }: CompanyDialogProps) {
  const t = useStrings(companiesStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const [form, setForm] = useState({ name: company?.name ?? '', taxId: company?.taxId ?? '', domains: company?.domains.join('\n') ?? '', note: company?.note ?? '' });
  const [tried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: () => {
      const body = { name: form.name.trim(), taxId: form.taxId.trim() === '' ? null : form.taxId.trim(), domains: form.domains.split(/[\s,;]+/).filter((each) => each !== ''), note: form.note.trim() };
      return company === undefined ? request<CompanyView>('POST', '/companies', body) : request<CompanyView>('PATCH', `/companies/${company.id}`, body);
    },
    onSuccess: (saved) => {
      cache.setQueryData([...queryKeys.companies, 'one', saved.id], saved);
      void cache.invalidateQueries({ queryKey: queryKeys.companies });
      toast({ text: t('saved') });
      onSaved(saved);
    },
    onError: (error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
  const submit = () => {
    setTried(true);
    if (form.name.trim() !== '') save.mutate();
  };
  return (
    <Dialog open onOpenChange={(open) => { if (!open) onClose(); }} title={title} footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button tone="primary" busy={save.isPending} onClick={submit}>{t('save')}</Button></>}>
      <form className="cu-d" onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <Field label={t('name')} error={tried && form.name.trim() === '' ? t('needsName') : fieldWords(save.error, 'name')}><TextInput maxLength={200} autoFocus value={form.name} onChange={(event) => setForm({ ...form, name: event.target.value })} /></Field>
        <Field label={t('taxId')} optional help={t('taxHelp')} error={fieldWords(save.error, 'taxId')}><TextInput maxLength={40} value={form.taxId} onChange={(event) => setForm({ ...form, taxId: event.target.value })} /></Field>
        <Field label={t('domains')} optional help={t('domainsHelp')}><TextArea rows={3} value={form.domains} onChange={(event) => setForm({ ...form, domains: event.target.value })} /></Field>
        <Field label={t('note')} optional><TextArea rows={3} maxLength={4000} value={form.note} onChange={(event) => setForm({ ...form, note: event.target.value })} /></Field>
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
    </Dialog>
  );
}
