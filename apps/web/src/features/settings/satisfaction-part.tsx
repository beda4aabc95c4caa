import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Pencil } from 'lucide';
import { useState } from 'react';
import type { SurveyChannel, SurveyChannelInput, SurveyScale, SurveySettings, SurveySettingsPatch } from '@kontuar/contract';
import { request } from '../../app/client';
import { channelsQuery } from '../../app/directory';
import { useMatterName, useMatters } from '../../app/matters/matters';
import { useCan } from '../../app/me';
import { useStrings } from '../../i18n';
import { Button, ChannelMark, Check, Field, Icon, IconButton, Select, Switch, Tag, TextInput, useToast } from '../../ui';
import { FormDialog, Loaded, PartHead, useDialog, useFailed } from './parts';
import { satisfactionSettingsStrings } from './satisfaction.strings';
import { settingsStrings } from './settings.strings';

const settingsQuery = queryOptions({ queryKey: ['surveys', 'settings'], queryFn: ({ signal }) => request<SurveySettings>('GET', '/survey-settings', undefined, { signal }) });
const delays = [0, 10, 30, 120, 1440, 4320] as const;
const week = [1, 2, 3, 4, 5] as const;

/** What customers are asked after a conversation, on which channels and how often. */
export function SatisfactionPart() {
  const t = useStrings(satisfactionSettingsStrings);
  const s = useStrings(settingsStrings);
  const query = useQuery(settingsQuery);
  const manages = useCan('workspace.manage');
  const [editing, edit, close] = useDialog<{ channel: SurveyChannel; name: string }>();
  return (
    <>
      <PartHead title={s('satisfaction')} lead={t('lead')} action={<Link className="btn" to="/satisfaction">{t('results')}</Link>} />
      <Loaded query={query}>
        {query.data !== undefined && (
          <div className="parts">
            <section className="part"><header><h2>{t('channels')}</h2></header><ChannelList channels={query.data.channels} onEdit={edit} /></section>
            <Rules key={JSON.stringify({ ...query.data, channels: [] })} of={query.data} manages={manages} />
          </div>
        )}
      </Loaded>
      {editing && <ChannelForm of={editing.channel} name={editing.name} close={close} />}
    </>
  );
}

function ChannelList({ channels, onEdit }: { channels: readonly SurveyChannel[]; onEdit: (of: { channel: SurveyChannel; name: string }) => void }) {
  const t = useStrings(satisfactionSettingsStrings);
  const { data: known = [] } = useQuery(channelsQuery);
  const manages = useCan('channel.manage');
  const says = (each: SurveyChannel) => (!each.possible ? t('impossible') : !each.on ? t('off') : [each.delayMinutes === 0 ? t('d0') : t('at', { time: t(`d${delays.find((one) => one >= each.delayMinutes) ?? 4320}`) }), t(each.scale === 'faces' ? 'faces' : 'yesNo')].join(', '));
  return (
    <ul className="card lst">
      {channels.map((each) => {
        const channel = known.find(({ id }) => id === each.channelId);
        return (
          <li key={each.channelId}>
            <div className="lst-r">
              {channel !== undefined && <ChannelMark connector={channel.connectorId} />}
              <span className="lst-t"><b>{channel?.name ?? ''}</b><span>{says(each)}</span></span>
              {each.on && each.possible && <Tag tone="ok">{t('asks')}</Tag>}
              {manages && each.possible && <IconButton size="sm" label={t('edit', { name: channel?.name ?? '' })} onClick={() => onEdit({ channel: each, name: channel?.name ?? '' })}><Icon of={Pencil} size={14} /></IconButton>}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

function useSave<T>(save: (input: T) => Promise<unknown>, done: () => void = () => undefined) {
  const t = useStrings(satisfactionSettingsStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  return useMutation({
    mutationFn: save,
    onSuccess: async () => {
      done();
      toast({ text: t('saved') });
      await cache.invalidateQueries({ queryKey: settingsQuery.queryKey });
    },
    onError: failed,
  });
}

function ChannelForm({ of, name, close }: { of: SurveyChannel; name: string; close: () => void }) {
  const t = useStrings(satisfactionSettingsStrings);
  const [form, setForm] = useState<SurveyChannelInput>({ on: of.on, delayMinutes: of.delayMinutes, scale: of.scale, words: of.words });
  const set = (part: Partial<SurveyChannelInput>) => setForm((before) => ({ ...before, ...part }));
  const word = (locale: 'en' | 'pl', which: 'question' | 'more', value: string) => set({ words: { ...form.words, [locale]: { ...form.words[locale], [which]: value } } });
  const save = useSave((input: SurveyChannelInput) => request('PUT', `/channels/${of.channelId}/survey`, input), close);
  const offered = delays.includes(form.delayMinutes as (typeof delays)[number]) ? delays : [...delays, form.delayMinutes];
  return (
    <FormDialog title={t('edit', { name })} submit={t('save')} busy={save.isPending} close={close} onSubmit={() => save.mutate(form)}>
      <Switch label={t('on')} checked={form.on} onCheckedChange={(on) => set({ on })} />
      <Field label={t('delay')}><Select value={String(form.delayMinutes)} options={offered.map((each) => ({ value: String(each), label: delays.includes(each as (typeof delays)[number]) ? t(`d${each as (typeof delays)[number]}`) : `${each} min` }))} onValueChange={(value) => set({ delayMinutes: Number(value) })} /></Field>
      <Field label={t('scale')}><Select value={form.scale} options={[{ value: 'faces', label: t('faces') }, { value: 'yes-no', label: t('yesNo') }]} onValueChange={(value) => set({ scale: value as SurveyScale })} /></Field>
      <Field label={t('questionEn')} help={t('usual')} optional><TextInput maxLength={300} value={form.words.en.question} onChange={(event) => word('en', 'question', event.target.value)} /></Field>
      <Field label={t('questionPl')} optional><TextInput maxLength={300} value={form.words.pl.question} onChange={(event) => word('pl', 'question', event.target.value)} /></Field>
      <Field label={t('moreEn')} optional><TextInput maxLength={300} value={form.words.en.more} onChange={(event) => word('en', 'more', event.target.value)} /></Field>
      <Field label={t('morePl')} optional><TextInput maxLength={300} value={form.words.pl.more} onChange={(event) => word('pl', 'more', event.target.value)} /></Field>
    </FormDialog>
  );
}

function Rules({ of, manages }: { of: SurveySettings; manages: boolean }) {
  const t = useStrings(satisfactionSettingsStrings);
  const named = useMatterName();
  const matters = useMatters();
  const [form, setForm] = useState({
    rest: String(of.restDays), answer: String(of.answerDays), limited: of.hours !== null, from: of.hours?.from ?? '08:00', to: of.hours?.to ?? '20:00', weekend: of.hours === null || of.hours.days.includes(0) || of.hours.days.includes(6), reopen: of.reopenBad,
    fineOn: of.stillFine.on, fineDays: String(of.stillFine.afterDays), matters: of.stillFine.matters, questionEn: of.stillFine.words.en.question, questionPl: of.stillFine.words.pl.question,
  });
  const [tried, setTried] = useState(false);
  const set = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }));
  const save = useSave((input: SurveySettingsPatch) => request('PATCH', '/survey-settings', input));
  const within = (text: string, from: number, to: number) => /^\d{1,3}$/.test(text.trim()) && Number(text) >= from && Number(text) <= to;
  const wrong = { rest: !within(form.rest, 0, 365), answer: !within(form.answer, 1, 60), fine: !within(form.fineDays, 1, 90), hours: form.limited && form.from >= form.to };
  const submit = () => {
    setTried(true);
    if (Object.values(wrong).some(Boolean)) return;
    save.mutate({
      restDays: Number(form.rest), answerDays: Number(form.answer), reopenBad: form.reopen, hours: form.limited ? { from: form.from, to: form.to, days: form.weekend ? [0, ...week, 6] : [...week] } : null,
      stillFine: { on: form.fineOn, afterDays: Number(form.fineDays), matters: form.matters.length === 0 ? ['complaint'] : form.matters, words: { en: { question: form.questionEn.trim(), more: '' }, pl: { question: form.questionPl.trim(), more: '' } } },
    });
  };
  const bad = (which: keyof typeof wrong, words: string) => (tried && wrong[which] ? words : undefined);
  return (
    <form className="part form-d" noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <fieldset disabled={!manages} className="form-d bare">
        <header><h2>{t('rules')}</h2></header>
        <Field label={t('rest')} error={bad('rest', t('daysWrong'))}><TextInput inputMode="numeric" maxLength={3} value={form.rest} onChange={(event) => set({ rest: event.target.value })} /></Field>
        <Field label={t('answerDays')} error={bad('answer', t('daysWrong'))}><TextInput inputMode="numeric" maxLength={2} value={form.answer} onChange={(event) => set({ answer: event.target.value })} /></Field>
        <Switch label={t('hours')} checked={form.limited} onCheckedChange={(limited) => set({ limited })} />
        {form.limited && (
          <>
            <div className="cols">
              <Field label={t('from')} help={t('hoursHelp')} error={bad('hours', t('hoursWrong'))}><TextInput type="time" value={form.from} onChange={(event) => set({ from: event.target.value })} /></Field>
              <Field label={t('to')}><TextInput type="time" value={form.to} onChange={(event) => set({ to: event.target.value })} /></Field>
            </div>
            <Check checked={form.weekend} onCheckedChange={(weekend) => set({ weekend })}>{t('weekend')}</Check>
          </>
        )}
        <Switch label={t('reopen')} checked={form.reopen} onCheckedChange={(reopen) => set({ reopen })} />
        <header><h2>{t('fine')}</h2><p className="help">{t('fineLead')}</p></header>
        <Switch label={t('fineOn')} checked={form.fineOn} onCheckedChange={(fineOn) => set({ fineOn })} />
        {form.fineOn && (
          <>
            <Field label={t('fineDays')} error={bad('fine', t('daysWrong'))}><TextInput inputMode="numeric" maxLength={2} value={form.fineDays} onChange={(event) => set({ fineDays: event.target.value })} /></Field>
            <div role="group" aria-label={t('fineMatters')} className="form-d">{matters.map(({ key }) => <Check key={key} checked={form.matters.includes(key)} onCheckedChange={(on) => set({ matters: on ? [...form.matters, key] : form.matters.filter((each) => each !== key) })}>{named(key)}</Check>)}</div>
            <Field label={t('questionEn')} help={t('usual')} optional><TextInput maxLength={300} value={form.questionEn} onChange={(event) => set({ questionEn: event.target.value })} /></Field>
            <Field label={t('questionPl')} optional><TextInput maxLength={300} value={form.questionPl} onChange={(event) => set({ questionPl: event.target.value })} /></Field>
          </>
        )}
        {manages && <div className="row-end"><Button type="submit" tone="primary" busy={save.isPending}>{t('save')}</Button></div>}
      </fieldset>
    </form>
  );
}
