import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Archive, ArchiveRestore, ArrowDown, ArrowUp, Pencil, Plus } from 'lucide';
import { useState } from 'react';
import type { AttributeDefinition, AttributeInput, AttributeKindName, AttributeSubject } from '@kontuar/contract';
import { request } from '../../app/client';
import { fieldName, fieldsQuery } from '../../app/fields/fields';
import { useCan } from '../../app/me';
import { queryKeys } from '../../app/query-keys';
import { useLocale, useStrings } from '../../i18n';
import { Button, Check, EmptyState, Field, Icon, IconButton, SegmentedControl, Select, Tag, TextArea, TextInput, useToast } from '../../ui';
import { isKey, keyOf, optionLines, optionsOf } from '../../app/fields/field-keys';
import { fieldPartStrings } from './fields.strings';
import { FormDialog, Loaded, PartHead, useDialog, useFailed } from './parts';
import { settingsStrings } from './settings.strings';

const subjects = ['conversation', 'contact'] as const satisfies readonly AttributeSubject[];
const kinds = ['text', 'number', 'date', 'yesno', 'one', 'many', 'link'] as const satisfies readonly AttributeKindName[];

/** Fields of the workspace's own: what there is to fill in, in the order of the panel. Archived, never removed: values stand by them. */
export function FieldsPart() {
  const t = useStrings(fieldPartStrings);
  const s = useStrings(settingsStrings);
  const query = useQuery(fieldsQuery);
  const manages = useCan('attribute.manage');
  const [editing, edit, close] = useDialog<{ field: AttributeDefinition | undefined }>();
  const all = query.data ?? [];
  const add = manages && <Button tone="primary" onClick={() => edit({ field: undefined })}><Icon of={Plus} size={14} />{t('add')}</Button>;
  return (
    <>
      <PartHead title={s('fields')} lead={t('lead')} action={all.length > 0 && add} />
      <Loaded query={query}>
        {all.length === 0 && <EmptyState art="list" title={t('empty')} action={add}>{t('emptyBody')}</EmptyState>}
        {subjects.map((subject) => {
          const own = all.filter((field) => field.subject === subject);
          return own.length > 0 && <FieldList key={subject} subject={subject} fields={own} manages={manages} onEdit={(field) => edit({ field })} />;
        })}
      </Loaded>
      {editing && <FieldForm field={editing.field} close={close} />}
    </>
  );
}

function FieldList({ subject, fields, manages, onEdit }: { subject: AttributeSubject; fields: readonly AttributeDefinition[]; manages: boolean; onEdit: (field: AttributeDefinition) => void }) {
  const t = useStrings(fieldPartStrings);
  const locale = useLocale();
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const changed = () => cache.invalidateQueries({ queryKey: queryKeys.attributes });
  const act = useMutation({ mutationFn: (work: () => Promise<unknown>) => work(), onError: failed, onSettled: changed });
  const archive = (field: AttributeDefinition, archived: boolean) => act.mutate(async () => {
    await request('PATCH', `/attributes/${field.id}`, { archived });
    if (archived) toast({ text: t('archived', { name: fieldName(field, locale) }), undo: () => archive(field, false) });
  });
  const move = (at: number, by: 1 | -1) => {
    const ids = fields.map(({ id }) => id);
    const [id] = ids.splice(at, 1);
    ids.splice(at + by, 0, id ?? '');
    act.mutate(() => request('PUT', '/attributes/order', { subject, ids }));
  };
  return (
    <>
      <h2>{t(subject)}</h2>
      <ul className="card lst">
        {fields.map((field, at) => {
          const name = fieldName(field, locale);
          const says = [t(field.kind), field.key, ...(field.required ? [t('needed')] : []), ...(field.fromOutside ? [t('fromOutside')] : [])].join(' · ');
          return (
            <li key={field.id}>
              <div className="lst-r">
                <span className="lst-t"><b>{name}</b><span>{says}</span></span>
                {field.archived && <Tag>{t('archivedTag')}</Tag>}
                {manages && (
                  <>
                    <IconButton size="sm" label={`${t('up')}: ${name}`} disabled={at === 0} onClick={() => move(at, -1)}><Icon of={ArrowUp} size={14} /></IconButton>
                    <IconButton size="sm" label={`${t('down')}: ${name}`} disabled={at === fields.length - 1} onClick={() => move(at, 1)}><Icon of={ArrowDown} size={14} /></IconButton>
                    <IconButton size="sm" label={`${t('edit')}: ${name}`} onClick={() => onEdit(field)}><Icon of={Pencil} size={14} /></IconButton>
                    <IconButton size="sm" label={`${t(field.archived ? 'back' : 'archive')}: ${name}`} onClick={() => archive(field, !field.archived)}><Icon of={field.archived ? ArchiveRestore : Archive} size={14} /></IconButton>
                  </>
                )}
              </div>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function FieldForm({ field, close }: { field: AttributeDefinition | undefined; close: () => void }) {
  const t = useStrings(fieldPartStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const [form, setForm] = useState({ subject: field?.subject ?? ('conversation' as AttributeSubject), kind: field?.kind ?? ('text' as AttributeKindName), en: field?.name.en ?? '', pl: field?.name.pl ?? '', key: field?.key ?? '', description: field?.description ?? '', required: field?.required ?? false, fromOutside: field?.fromOutside ?? false, lines: optionLines(field?.options ?? []) });
  const [tried, setTried] = useState(false);
  const change = (next: Partial<typeof form>) => setForm((before) => ({ ...before, ...next }));
  const key = field?.key ?? (form.key === '' ? keyOf(form.en) : form.key);
  const withOptions = form.kind === 'one' || form.kind === 'many';
  const options = withOptions ? optionsOf(form.lines, field?.options ?? []) : [];
  const wrong = { en: form.en.trim() === '', pl: form.pl.trim() === '', key: !isKey(key), options: withOptions && options.length === 0 };
  const shared = { name: { en: form.en.trim(), pl: form.pl.trim() }, description: form.description.trim(), required: form.required, fromOutside: form.fromOutside, options };
  const save = useMutation({
    mutationFn: () => field === undefined ? request('POST', '/attributes', { subject: form.subject, kind: form.kind, key, ...shared } satisfies AttributeInput) : request('PATCH', `/attributes/${field.id}`, withOptions ? shared : { ...shared, options: undefined }),
    onSuccess: async () => {
      close();
      toast({ text: t('saved') });
      await cache.invalidateQueries({ queryKey: queryKeys.attributes });
    },
    onError: failed,
  });
  const submit = () => {
    setTried(true);
    if (!Object.values(wrong).some(Boolean)) save.mutate();
  };
  return (
    <FormDialog title={field === undefined ? t('add') : `${form.en}`} submit={t('save')} busy={save.isPending} close={close} onSubmit={submit}>
      {field === undefined && <SegmentedControl label={t('subject')} value={form.subject} onValueChange={(subject) => change({ subject })} choices={subjects.map((value) => ({ value, label: t(value) }))} />}
      <Field label={t('nameEn')} error={tried && wrong.en ? t('missing') : undefined}><TextInput maxLength={80} autoFocus lang="en" value={form.en} onChange={(event) => change({ en: event.target.value })} /></Field>
      <Field label={t('namePl')} error={tried && wrong.pl ? t('missing') : undefined}><TextInput maxLength={80} lang="pl" value={form.pl} onChange={(event) => change({ pl: event.target.value })} /></Field>
      {field === undefined && (
        <>
          <Field label={t('kind')}><Select value={form.kind} options={kinds.map((value) => ({ value, label: t(value) }))} onValueChange={(kind) => change({ kind: kind as AttributeKindName })} /></Field>
          <Field label={t('key')} help={t('keyHelp', { example: `{{${form.subject === 'contact' ? 'contact.' : ''}field.${key === '' ? 'key' : key}}}` })} error={tried && wrong.key ? t('wrongKey') : undefined}><TextInput maxLength={40} value={key} spellCheck={false} onChange={(event) => change({ key: event.target.value })} /></Field>
        </>
      )}
      {withOptions && <Field label={t('options')} help={t('optionsHelp')} error={tried && wrong.options ? t('noOptions') : undefined}><TextArea rows={5} value={form.lines} onChange={(event) => change({ lines: event.target.value })} /></Field>}
      <Field label={t('description')} optional><TextInput maxLength={500} value={form.description} onChange={(event) => change({ description: event.target.value })} /></Field>
      <Check checked={form.required} onCheckedChange={(required) => change({ required })} help={t('requiredHelp')}>{t('required')}</Check>
      <Check checked={form.fromOutside} onCheckedChange={(fromOutside) => change({ fromOutside })} help={t('outsideHelp')}>{t('outside')}</Check>
    </FormDialog>
  );
}
