import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AssistantPatch, AssistantSettings } from '@kontuar/contract';
import { request } from '../../app/client';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Button, Check, Field, PasswordInput, TextInput, useToast } from '../../ui';
import { assistantPartStrings } from './assistant.strings';
import { Loaded, PartHead, useFailed } from './parts';
import { settingsStrings } from './settings.strings';

const query = queryOptions({ queryKey: [...queryKeys.assistant, 'settings'], queryFn: ({ signal }) => request<AssistantSettings>('GET', '/assistant/settings', undefined, { signal }) });
const uses = ['translate', 'summary', 'draft'] as const;
const roles = ['owner', 'admin', 'supervisor', 'agent', 'brand_analyst'] as const;

/** One optional language model for the workspace: which, for what, for whom, and how much. */
export function AssistantPart() {
  const t = useStrings(assistantPartStrings);
  const s = useStrings(settingsStrings);
  const settings = useQuery(query);
  return (
    <>
      <PartHead title={s('assistant')} lead={t('lead')} />
      <Loaded query={settings}>{settings.data !== undefined && <AssistantForm settings={settings.data} />}</Loaded>
    </>
  );
}

function AssistantForm({ settings }: { settings: AssistantSettings }) {
  const t = useStrings(assistantPartStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const [form, setForm] = useState(settings);
  const [key, setKey] = useState('');
  const change = (next: Partial<AssistantSettings>) => setForm((before) => ({ ...before, ...next }));
  const flip = <V extends string>(all: readonly V[], one: V, on: boolean): V[] => (on ? [...all, one] : all.filter((each) => each !== one));
  const save = useMutation({
    mutationFn: () => {
      const { hasKey: _, ...rest } = form;
      return request<AssistantSettings>('PATCH', '/assistant/settings', { ...rest, ...(key.trim() === '' ? {} : { key: key.trim() }) } satisfies AssistantPatch);
    },
    onSuccess: async (saved) => {
      setForm(saved);
      setKey('');
      toast({ text: t('saved') });
      await cache.invalidateQueries({ queryKey: queryKeys.assistant });
    },
    onError: failed,
  });
  const whole = (value: string, least: number) => Math.max(least, Math.round(Number(value) || least));
  return (
    <form className="form-d" onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
      <Check checked={form.enabled} onCheckedChange={(enabled) => change({ enabled })}>{t('enabled')}</Check>
      <Field label={t('baseUrl')} help={t('baseUrlHelp')}><TextInput type="url" spellCheck={false} maxLength={500} value={form.baseUrl} onChange={(event) => change({ baseUrl: event.target.value })} /></Field>
      <Field label={t('model')}><TextInput spellCheck={false} maxLength={200} value={form.model} onChange={(event) => change({ model: event.target.value })} /></Field>
      <Field label={t('key')} optional help={form.hasKey ? t('keyKept') : undefined}><PasswordInput autoComplete="off" maxLength={500} value={key} onChange={(event) => setKey(event.target.value)} /></Field>
      <fieldset className="plain"><legend className="lab">{t('uses')}</legend>{uses.map((use) => <Check key={use} checked={form.uses.includes(use)} onCheckedChange={(on) => change({ uses: flip(form.uses, use, on) })}>{t(use)}</Check>)}</fieldset>
      <fieldset className="plain"><legend className="lab">{t('roles')}</legend>{roles.map((role) => <Check key={role} checked={form.roles.includes(role)} onCheckedChange={(on) => change({ roles: flip(form.roles, role, on) })}>{t(role)}</Check>)}</fieldset>
      <Field label={t('callsPerDay')}><TextInput type="number" min={1} max={100_000} value={form.callsPerDay} onChange={(event) => change({ callsPerDay: whole(event.target.value, 1) })} /></Field>
      <Field label={t('tokensPerDay')}><TextInput type="number" min={1000} value={form.tokensPerDay} onChange={(event) => change({ tokensPerDay: whole(event.target.value, 1000) })} /></Field>
      <Check checked={form.maskNames} onCheckedChange={(maskNames) => change({ maskNames })} help={t('maskHelp')}>{t('maskNames')}</Check>
      <div className="row-end"><Button type="submit" tone="primary" busy={save.isPending}>{t('save')}</Button></div>
    </form>
  );
}
