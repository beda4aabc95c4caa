import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AttributeInput, AttributeKindName } from '@kontuar/contract';
import { request } from '../../app/client';
import { isKey, keyOf } from '../../app/fields/field-keys';
import { useFields } from '../../app/fields/fields';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Button, Dialog, Field, Select, TextInput, useToast } from '../../ui';
import { filesStrings } from './files.strings';

const kinds = ['text', 'number', 'date', 'yesno', 'link'] as const satisfies readonly AttributeKindName[];

/** A column that says what no field of the workspace holds yet makes one on the way. */
export function NewFieldDialog({ name, onMade, onClose }: { name: string; onMade: (key: string) => void; onClose: () => void }) {
  const t = useStrings(filesStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const taken = new Set(useFields().map(({ key }) => key));
  const [form, setForm] = useState({ en: name.slice(0, 80), pl: name.slice(0, 80), kind: 'text' as AttributeKindName });
  const [tried, setTried] = useState(false);
  const base = isKey(keyOf(form.en)) ? keyOf(form.en) : 'field';
  const key = taken.has(base) ? (Array.from({ length: 200 }, (_, n) => `${base.slice(0, 36)}_${n + 2}`).find((each) => !taken.has(each)) ?? base) : base;
  const missing = { en: form.en.trim() === '', pl: form.pl.trim() === '' };
  const make = useMutation({
    mutationFn: () => request('POST', '/attributes', { subject: 'contact', kind: form.kind, key, name: { en: form.en.trim(), pl: form.pl.trim() }, description: '', required: false, fromOutside: false, options: [] } satisfies AttributeInput),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: queryKeys.attributes });
      onMade(key);
    },
    onError: (error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
  const submit = () => {
    setTried(true);
    if (!missing.en && !missing.pl) make.mutate();
  };
  return (
    <Dialog open onOpenChange={(open) => { if (!open) onClose(); }} title={t('newFieldTitle')} footer={<><Button onClick={onClose}>{t('cancel')}</Button><Button tone="primary" busy={make.isPending} onClick={submit}>{t('make')}</Button></>}>
      <form className="cu-d" onSubmit={(event) => { event.preventDefault(); submit(); }}>
        <Field label={t('fieldName')} error={tried && missing.en ? t('needsName') : undefined}><TextInput maxLength={80} autoFocus value={form.en} onChange={(event) => setForm({ ...form, en: event.target.value })} /></Field>
        <Field label={t('fieldNamePl')} error={tried && missing.pl ? t('needsName') : undefined}><TextInput maxLength={80} value={form.pl} onChange={(event) => setForm({ ...form, pl: event.target.value })} /></Field>
        <Field label={t('fieldKind')}><Select value={form.kind} options={kinds.map((value) => ({ value, label: t(`kind-${value}`) }))} onValueChange={(kind) => setForm({ ...form, kind: kind as AttributeKindName })} /></Field>
        <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
      </form>
    </Dialog>
  );
}
