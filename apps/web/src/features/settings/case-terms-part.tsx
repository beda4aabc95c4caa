import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CasePolicies, CasePolicy, CasePolicyInput, CaseSettings } from '@kontuar/contract';
import { request } from '../../app/client';
import { useMatterName, useMatters } from '../../app/matters/matters';
import { useCan } from '../../app/me';
import { productWords } from '../../app/product-words';
import { inWords } from '../../app/words/in-words';
import { queryKeys } from '../../app/query-keys';
import { useLocale, useStrings } from '../../i18n';
import { Button, Field, Select, Switch, TextArea, TextInput, useToast } from '../../ui';
import { readDaysOff, readNumbers } from './case-terms';
import { caseTermsStrings } from './case-terms.strings';
import { ListPart } from './list-part';
import { FormDialog, Loaded, useFailed } from './parts';

const policiesQuery = queryOptions({ queryKey: queryKeys.casePolicies, queryFn: ({ signal }) => request<CasePolicies>('GET', '/case-policies', undefined, { signal }) });
const settingsQuery = queryOptions({ queryKey: queryKeys.caseSettings, queryFn: ({ signal }) => request<CaseSettings>('GET', '/case-settings', undefined, { signal }) });
const kinds = ['individual', 'business', 'seasonal', 'loyal', 'potential', 'strategic', 'bulk', 'retail'] as const;

/** In which time claims are answered here, with what the law says where the workspace says nothing. */
export function CaseTermsPart() {
  const t = useStrings(caseTermsStrings);
  const locale = useLocale();
  const manages = useCan('case.manage');
  const policies = useQuery(policiesQuery);
  const settings = useQuery(settingsQuery);
  const detail = useDetail();
  const own = useQuery({ ...policiesQuery, select: ({ items }) => items });
  return (
    <>
      <ListPart
        query={own}
        words={{ title: t('title'), lead: t('lead'), add: t('add'), empty: t('empty'), emptyBody: t('emptyBody') }}
        manages={manages}
        nameOf={(policy: CasePolicy) => policy.name[locale]}
        searched={(policy: CasePolicy) => `${policy.name[locale]} ${policy.source}`}
        row={{ mark: () => null, detail }}
        removal={{ path: ({ id }: CasePolicy) => `/case-policies/${id}`, keys: [queryKeys.casePolicies], ask: ({ name }: CasePolicy) => ({ title: t('remove', { name: name[locale] }), body: t('removeBody') }) }}
        form={(policy: CasePolicy | undefined, close) => <TermForm policy={policy} close={close} />}
      />
      <div className="parts">
      {policies.data !== undefined && (
        <section className="part"><header><h2>{t('builtIn')}</h2></header>
          <ul className="card lst">{policies.data.builtIn.map((policy) => <li className="lst-r" key={policy.id}><div><b>{policy.name[locale]}</b><p className="help">{detail(policy)}. {inWords(policy.source, locale)}</p></div></li>)}</ul>
        </section>
      )}
      <Loaded query={settings}>{settings.data !== undefined && <SettingsForm key={JSON.stringify(settings.data)} of={settings.data} manages={manages} />}</Loaded>
      </div>
    </>
  );
}

function useDetail(): (policy: CasePolicy) => string {
  const t = useStrings(caseTermsStrings);
  const w = useStrings(productWords);
  const named = useMatterName();
  return (policy) => [
    policy.days === null ? t('noTerm') : t(policy.unit === 'working' ? 'detailWorking' : 'detailCalendar', { count: policy.days }), policy.matter === null ? t('anyMatter') : named(policy.matter), policy.country ?? t('anyCountry'),
    kinds.some((kind) => kind === policy.customerKind) ? w(policy.customerKind as (typeof kinds)[number]) : t('anyKind'), ...(policy.active ? [] : [t('off')]),
  ].join(', ');
}

function TermForm({ policy, close }: { policy: CasePolicy | undefined; close: () => void }) {
  const t = useStrings(caseTermsStrings);
  const w = useStrings(productWords);
  const locale = useLocale();
  const named = useMatterName();
  const opening = useMatters().filter(({ opensCase }) => opensCase).map(({ key }) => key);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const [form, setForm] = useState({
    name: policy?.name[locale] ?? '', matter: policy?.matter ?? '', country: policy?.country ?? '', kind: policy?.customerKind ?? '', days: policy === undefined ? '14' : String(policy.days ?? ''), unit: policy?.unit ?? 'calendar',
    dayOff: policy?.dayOff ?? 'stays', silence: policy?.silence ?? 'nothing', warnOnDays: (policy?.warnOnDays ?? [7, 11, 13]).join(', '), warnHours: (policy?.warnHoursBefore ?? [24]).join(', '), source: policy?.source ?? '', checkedOn: policy?.checkedOn ?? '', active: policy?.active ?? true,
  });
  const [tried, setTried] = useState(false);
  const set = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const days = form.days.trim() === '' ? null : Number(form.days);
  const wrong = { name: form.name.trim() === '', country: form.country !== '' && !/^[A-Z]{2}$/.test(form.country), days: days !== null && !(Number.isInteger(days) && days >= 1 && days <= 730), warn: readNumbers(form.warnOnDays, 730) === null, hours: readNumbers(form.warnHours, 720) === null };
  const save = useMutation({
    mutationFn: (input: CasePolicyInput) => request(policy === undefined ? 'POST' : 'PATCH', policy === undefined ? '/case-policies' : `/case-policies/${policy.id}`, input),
    onSuccess: async () => {
      close();
      toast({ text: t('saved') });
      await cache.invalidateQueries({ queryKey: queryKeys.casePolicies });
    },
    onError: failed,
  });
  const submit = () => {
    setTried(true);
    if (Object.values(wrong).some(Boolean)) return;
    save.mutate({
      name: form.name.trim(), matter: form.matter === '' ? null : form.matter, country: form.country === '' ? null : form.country, customerKind: form.kind === '' ? null : form.kind, days, unit: form.unit, dayOff: form.dayOff, silence: form.silence,
      warnOnDays: readNumbers(form.warnOnDays, 730) ?? [], warnHoursBefore: readNumbers(form.warnHours, 720) ?? [], source: form.source.trim(), checkedOn: form.checkedOn === '' ? null : form.checkedOn, active: form.active,
    });
  };
  const bad = (which: keyof typeof wrong, words: string) => (tried && wrong[which] ? words : undefined);
  return (
    <FormDialog wide title={policy === undefined ? t('add') : policy.name[locale]} submit={t('save')} busy={save.isPending} close={close} onSubmit={submit}>
      <Field label={t('name')} error={bad('name', t('missing'))}><TextInput autoFocus maxLength={200} value={form.name} onChange={(event) => set({ name: event.target.value })} /></Field>
      <div className="cols">
        <Field label={t('matter')}><Select value={form.matter} options={[{ value: '', label: t('anyMatter') }, ...opening.map((value) => ({ value, label: named(value) }))]} onValueChange={(matter) => set({ matter })} /></Field>
        <Field label={t('kind')}><Select value={form.kind} options={[{ value: '', label: t('anyKind') }, ...kinds.map((value) => ({ value, label: w(value) }))]} onValueChange={(kind) => set({ kind })} /></Field>
        <Field label={t('days')} error={bad('days', t('daysWrong'))} optional><TextInput inputMode="numeric" maxLength={3} value={form.days} onChange={(event) => set({ days: event.target.value })} /></Field>
        <Field label={t('unit')}><Select value={form.unit} options={(['calendar', 'working'] as const).map((value) => ({ value, label: t(value) }))} onValueChange={(unit) => set({ unit: unit as CasePolicy['unit'] })} /></Field>
        <Field label={t('dayOff')}><Select value={form.dayOff} options={(['stays', 'next-working-day', 'working-day-before'] as const).map((value) => ({ value, label: t(value) }))} onValueChange={(dayOff) => set({ dayOff: dayOff as CasePolicy['dayOff'] })} /></Field>
        <Field label={t('silence')}><Select value={form.silence} options={(['nothing', 'accepted'] as const).map((value) => ({ value, label: t(value) }))} onValueChange={(silence) => set({ silence: silence as CasePolicy['silence'] })} /></Field>
        <Field label={t('warnOnDays')} help={t('warnHelp')} error={bad('warn', t('warnHelp'))} optional><TextInput maxLength={100} value={form.warnOnDays} onChange={(event) => set({ warnOnDays: event.target.value })} /></Field>
        <Field label={t('warnHours')} error={bad('hours', t('warnHelp'))} optional><TextInput maxLength={100} value={form.warnHours} onChange={(event) => set({ warnHours: event.target.value })} /></Field>
        <Field label={t('country')} error={bad('country', t('countryWrong'))} optional><TextInput maxLength={2} value={form.country} onChange={(event) => set({ country: event.target.value.toUpperCase() })} /></Field>
        <Field label={t('checkedOn')} optional><TextInput type="date" value={form.checkedOn} onChange={(event) => set({ checkedOn: event.target.value })} /></Field>
      </div>
      <Field label={t('source')} optional><TextInput maxLength={500} value={form.source} onChange={(event) => set({ source: event.target.value })} /></Field>
      <Switch label={t('use')} checked={form.active} onCheckedChange={(active) => set({ active })} />
    </FormDialog>
  );
}

function SettingsForm({ of, manages }: { of: CaseSettings; manages: boolean }) {
  const t = useStrings(caseTermsStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const [form, setForm] = useState({ prefix: of.prefix, country: of.country, sender: of.sender, place: of.place, daysOff: of.daysOff.map(({ on, name }) => `${on} ${name}`.trim()).join('\n') });
  const set = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const read = readDaysOff(form.daysOff);
  const save = useMutation({
    mutationFn: () => request('PATCH', '/case-settings', { prefix: form.prefix.trim(), country: form.country, sender: form.sender.trim(), place: form.place.trim(), daysOff: read.days }),
    onSuccess: async () => {
      toast({ text: t('saved') });
      await cache.invalidateQueries({ queryKey: queryKeys.caseSettings });
    },
    onError: failed,
  });
  const good = read.wrong === undefined && /^[A-Z]{2}$/.test(form.country);
  return (
    <section className="part">
      <header><h2>{t('letters')}</h2></header>
      <form className="card form-d" onSubmit={(event) => { event.preventDefault(); if (good) save.mutate(); }}>
        <div className="cols">
          <Field label={t('prefix')} help={t('prefixHelp', { next: `${form.prefix}${String(of.lastNumber + 1).padStart(4, '0')}` })} optional><TextInput maxLength={12} disabled={!manages} value={form.prefix} onChange={(event) => set({ prefix: event.target.value })} /></Field>
          <Field label={t('ownCountry')} error={/^[A-Z]{2}$/.test(form.country) ? undefined : t('countryWrong')}><TextInput maxLength={2} disabled={!manages} value={form.country} onChange={(event) => set({ country: event.target.value.toUpperCase() })} /></Field>
          <Field label={t('sender')} optional><TextArea rows={3} maxLength={1000} disabled={!manages} value={form.sender} onChange={(event) => set({ sender: event.target.value })} /></Field>
          <Field label={t('place')} optional><TextInput maxLength={100} disabled={!manages} value={form.place} onChange={(event) => set({ place: event.target.value })} /></Field>
        </div>
        <Field label={t('daysOff')} help={t('daysOffHelp')} error={read.wrong === undefined ? undefined : t('daysOffWrong', { line: read.wrong })} optional><TextArea rows={4} disabled={!manages} value={form.daysOff} onChange={(event) => set({ daysOff: event.target.value })} /></Field>
        {manages && <div className="row-end"><Button type="submit" tone="primary" busy={save.isPending} disabled={!good}>{t('save')}</Button></div>}
      </form>
    </section>
  );
}
