import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide';
import { useState } from 'react';
import type { BusinessCalendar, SlaEscalation, SlaPause, SlaPolicy, SlaPolicyInput, SlaTrial, SlaTrialInput } from '@kontuar/contract';
import { attributes } from '@kontuar/contract/filter';
import { request } from '../../app/client';
import { useTeams } from '../../app/directory';
import { useKinds } from '../../app/kinds';
import { useMatters } from '../../app/matters/matters';
import { queryKeys } from '../../app/query-keys';
import { sentenceOf, valueWords } from '../../app/views/sentence';
import { useSpeaker } from '../../app/views/speaker';
import { filterWords } from '../../app/views/views.strings';
import { useStrings } from '../../i18n';
import { Button, Check, Field, Icon, IconButton, Select, Switch, TextInput, useToast } from '../../ui';
import { FormDialog, useFailed } from './parts';
import { anything, asked, readPolicyFilter, writePolicyFilter } from './policy-filter';
import { slaStrings } from './sla.strings';
import { readSpan, writeSpan } from './spans';

const targets = ['firstReply', 'nextReply', 'resolution'] as const;
const pauses = ['customer', 'snoozed', 'pending'] as const satisfies readonly SlaPause[];
interface Line { span: string; what: string }

/** What happens after the end, as one choice. */
const whatOf = (escalation: SlaEscalation): string => (escalation.act === 'notify' ? `notify-${escalation.to}` : escalation.act === 'priority' ? `priority-${escalation.priority}` : `assign-${escalation.teamId ?? 'queue'}`);
function escalationOf(after: number, what: string): SlaEscalation {
  if (what.startsWith('notify-')) return { after, act: 'notify', to: what === 'notify-owner' ? 'owner' : 'supervisors' };
  if (what.startsWith('priority-')) return { after, act: 'priority', priority: what === 'priority-high' ? 'high' : 'urgent' };
  return { after, act: 'assign', teamId: what === 'assign-queue' ? null : what.slice('assign-'.length) };
}

export function PolicyForm({ policy, calendars, close }: { policy: SlaPolicy | undefined; calendars: readonly BusinessCalendar[]; close: () => void }) {
  const t = useStrings(slaStrings);
  const f = useStrings(filterWords);
  const speaker = useSpeaker();
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const teams = useTeams();
  const options = useOptions();
  const known = policy === undefined ? anything : readPolicyFilter(policy.filter);
  const [form, setForm] = useState({
    name: policy?.name ?? '', ...(known ?? anything), firstReply: writeSpan(policy?.firstReply ?? null), nextReply: writeSpan(policy?.nextReply ?? null), resolution: writeSpan(policy?.resolution ?? null),
    calendarId: policy?.calendarId ?? '', pauses: policy?.pauses ?? (['customer', 'snoozed'] as SlaPause[]), active: policy?.active ?? true,
    warnings: (policy?.warnings ?? []).map(({ before, to }): Line => ({ span: writeSpan(before), what: to })), escalations: (policy?.escalations ?? []).map((one): Line => ({ span: writeSpan(one.after), what: whatOf(one) })),
  });
  const [tried, setTried] = useState(false);
  const set = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const spans = Object.fromEntries(targets.map((which) => [which, readSpan(form[which])])) as Record<(typeof targets)[number], number | null | undefined>;
  const isWrong = {
    name: form.name.trim() === '', promised: targets.every((which) => spans[which] === null), spans: targets.some((which) => spans[which] === undefined || spans[which] === 0),
    lines: form.warnings.some(({ span }) => !((readSpan(span) ?? 0) > 0)) || form.escalations.some(({ span }) => readSpan(span) == null),
  };
  const filter = known === undefined && policy !== undefined ? policy.filter : writePolicyFilter(form);
  const terms = { filter, firstReply: spans.firstReply ?? null, nextReply: spans.nextReply ?? null, resolution: spans.resolution ?? null, calendarId: form.calendarId === '' ? null : form.calendarId, pauses: form.pauses };
  const save = useMutation({
    mutationFn: () => request(policy === undefined ? 'POST' : 'PATCH', policy === undefined ? '/sla/policies' : `/sla/policies/${policy.id}`, {
      ...terms, name: form.name.trim(), active: form.active,
      warnings: form.warnings.map(({ span, what }) => ({ before: readSpan(span) ?? 1, to: what === 'supervisors' ? 'supervisors' as const : 'owner' as const })), escalations: form.escalations.map(({ span, what }) => escalationOf(readSpan(span) ?? 0, what)),
    } satisfies SlaPolicyInput),
    onSuccess: async () => {
      close();
      toast({ text: t('saved') });
      await cache.invalidateQueries({ queryKey: queryKeys.slaSettings });
    },
    onError: failed,
  });
  const trial = useMutation({ mutationFn: () => request<SlaTrial>('POST', '/sla/policies/trial', { ...terms, ...(policy === undefined ? {} : { policyId: policy.id }) } satisfies SlaTrialInput), onError: failed });
  const isReady = !isWrong.promised && !isWrong.spans;
  const submit = () => {
    setTried(true);
    if (!Object.values(isWrong).some(Boolean)) save.mutate();
  };
  const afterwards = [...(['notify-supervisors', 'notify-owner', 'priority-high', 'priority-urgent', 'assign-queue'] as const).map((value) => ({ value: value as string, label: t(value) })), ...teams.filter(({ kind }) => kind !== 'group').map(({ id, name }) => ({ value: `assign-${id}`, label: t('assignTeam', { name }) }))];
  return (
    <FormDialog wide title={policy === undefined ? t('add') : policy.name} submit={t('save')} busy={save.isPending} close={close} onSubmit={submit}>
      <Field label={t('name')} error={tried && isWrong.name ? t('nameMissing') : undefined}><TextInput autoFocus maxLength={80} value={form.name} onChange={(event) => set({ name: event.target.value })} /></Field>
      {known === undefined ? <p className="help">{t('keptFilter', { filter: sentenceOf(filter, speaker) })}</p> : (
        <div className="cols">
          {asked.map((by) => <Field key={by} label={f(`by-${by}`)}><Select value={form[by]} options={[{ value: '', label: t('any') }, ...options[by].map((value) => ({ value, label: valueWords(speaker, by, value) }))]} onValueChange={(value) => set({ [by]: value })} /></Field>)}
        </div>
      )}
      <div className="cols">
        {targets.map((which) => <Field key={which} label={t(which)} optional help={which === 'firstReply' ? t('spanHelp') : undefined} error={tried && (spans[which] === undefined || spans[which] === 0) ? t('spanWrong') : tried && isWrong.promised && which === 'firstReply' ? t('nothingPromised') : undefined}><TextInput maxLength={30} value={form[which]} onChange={(event) => set({ [which]: event.target.value })} /></Field>)}
        <Field label={t('calendar')}><Select value={form.calendarId} options={[{ value: '', label: t('allDay') }, ...calendars.map(({ id, name }) => ({ value: id, label: name }))]} onValueChange={(calendarId) => set({ calendarId })} /></Field>
      </div>
      <fieldset className="checks"><legend>{t('pauses')}</legend>
        {pauses.map((pause) => <Check key={pause} checked={form.pauses.includes(pause)} onCheckedChange={(on) => set({ pauses: pauses.filter((each) => (each === pause ? on : form.pauses.includes(each))) })}>{t(`pause_${pause}`)}</Check>)}
      </fieldset>
      <Lines title={t('warnings')} label={t('before')} lines={form.warnings} most={4} first={{ span: '15 min', what: 'owner' }} options={(['owner', 'supervisors'] as const).map((value) => ({ value, label: t(`to_${value}`) }))} onChange={(warnings) => set({ warnings })} />
      <Lines title={t('escalations')} label={t('after')} lines={form.escalations} most={6} first={{ span: '0 min', what: 'notify-supervisors' }} options={afterwards} onChange={(escalations) => set({ escalations })} />
      {tried && isWrong.lines && <p className="field-bad" role="alert">{t('spanWrong')}</p>}
      <p><Button size="sm" disabled={!isReady || trial.isPending} onClick={() => trial.mutate()}>{t('try')}</Button></p>
      {trial.data !== undefined && <TrialResult trial={trial.data} />}
      <Switch label={t('active')} checked={form.active} onCheckedChange={(active) => set({ active })} />
    </FormDialog>
  );
}

function TrialResult({ trial }: { trial: SlaTrial }) {
  const t = useStrings(slaStrings);
  const says = targets.flatMap((which) => {
    const tally = trial[which];
    const all = tally === null ? 0 : tally.kept + tally.late;
    return tally === null ? [] : [all === 0 ? t('trialNone', { what: t(which) }) : t('trialKept', { what: t(which), percent: String(Math.round((tally.kept / all) * 100)), kept: String(tally.kept), all: String(all) })];
  });
  return (
    <div role="status">
      <p className="help">{t('trialCounted', { counted: String(trial.counted), matching: String(trial.matching) })}</p>
      <ul>{says.map((line) => <li key={line}>{line}</li>)}</ul>
    </div>
  );
}

function Lines({ title, label, lines, most, first, options, onChange }: { title: string; label: string; lines: readonly Line[]; most: number; first: Line; options: { value: string; label: string }[]; onChange: (lines: Line[]) => void }) {
  const t = useStrings(slaStrings);
  const change = (at: number, part: Partial<Line>) => onChange(lines.map((line, index) => (index === at ? { ...line, ...part } : line)));
  return (
    <fieldset className="sla-l"><legend>{title}</legend>
      {lines.map((line, at) => (
        <div key={at} className="sla-r">
          <Field label={label}><TextInput maxLength={30} value={line.span} onChange={(event) => change(at, { span: event.target.value })} /></Field>
          <Field label={t('what')}><Select value={line.what} options={options} onValueChange={(what) => change(at, { what })} /></Field>
          <IconButton size="sm" label={t('remove')} onClick={() => onChange(lines.filter((_, index) => index !== at))}><Icon of={Trash2} size={14} /></IconButton>
        </div>
      ))}
      {lines.length < most && <Button size="sm" onClick={() => onChange([...lines, first])}><Icon of={Plus} size={14} />{t('addLine')}</Button>}
    </fieldset>
  );
}

/** What each question may be answered with. */
function useOptions(): Record<(typeof asked)[number], readonly string[]> {
  const kinds = useKinds();
  const matters = useMatters();
  const teams = useTeams();
  return {
    channelKind: attributes.channelKind.words, priority: attributes.priority.words, visibility: attributes.visibility.words,
    contactKind: kinds.filter(({ archived }) => !archived).map(({ key }) => key), matter: matters.filter(({ archived }) => !archived).map(({ key }) => key), team: teams.filter(({ kind }) => kind !== 'group').map(({ id }) => id),
  };
}
