import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Archive, ArchiveRestore, ArrowDown, ArrowUp, Pencil, Plus } from 'lucide';
import { useState } from 'react';
import type { LeadSettings, LeadSettingsPatch, LeadStage, LeadState } from '@kontuar/contract';
import { request } from '../../app/client';
import { leadSettingsQuery } from '../../app/leads/leads';
import { queryKeys } from '../../app/query-keys';
import { useLocale, useStrings } from '../../i18n';
import { Button, Field, Icon, IconButton, Select, Tag, TextInput, useToast } from '../../ui';
import { added, isLastOf, keyFor, moved } from './lead-stages';
import { leadStagesStrings } from './lead-stages.strings';
import { FormDialog, Loaded, PartHead, useDialog, useFailed } from './parts';
import { settingsStrings } from './settings.strings';

const kinds = ['open', 'won', 'lost'] as const satisfies readonly LeadState[];

function useChange(after?: () => void) {
  const t = useStrings(leadStagesStrings);
  const toast = useToast();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (patch: LeadSettingsPatch) => request<LeadSettings>('PATCH', '/lead-settings', patch),
    onSuccess: (next) => {
      cache.setQueryData(queryKeys.leadSettings, next);
      toast({ text: t('saved') });
      after?.();
    },
    onError: useFailed(),
  });
}

/** The stages of leads, in their order. One that leads stand by is no longer offered instead of removed. */
export function LeadStagesPart() {
  const t = useStrings(leadStagesStrings);
  const s = useStrings(settingsStrings);
  const query = useQuery(leadSettingsQuery);
  const [editing, edit, close] = useDialog<LeadStage | 'new'>();
  const stages = query.data?.stages ?? [];
  return (
    <>
      <PartHead title={s('leads')} lead={t('lead')} action={<Button tone="primary" disabled={query.data === undefined} onClick={() => edit('new')}><Icon of={Plus} size={14} />{t('add')}</Button>} />
      <Loaded query={query}>
        <StageList stages={stages} onEdit={edit} />
        {query.data !== undefined && <Numbers key={`${query.data.prefix} ${query.data.currency}`} of={query.data} />}
      </Loaded>
      {editing !== undefined && <StageForm stages={stages} stage={editing === 'new' ? undefined : editing} close={close} />}
    </>
  );
}

function StageList({ stages, onEdit }: { stages: readonly LeadStage[]; onEdit: (stage: LeadStage) => void }) {
  const t = useStrings(leadStagesStrings);
  const locale = useLocale();
  const change = useChange();
  const put = (next: readonly LeadStage[]) => change.mutate({ stages: [...next] });
  return (
    <ul className="card lst">
      {stages.map((stage) => {
        const name = stage.name[locale];
        const [up, down] = [moved(stages, stage.key, -1), moved(stages, stage.key, 1)];
        return (
          <li key={stage.key}>
            <div className="lst-r">
              <span className="lst-t"><b>{name}</b><span>{t(stage.kind)}</span></span>
              {stage.archived && <Tag>{t('gone')}</Tag>}
              <IconButton size="sm" label={t('up', { name })} disabled={up === undefined || change.isPending} onClick={() => up !== undefined && put(up)}><Icon of={ArrowUp} size={14} /></IconButton>
              <IconButton size="sm" label={t('down', { name })} disabled={down === undefined || change.isPending} onClick={() => down !== undefined && put(down)}><Icon of={ArrowDown} size={14} /></IconButton>
              <IconButton size="sm" label={t('edit', { name })} onClick={() => onEdit(stage)}><Icon of={Pencil} size={14} /></IconButton>
              <IconButton size="sm" label={t(stage.archived ? 'back' : 'archive', { name })} disabled={(!stage.archived && isLastOf(stages, stage.key)) || change.isPending} onClick={() => put(stages.map((one) => (one.key === stage.key ? { ...one, archived: !one.archived } : one)))}><Icon of={stage.archived ? ArchiveRestore : Archive} size={14} /></IconButton>
            </div>
          </li>
        );
      })}
    </ul>
  );
}

function Numbers({ of }: { of: LeadSettings }) {
  const t = useStrings(leadStagesStrings);
  const change = useChange();
  const [prefix, setPrefix] = useState(of.prefix);
  const [currency, setCurrency] = useState(of.currency);
  const isWrong = !/^[A-Z]{3}$/.test(currency);
  return (
    <div className="sheet lds">
      <section aria-labelledby="lead-numbers">
        <h2 id="lead-numbers">{t('numbers')}</h2>
        <form className="fields" onSubmit={(event) => { event.preventDefault(); if (!isWrong) change.mutate({ prefix: prefix.trim(), currency }); }}>
          <Field label={t('prefix')} help={t('prefixHelp')} optional><TextInput maxLength={12} value={prefix} onChange={(event) => setPrefix(event.target.value)} /></Field>
          <Field label={t('currency')} help={t('currencyHelp')} error={isWrong ? t('wrongCurrency') : undefined}><TextInput maxLength={3} value={currency} spellCheck={false} onChange={(event) => setCurrency(event.target.value.toUpperCase())} /></Field>
          <div className="row-end"><Button type="submit" tone="primary" busy={change.isPending}>{t('save')}</Button></div>
        </form>
      </section>
    </div>
  );
}

function StageForm({ stages, stage, close }: { stages: readonly LeadStage[]; stage: LeadStage | undefined; close: () => void }) {
  const t = useStrings(leadStagesStrings);
  const locale = useLocale();
  const change = useChange(close);
  const [form, setForm] = useState({ en: stage?.name.en ?? '', pl: stage?.name.pl ?? '', kind: stage?.kind ?? ('open' as LeadState) });
  const [tried, setTried] = useState(false);
  const name = { en: form.en.trim(), pl: form.pl.trim() };
  const submit = () => {
    setTried(true);
    if (name.en === '' || name.pl === '') return;
    change.mutate({ stages: stage === undefined ? added(stages, { key: keyFor(stages, name.en), name, kind: form.kind, archived: false }) : stages.map((one) => (one.key === stage.key ? { ...one, name } : one)) });
  };
  return (
    <FormDialog title={stage === undefined ? t('add') : t('edit', { name: stage.name[locale] })} submit={t('save')} busy={change.isPending} close={close} onSubmit={submit}>
      <Field label={t('nameEn')} error={tried && name.en === '' ? t('missing') : undefined}><TextInput maxLength={60} lang="en" autoFocus value={form.en} onChange={(event) => setForm({ ...form, en: event.target.value })} /></Field>
      <Field label={t('namePl')} error={tried && name.pl === '' ? t('missing') : undefined}><TextInput maxLength={60} lang="pl" value={form.pl} onChange={(event) => setForm({ ...form, pl: event.target.value })} /></Field>
      {stage === undefined && <Field label={t('kind')}><Select value={form.kind} onValueChange={(kind) => setForm({ ...form, kind: kinds.find((one) => one === kind) ?? 'open' })} options={kinds.map((value) => ({ value, label: t(value) }))} /></Field>}
    </FormDialog>
  );
}
