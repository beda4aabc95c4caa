import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowDown, ArrowUp, Pencil, Plus, Trash2 } from 'lucide';
import { useState } from 'react';
import type { ContextSource, ContextSourceInput, ContextSourceList, ContextSourceMade, ContextSourcePatch } from '@kontuar/contract';
import { request } from '../../app/client';
import { useTeams } from '../../app/directory';
import { inWords } from '../../app/words/in-words';
import { useLocale, useStrings } from '../../i18n';
import { Button, Check, CopyButton, Dialog, EmptyState, Field, Icon, IconButton, Select, TextInput, useToast } from '../../ui';
import { contextSettingsStrings } from './context.strings';
import { ConfirmDialog, FormDialog, Loaded, PartHead, useDialog, useFailed } from './parts';
import { settingsStrings } from './settings.strings';

const key = ['context-sources'] as const;

/** The shop's own systems: cards beside the conversation, and links to their pages. */
export function ContextPart() {
  const t = useStrings(contextSettingsStrings);
  const s = useStrings(settingsStrings);
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => request<ContextSourceList>('GET', '/context-sources', undefined, { signal }) });
  const [editing, edit, close] = useDialog<{ source: ContextSource | undefined }>();
  const [secret, show, hide] = useDialog<string>();
  const items = query.data?.items ?? [];
  const add = <Button tone="primary" onClick={() => edit({ source: undefined })}><Icon of={Plus} size={14} />{t('add')}</Button>;
  return (
    <>
      <PartHead title={s('context')} lead={t('lead')} action={items.length > 0 && add} />
      <Loaded query={query}>
        {items.length === 0 ? <EmptyState art="broken" title={t('none')} action={add}>{t('noneBody')}</EmptyState> : <Sources items={items} onEdit={(source) => edit({ source })} />}
      </Loaded>
      {editing && <SourceForm source={editing.source} close={close} onSecret={show} />}
      {secret !== undefined && (
        <Dialog open onOpenChange={(open) => { if (!open) hide(); }} title={t('made')} description={t('madeHelp')} footer={<Button tone="primary" onClick={hide}>{t('done')}</Button>}>
          <div className="once"><code tabIndex={0}>{secret}</code><p className="acts"><CopyButton text={secret} label={t('copy')} /></p></div>
        </Dialog>
      )}
    </>
  );
}

function Sources({ items, onEdit }: { items: readonly ContextSource[]; onEdit: (source: ContextSource) => void }) {
  const t = useStrings(contextSettingsStrings);
  const locale = useLocale();
  const teams = useTeams();
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const [removing, ask, closeAsk] = useDialog<ContextSource>();
  const act = useMutation({ mutationFn: (work: () => Promise<unknown>) => work(), onError: failed, onSettled: () => cache.invalidateQueries({ queryKey: key }) });
  const remove = (source: ContextSource) => act.mutate(async () => {
    await request('DELETE', `/context-sources/${source.id}`);
    closeAsk();
    toast({ text: t('removed', { name: source.name }) });
  });
  const swap = (at: number, by: 1 | -1) => act.mutate(async () => {
    const order = items.map(({ id }) => id);
    const [moved] = order.splice(at, 1);
    order.splice(at + by, 0, moved ?? '');
    for (const [position, id] of order.entries()) await request('PATCH', `/context-sources/${id}`, { position } satisfies ContextSourcePatch);
  });
  return (
    <>
      <ul className="card lst">
        {items.map((source, at) => (
          <li key={source.id}>
            <div className="lst-r">
              <span className="lst-t">
                <b>{source.name}</b>
                <span>{[t(`kind_${source.kind}`), source.url, source.teamIds.length === 0 ? t('everybody') : source.teamIds.map((id) => teams.find((team) => team.id === id)?.name ?? '').filter((name) => name !== '').join(', ')].join(' · ')}</span>
                {source.trouble !== null && <span className="field-bad">{t('trouble', { why: inWords(source.trouble, locale) })}</span>}
              </span>
              <IconButton size="sm" label={`${t('up')}: ${source.name}`} disabled={at === 0} onClick={() => swap(at, -1)}><Icon of={ArrowUp} size={14} /></IconButton>
              <IconButton size="sm" label={`${t('down')}: ${source.name}`} disabled={at === items.length - 1} onClick={() => swap(at, 1)}><Icon of={ArrowDown} size={14} /></IconButton>
              <IconButton size="sm" label={`${t('edit')}: ${source.name}`} onClick={() => onEdit(source)}><Icon of={Pencil} size={14} /></IconButton>
              <IconButton size="sm" label={`${t('remove')}: ${source.name}`} onClick={() => ask(source)}><Icon of={Trash2} size={14} /></IconButton>
            </div>
          </li>
        ))}
      </ul>
      {removing && <ConfirmDialog title={t('sure', { name: removing.name })} body={t('sureBody')} act={t('remove')} busy={act.isPending} close={closeAsk} confirm={() => remove(removing)} />}
    </>
  );
}

function SourceForm({ source, close, onSecret }: { source: ContextSource | undefined; close: () => void; onSecret: (secret: string) => void }) {
  const t = useStrings(contextSettingsStrings);
  const teams = useTeams();
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const [form, setForm] = useState({ kind: source?.kind ?? ('card' as ContextSource['kind']), name: source?.name ?? '', url: source?.url ?? 'https://', secret: '', teamIds: source?.teamIds ?? [] });
  const [tried, setTried] = useState(false);
  const change = (next: Partial<typeof form>) => setForm((before) => ({ ...before, ...next }));
  const wrong = { name: form.name.trim() === '', url: form.url.trim() === '' || form.url.trim() === 'https://', secret: form.secret !== '' && form.secret.length < 16 };
  const save = useMutation({
    mutationFn: () => {
      const shared = { name: form.name.trim(), url: form.url.trim(), teamIds: form.teamIds, ...(form.secret === '' ? {} : { secret: form.secret }) };
      return source === undefined ? request<ContextSourceMade>('POST', '/context-sources', { kind: form.kind, ...shared } satisfies ContextSourceInput) : request<ContextSourceMade>('PATCH', `/context-sources/${source.id}`, shared satisfies ContextSourcePatch);
    },
    onSuccess: async ({ secret }) => {
      close();
      if (secret !== null && secret !== form.secret) onSecret(secret);
      else toast({ text: t('saved') });
      await cache.invalidateQueries({ queryKey: key });
    },
    onError: failed,
  });
  const submit = () => {
    setTried(true);
    if (!Object.values(wrong).some(Boolean)) save.mutate();
  };
  const missing = (bad: boolean) => (tried && bad ? t('missing') : undefined);
  return (
    <FormDialog title={source === undefined ? t('add') : source.name} submit={t('save')} busy={save.isPending} close={close} onSubmit={submit}>
      {source === undefined && <Field label={t('kind')}><Select value={form.kind} onValueChange={(kind) => change({ kind: kind as ContextSource['kind'] })} options={[{ value: 'card', label: t('kind_card') }, { value: 'link', label: t('kind_link') }]} /></Field>}
      <Field label={t('name')} error={missing(wrong.name)}><TextInput maxLength={60} autoFocus={source === undefined} value={form.name} onChange={(event) => change({ name: event.target.value })} /></Field>
      <Field label={t('url')} help={t('urlHelp')} error={missing(wrong.url)}><TextInput maxLength={2000} dir="ltr" spellCheck={false} value={form.url} onChange={(event) => change({ url: event.target.value })} /></Field>
      <Field label={t('secret')} help={t(source === undefined ? 'secretHelp' : 'secretKeep')} error={tried && wrong.secret ? t('secretHelp') : undefined}><TextInput type="password" autoComplete="new-password" maxLength={200} value={form.secret} onChange={(event) => change({ secret: event.target.value })} /></Field>
      {teams.length > 0 && (
        <fieldset className="plain">
          <legend className="lab">{t('teams')}</legend>
          {teams.map((team) => <Check key={team.id} checked={form.teamIds.includes(team.id)} onCheckedChange={(on) => change({ teamIds: on ? [...form.teamIds, team.id] : form.teamIds.filter((id) => id !== team.id) })}>{team.name}</Check>)}
          <p className="mut">{t('teamsHelp')}</p>
        </fieldset>
      )}
    </FormDialog>
  );
}
