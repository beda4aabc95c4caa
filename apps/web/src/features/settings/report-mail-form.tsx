import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReportDefinitions, ReportMeasure, ReportSchedule, ReportScheduleInput } from '@kontuar/contract';
import { request } from '../../app/client';
import { channelsQuery, useMembers, useTeams } from '../../app/directory';
import { useMe } from '../../app/me';
import { useLocale, useStrings } from '../../i18n';
import { Check, Field, Select, Switch, TextInput } from '../../ui';
import { FormDialog, useFailed } from './parts';
import { dayName, reportMailsQuery } from './report-mails-query';
import { reportMailsStrings } from './report-mails.strings';

const readers: ReadonlySet<string> = new Set(['owner', 'admin', 'supervisor']);
const parts = ['channel', 'team', 'member', 'matter', 'label', 'kind', 'monitor', 'platform', 'author'] as const;

/** One report by mail: when it leaves, what it tells of, who gets it. */
export function ReportMailForm({ schedule, timeZone, close }: { schedule: ReportSchedule | undefined; timeZone: string; close: () => void }) {
  const t = useStrings(reportMailsStrings);
  const locale = useLocale();
  const cache = useQueryClient();
  const failed = useFailed();
  const me = useMe();
  const [members, teams, channels] = [useMembers(), useTeams(), useQuery(channelsQuery).data ?? []];
  const { data: definitions } = useQuery({ queryKey: ['reports', 'definitions'], queryFn: ({ signal }) => request<ReportDefinitions>('GET', '/reports', undefined, { signal }), staleTime: 60_000 });
  const { data: heard } = useQuery({ queryKey: ['insight', 'definitions'], queryFn: ({ signal }) => request<ReportDefinitions>('GET', '/listening/insight', undefined, { signal }), staleTime: 60_000 });
  const [tried, setTried] = useState(false);
  const [form, setForm] = useState<ReportScheduleInput>(() => schedule === undefined
    ? { name: '', every: 'week', weekday: 1, monthDay: 1, at: '08:00', timeZone, asked: { apart: 'team', compare: 'previous', clock: 'calendar' }, formats: ['pdf'], receiverIds: [me.member.id], active: true }
    : { name: schedule.name, every: schedule.every, weekday: schedule.weekday, monthDay: schedule.monthDay, at: schedule.at, timeZone: schedule.timeZone, asked: schedule.asked, formats: schedule.formats, receiverIds: schedule.receiverIds, active: schedule.active });
  const set = (change: Partial<ReportScheduleInput>) => setForm((before) => ({ ...before, ...change }));
  const ask = (change: Partial<ReportScheduleInput['asked']>) => set({ asked: { ...form.asked, ...change } });
  const wrong = { name: form.name.trim() === '', receivers: form.receiverIds.length === 0, formats: form.formats.length === 0 };
  const save = useMutation({
    mutationFn: () => request<ReportSchedule>(schedule === undefined ? 'POST' : 'PATCH', schedule === undefined ? '/report-schedules' : `/report-schedules/${schedule.id}`, { ...form, name: form.name.trim(), timeZone: form.timeZone.trim() }),
    onSuccess: async () => { await cache.invalidateQueries({ queryKey: reportMailsQuery.queryKey }); close(); },
    onError: failed,
  });
  const submit = () => {
    setTried(true);
    if (!Object.values(wrong).some(Boolean)) save.mutate();
  };
  const toggled = <T,>(list: readonly T[], value: T, on: boolean): T[] => (on ? [...list, value] : list.filter((each) => each !== value));
  const named = (list: readonly { id: string; name: string }[], all: string) => [{ value: '', label: all }, ...list.map(({ id, name }) => ({ value: id, label: name }))];
  const chosen: readonly ReportMeasure[] = form.asked.measure ?? [];
  // Figures of what is said in public are for the brand team, too.
  const onlyHeard = chosen.length > 0 && chosen.every((key) => heard?.items.some((item) => item.key === key));
  return (
    <FormDialog title={schedule === undefined ? t('add') : schedule.name} submit={t('save')} busy={save.isPending} close={close} onSubmit={submit} wide>
      <Field label={t('name')} error={tried && wrong.name ? t('nameMissing') : undefined}><TextInput autoFocus maxLength={80} value={form.name} onChange={(event) => set({ name: event.target.value })} /></Field>
      <div className="two">
        <Field label={t('every')}><Select value={form.every} options={(['day', 'week', 'month'] as const).map((value) => ({ value, label: t(`every_${value}`) }))} onValueChange={(every) => set({ every: every as ReportScheduleInput['every'] })} /></Field>
        {form.every === 'week' && <Field label={t('weekday')}><Select value={String(form.weekday)} options={[1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), label: dayName(locale, day) }))} onValueChange={(day) => set({ weekday: Number(day) })} /></Field>}
        {form.every === 'month' && <Field label={t('monthDay')} help={t('monthDayHelp')}><Select value={String(form.monthDay)} options={Array.from({ length: 31 }, (_, day) => ({ value: String(day + 1), label: String(day + 1) }))} onValueChange={(day) => set({ monthDay: Number(day) })} /></Field>}
      </div>
      <div className="two">
        <Field label={t('at')}><TextInput type="time" value={form.at} onChange={(event) => event.target.value !== '' && set({ at: event.target.value })} /></Field>
        <Field label={t('timeZone')}><TextInput maxLength={64} value={form.timeZone} onChange={(event) => set({ timeZone: event.target.value })} /></Field>
      </div>
      <p className="help">{t(`tells_${form.every}`)}</p>
      <div className="two">
        <Field label={t('team')}><Select value={form.asked.teamId?.[0] ?? ''} options={named(teams, t('allTeams'))} onValueChange={(team) => ask({ teamId: team === '' ? undefined : [team] })} /></Field>
        <Field label={t('channel')}><Select value={form.asked.channelId?.[0] ?? ''} options={named(channels, t('allChannels'))} onValueChange={(channel) => ask({ channelId: channel === '' ? undefined : [channel] })} /></Field>
      </div>
      <div className="two">
        <Field label={t('apart')}><Select value={form.asked.apart} options={parts.map((value) => ({ value, label: t(`by_${value}`) }))} onValueChange={(apart) => ask({ apart: apart as (typeof parts)[number] })} /></Field>
        <Field label={t('compare')}><Select value={form.asked.compare} options={(['previous', 'year', 'none'] as const).map((value) => ({ value, label: t(`compare_${value}`) }))} onValueChange={(compare) => ask({ compare: compare as 'previous' | 'year' | 'none' })} /></Field>
      </div>
      <fieldset className="checks"><legend>{t('figures')}</legend>
        <p className="help">{t('figuresHelp')}</p>
        {[...(definitions?.items ?? []), ...(heard?.items ?? [])].map(({ key, name }) => <Check key={key} checked={chosen.includes(key)} onCheckedChange={(on) => { const next = toggled(chosen, key, on); ask({ measure: next.length === 0 ? undefined : next }); }}>{name[locale]}</Check>)}
      </fieldset>
      <fieldset className="checks"><legend>{t('formats')}</legend>
        {(['pdf', 'csv'] as const).map((format) => <Check key={format} checked={form.formats.includes(format)} onCheckedChange={(on) => set({ formats: toggled(form.formats, format, on) })}>{t(`format_${format}`)}</Check>)}
        {tried && wrong.formats && <p className="field-bad" role="alert">{t('formatsMissing')}</p>}
      </fieldset>
      <fieldset className="checks"><legend>{t('receivers')}</legend>
        <p className="help">{t('receiversHelp')}</p>
        {members.filter(({ id, active, role }) => form.receiverIds.includes(id) || (active && (readers.has(role) || (role === 'brand_analyst' && onlyHeard)))).map(({ id, name }) => <Check key={id} checked={form.receiverIds.includes(id)} onCheckedChange={(on) => set({ receiverIds: toggled(form.receiverIds, id, on) })}>{name}</Check>)}
        {tried && wrong.receivers && <p className="field-bad" role="alert">{t('receiversMissing')}</p>}
      </fieldset>
      <Switch label={t('active')} checked={form.active} onCheckedChange={(active) => set({ active })} />
    </FormDialog>
  );
}
