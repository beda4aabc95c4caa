import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Archive, ArchiveRestore, ArrowDown, ArrowUp, Eye, EyeOff, Pencil, Plus } from 'lucide';
import { useState } from 'react';
import type { MatterInput, MatterPatch, MatterView } from '@kontuar/contract';
import { request } from '../../app/client';
import { mattersQuery, nameIn, useMatterName } from '../../app/matters/matters';
import { useCan } from '../../app/me';
import { queryKeys } from '../../app/query-keys';
import { useLocale, useStrings } from '../../i18n';
import { Button, Check, Field, Icon, IconButton, Tag, TextInput, useToast } from '../../ui';
import { keyOf } from '../../app/fields/field-keys';
import { matterStrings } from './matters.strings';
import { FormDialog, Loaded, PartHead, useDialog, useFailed } from './parts';
import { settingsStrings } from './settings.strings';

const isKey = (key: string) => /^[a-z][a-z0-9-]{0,39}$/.test(key) && key !== 'none';

/** What customers come with: in the order in which it is offered. Hidden or archived, never removed: conversations stand by it. */
export function MattersPart() {
  const t = useStrings(matterStrings);
  const s = useStrings(settingsStrings);
  const query = useQuery(mattersQuery);
  const manages = useCan('matter.manage');
  const [editing, edit, close] = useDialog<{ matter: MatterView | undefined }>();
  return (
    <>
      <PartHead title={s('matters')} lead={t('lead')} action={manages && <Button tone="primary" onClick={() => edit({ matter: undefined })}><Icon of={Plus} size={14} />{t('add')}</Button>} />
      <Loaded query={query}><MatterList matters={query.data ?? []} manages={manages} onEdit={(matter) => edit({ matter })} /></Loaded>
      {editing && <MatterForm matter={editing.matter} close={close} />}
    </>
  );
}

function MatterList({ matters, manages, onEdit }: { matters: readonly MatterView[]; manages: boolean; onEdit: (matter: MatterView) => void }) {
  const t = useStrings(matterStrings);
  const named = useMatterName();
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const act = useMutation({ mutationFn: (work: () => Promise<unknown>) => work(), onError: failed, onSettled: () => cache.invalidateQueries({ queryKey: queryKeys.matters }) });
  const archive = (matter: MatterView, archived: boolean) => act.mutate(async () => {
    await request('PATCH', `/matters/${matter.key}`, { archived } satisfies MatterPatch);
    if (archived) toast({ text: t('hidden', { name: named(matter.key) }), undo: () => archive(matter, false) });
  });
  const move = (at: number, by: 1 | -1) => {
    const keys = matters.map(({ key }) => key);
    const [key] = keys.splice(at, 1);
    keys.splice(at + by, 0, key ?? '');
    act.mutate(() => request('PUT', '/matters/order', { keys }));
  };
  return (
    <ul className="card lst">
      {matters.map((matter, at) => {
        const name = named(matter.key);
        const says = [matter.builtin ? t('builtin') : matter.key, ...(matter.opensCase ? [t('opens')] : []), ...(matter.description === '' ? [] : [matter.description])].join(' · ');
        const [away, back] = matter.builtin ? [EyeOff, Eye] : [Archive, ArchiveRestore];
        return (
          <li key={matter.key}>
            <div className="lst-r">
              <span className="lst-t"><b>{name}</b><span>{says}</span></span>
              {matter.archived && <Tag>{t(matter.builtin ? 'hiddenTag' : 'archivedTag')}</Tag>}
              {manages && (
                <>
                  <IconButton size="sm" label={`${t('up')}: ${name}`} disabled={at === 0} onClick={() => move(at, -1)}><Icon of={ArrowUp} size={14} /></IconButton>
                  <IconButton size="sm" label={`${t('down')}: ${name}`} disabled={at === matters.length - 1} onClick={() => move(at, 1)}><Icon of={ArrowDown} size={14} /></IconButton>
                  <IconButton size="sm" label={`${t('edit')}: ${name}`} onClick={() => onEdit(matter)}><Icon of={Pencil} size={14} /></IconButton>
                  <IconButton size="sm" label={`${t(matter.archived ? 'back' : matter.builtin ? 'hide' : 'archive')}: ${name}`} onClick={() => archive(matter, !matter.archived)}><Icon of={matter.archived ? back : away} size={14} /></IconButton>
                </>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

function MatterForm({ matter, close }: { matter: MatterView | undefined; close: () => void }) {
  const t = useStrings(matterStrings);
  const locale = useLocale();
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const [form, setForm] = useState({ en: matter?.name?.en ?? '', pl: matter?.name?.pl ?? '', key: matter?.key ?? '', description: matter?.description ?? '', opensCase: matter?.opensCase ?? false, own: matter?.builtin !== true || matter.name !== null });
  const [tried, setTried] = useState(false);
  const change = (next: Partial<typeof form>) => setForm((before) => ({ ...before, ...next }));
  const key = matter?.key ?? (form.key === '' ? keyOf(form.en).replaceAll('_', '-') : form.key);
  const wrong = { en: form.own && form.en.trim() === '', pl: form.own && form.pl.trim() === '', key: !isKey(key) };
  const shared = { description: form.description.trim(), opensCase: form.opensCase };
  const name = { en: form.en.trim(), pl: form.pl.trim() };
  const save = useMutation({
    mutationFn: () => matter === undefined ? request('POST', '/matters', { key, name, ...shared } satisfies MatterInput) : request('PATCH', `/matters/${matter.key}`, { name: form.own ? name : null, ...shared } satisfies MatterPatch),
    onSuccess: async () => {
      close();
      toast({ text: t('saved') });
      await cache.invalidateQueries({ queryKey: queryKeys.matters });
    },
    onError: failed,
  });
  const submit = () => {
    setTried(true);
    if (!Object.values(wrong).some(Boolean)) save.mutate();
  };
  const plain = matter === undefined ? '' : nameIn([], matter.key, locale);
  return (
    <FormDialog title={matter === undefined ? t('add') : (matter.name?.[locale] ?? plain)} submit={t('save')} busy={save.isPending} close={close} onSubmit={submit}>
      {matter?.builtin === true && <Check checked={form.own} onCheckedChange={(own) => change({ own })} help={t('ownWordsHelp', { name: plain })}>{t('ownWords')}</Check>}
      {form.own && (
        <>
          <Field label={t('nameEn')} error={tried && wrong.en ? t('missing') : undefined}><TextInput maxLength={40} autoFocus={matter === undefined} lang="en" value={form.en} onChange={(event) => change({ en: event.target.value })} /></Field>
          <Field label={t('namePl')} error={tried && wrong.pl ? t('missing') : undefined}><TextInput maxLength={40} lang="pl" value={form.pl} onChange={(event) => change({ pl: event.target.value })} /></Field>
        </>
      )}
      {matter === undefined && <Field label={t('key')} help={t('keyHelp')} error={tried && wrong.key ? t('wrongKey') : undefined}><TextInput maxLength={40} value={key} spellCheck={false} onChange={(event) => change({ key: event.target.value })} /></Field>}
      <Field label={t('description')} help={t('descriptionHelp')} optional><TextInput maxLength={500} value={form.description} onChange={(event) => change({ description: event.target.value })} /></Field>
      <Check checked={form.opensCase} onCheckedChange={(opensCase) => change({ opensCase })} help={t('opensCaseHelp')}>{t('opensCase')}</Check>
    </FormDialog>
  );
}
