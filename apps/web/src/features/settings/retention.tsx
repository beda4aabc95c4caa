import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil, Play, Plus, Trash2 } from 'lucide';
import { useState } from 'react';
import type { RetentionRule, RetentionRuleInput, RetentionRuleList, RetentionRulePatch, RetentionTrial, RetentionTrialInput, RetentionWhat } from '@kontuar/contract';
import { request } from '../../app/client';
import { channelsQuery } from '../../app/directory';
import { queryKeys } from '../../app/query-keys';
import { formatDay, formatNumber, useLocale, useStrings } from '../../i18n';
import { Button, Field, Icon, IconButton, Select, Switch, TextInput, useNow, useToast } from '../../ui';
import { ConfirmDialog, FormDialog, Loaded, useDialog, useFailed } from './parts';
import { inDays, spoken, type Unit } from './retention-time';
import { TrialResult } from './retention-trial';
import { retentionStrings } from './retention.strings';

const kinds = ['conversations', 'attachments', 'deliveries', 'drafts', 'searches', 'people'] as const satisfies readonly RetentionWhat[];
const ofChannels: ReadonlySet<RetentionWhat> = new Set(['conversations', 'attachments', 'deliveries', 'drafts']);
const key = [...queryKeys.privacy, 'retention'];

const ask = (input: RetentionTrialInput) => request<RetentionTrial>('POST', '/privacy/retention/trial', input);

/** Rules about how long things are kept, each with what it did last. */
export function Retention() {
  const t = useStrings(retentionStrings);
  const [editing, edit, close] = useDialog<RetentionRule | 'new'>();
  const query = useQuery({ queryKey: key, queryFn: ({ signal }) => request<RetentionRuleList>('GET', '/privacy/retention', undefined, { signal }), refetchInterval: (state) => (state.state.data?.items.some((rule) => rule.runs[0]?.state === 'running') === true ? 2000 : false) });
  const items = query.data?.items ?? [];
  return (
    <section className="prv" aria-labelledby="privacy-retention">
      <h2 id="privacy-retention">{t('title')}</h2>
      <p className="help">{t('lead')}</p>
      <Loaded query={query}>
        {items.length === 0 ? <p className="mut">{t('none')}</p> : <ul className="card lst">{items.map((rule) => <Rule key={rule.id} rule={rule} onEdit={() => edit(rule)} />)}</ul>}
        <p><Button size="sm" onClick={() => edit('new')}><Icon of={Plus} size={14} />{t('add')}</Button></p>
      </Loaded>
      {editing !== undefined && <RuleForm rule={editing === 'new' ? undefined : editing} close={close} />}
    </section>
  );
}

function useTime(): (days: number) => string {
  const t = useStrings(retentionStrings);
  return (days) => {
    const { count, unit } = spoken(days);
    return t(unit === 'years' ? 'y' : unit === 'months' ? 'm' : 'd', { count });
  };
}

function Rule({ rule, onEdit }: { rule: RetentionRule; onEdit: () => void }) {
  const t = useStrings(retentionStrings);
  const locale = useLocale();
  const now = useNow();
  const time = useTime();
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const { data: channels = [] } = useQuery(channelsQuery);
  const [confirming, confirm, close] = useDialog<RetentionTrial>();
  const fresh = () => void cache.invalidateQueries({ queryKey: key });
  const toggle = useMutation({ mutationFn: (active: boolean) => request<RetentionRule>('PATCH', `/privacy/retention/${rule.id}`, { active } satisfies RetentionRulePatch), onSuccess: fresh, onError: failed });
  const look = useMutation({ mutationFn: () => ask({ what: rule.what, channelId: rule.channelId, days: rule.days }), onSuccess: confirm, onError: failed });
  const begin = useMutation({ mutationFn: () => request<RetentionRule>('POST', `/privacy/retention/${rule.id}/run`), onSuccess: () => { close(); fresh(); toast({ text: t('begun') }); }, onError: failed });
  const what = t('says', { what: t(rule.what), time: time(rule.days) });
  const where = rule.channelId !== null ? (channels.find(({ id }) => id === rule.channelId)?.name ?? '') : ofChannels.has(rule.what) ? t('allChannels') : '';
  const run = rule.runs[0];
  const says = [
    rule.active && rule.nextAt !== null ? t('where', { where, at: formatDay(locale, new Date(rule.nextAt), now) }) : t('off', { where }),
    ...(run === undefined ? [] : [run.state === 'running' ? t('running', { count: run.gone }) : t(run.state, { day: formatDay(locale, new Date(run.startedAt), now), gone: formatNumber(locale, run.gone), held: formatNumber(locale, run.held) })]),
  ].join(' · ').replace(/^ · /, '');
  return (
    <li>
      <div className="lst-r">
        <span className="lst-t"><b>{what}</b><span>{says}</span></span>
        <Switch label={t('on')} hideLabel checked={rule.active} disabled={toggle.isPending} onCheckedChange={(on) => toggle.mutate(on)} />
        {rule.active && run?.state !== 'running' && <IconButton size="sm" label={`${t('now')}: ${what}`} onClick={() => look.mutate()}><Icon of={Play} size={14} /></IconButton>}
        <IconButton size="sm" label={t('edit', { what })} onClick={onEdit}><Icon of={Pencil} size={14} /></IconButton>
      </div>
      {confirming !== undefined && <ConfirmDialog title={t('confirmTitle')} body={t('confirmBody', { gone: formatNumber(locale, confirming.gone), held: formatNumber(locale, confirming.held) })} act={t('confirmAct')} busy={begin.isPending} close={close} confirm={() => begin.mutate()} />}
    </li>
  );
}

function RuleForm({ rule, close }: { rule: RetentionRule | undefined; close: () => void }) {
  const t = useStrings(retentionStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const { data: channels = [] } = useQuery(channelsQuery);
  const [what, setWhat] = useState<RetentionWhat>(rule?.what ?? 'conversations');
  const [channelId, setChannelId] = useState(rule?.channelId ?? null);
  const [{ count, unit }, setTime] = useState(rule === undefined ? { count: 2, unit: 'years' as Unit } : spoken(rule.days));
  const [active, setActive] = useState(rule?.active ?? false);
  const [removing, setRemoving] = useState(false);
  const days = Math.min(36_500, Math.max(1, inDays(count, unit)));
  const channel = ofChannels.has(what) ? channelId : null;
  const done = (text: string) => () => {
    close();
    toast({ text });
    void cache.invalidateQueries({ queryKey: key });
  };
  const trial = useQuery({ queryKey: [...key, 'trial', what, channel, days], queryFn: () => ask({ what, channelId: channel, days }), staleTime: 30_000 });
  const save = useMutation({
    mutationFn: () => (rule === undefined ? request<RetentionRule>('POST', '/privacy/retention', { what, channelId: channel, days, active } satisfies RetentionRuleInput) : request<RetentionRule>('PATCH', `/privacy/retention/${rule.id}`, { days, active } satisfies RetentionRulePatch)),
    onSuccess: done(t('saved')), onError: failed,
  });
  const remove = useMutation({ mutationFn: () => request<undefined>('DELETE', `/privacy/retention/${rule?.id ?? ''}`), onSuccess: done(t('removed')), onError: failed });
  if (removing) return <ConfirmDialog title={t('removeTitle')} body={t('removeBody')} act={t('remove')} busy={remove.isPending} close={() => setRemoving(false)} confirm={() => remove.mutate()} />;
  return (
    <FormDialog wide title={rule === undefined ? t('add') : t(rule.what)} submit={t(rule === undefined ? 'addIt' : 'save')} busy={save.isPending} close={close} onSubmit={() => save.mutate()}>
      {rule === undefined && <Field label={t('what')} help={t(`${what}Help`)}><Select value={what} onValueChange={(next) => setWhat(kinds.find((kind) => kind === next) ?? 'conversations')} options={kinds.map((kind) => ({ value: kind, label: t(kind) }))} /></Field>}
      {rule === undefined && ofChannels.has(what) && <Field label={t('channel')}><Select value={channelId ?? ''} onValueChange={(next) => setChannelId(next === '' ? null : next)} options={[{ value: '', label: t('everyChannel') }, ...channels.map(({ id, name }) => ({ value: id, label: name }))]} /></Field>}
      <div className="rtn-t">
        <Field label={t('after')}><TextInput type="number" min={1} max={36_500} value={count} onChange={(event) => setTime({ count: Math.max(1, Math.round(Number(event.target.value) || 1)), unit })} /></Field>
        <Field label={t('unit')}><Select value={unit} onValueChange={(next) => setTime({ count, unit: next as Unit })} options={(['days', 'months', 'years'] as const).map((value) => ({ value, label: t(value) }))} /></Field>
      </div>
      <TrialResult trial={trial.data} pending={trial.isPending} error={trial.error} />
      <Switch label={t('activate')} checked={active} onCheckedChange={setActive} />
      {rule !== undefined && <p><Button size="sm" tone="danger" onClick={() => setRemoving(true)}><Icon of={Trash2} size={14} />{t('remove')}</Button></p>}
    </FormDialog>
  );
}
