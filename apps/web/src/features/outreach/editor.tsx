import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { CampaignPatch, CampaignView, CampaignWords, Locale } from '@kontuar/contract';
import { request } from '../../app/client';
import { channelsQuery } from '../../app/directory';
import { instantOf, localInput } from '../../app/leads/leads';
import { problemWords } from '../../app/problem-words';
import { useLocale, useStrings } from '../../i18n';
import { Button, Check, Dialog, Field, Select, TextArea, TextInput, useToast } from '../../ui';
import { outreachStrings } from './outreach.strings';
import { purposesQuery, segmentsQuery, templatesQuery, type CampaignActs } from './queries';
import { Trial } from './trial';

const gaps = ['{{contact.first}}', '{{contact.name}}', '{{workspace.name}}'];
interface PartProps { of: CampaignView; acts: CampaignActs; edits: boolean }

/** Kept as one leaves a field; what would come of it stands beside. */
export function Editor({ of, acts, edits }: PartProps) {
  const t = useStrings(outreachStrings);
  const navigate = useNavigate();
  const toast = useToast();
  const [starting, setStarting] = useState(false);
  const drop = async () => {
    try {
      await request('DELETE', `/campaigns/${of.id}`);
      void navigate({ to: '/outreach' });
    } catch (error) {
      toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
    }
  };
  return (
    <div className="sal-g sal-r">
      <div>
        <Whom of={of} acts={acts} edits={edits} />
        <What of={of} acts={acts} edits={edits} />
        <When of={of} acts={acts} edits={edits} />
        {edits && <p className="out-a"><Button onClick={() => void drop()}>{t('throwAway')}</Button></p>}
      </div>
      <div>{edits && <Trial of={of} onStart={() => setStarting(true)} />}</div>
      {starting && (
        <Dialog open onOpenChange={setStarting} title={t('startTitle', { name: of.name })} description={t('startBody')}
          footer={<><Button onClick={() => setStarting(false)}>{t('cancel')}</Button><Button tone="primary" onClick={() => { setStarting(false); void acts.post('/start'); }}>{t('start')}</Button></>} />
      )}
    </div>
  );
}

function Whom({ of, acts, edits }: PartProps) {
  const t = useStrings(outreachStrings);
  const locale = useLocale();
  const { data: segments } = useQuery(segmentsQuery);
  const { data: purposes } = useQuery(purposesQuery);
  const { data: channels } = useQuery(channelsQuery);
  const change = (patch: CampaignPatch) => void acts.change(patch);
  return (
    <section className="part" aria-labelledby="campaign-whom">
      <header><h2 id="campaign-whom">{t('whom')}</h2></header>
      <div className="sal-f">
        <Field label={t('name')} className="wide"><Kept value={of.name} maxLength={120} disabled={!edits} onKeep={(name) => { if (name !== '') change({ name }); }} /></Field>
        <Field label={t('segment')}><Select value={of.segmentId ?? ''} disabled={!edits} options={[{ value: '', label: t('everybody') }, ...(segments?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))]} onValueChange={(value) => change({ segmentId: value === '' ? null : value })} /></Field>
        <Field label={t('purpose')}><Select value={of.purpose} disabled={!edits} options={(purposes?.items ?? []).filter(({ key, archived }) => !archived || key === of.purpose).map(({ key, name }) => ({ value: key, label: name[locale] }))} onValueChange={(purpose) => change({ purpose })} /></Field>
        <Field label={t('channel')}><Select value={of.channelId ?? ''} disabled={!edits} options={[{ value: '', label: t('noChannel') }, ...(channels ?? []).map(({ id, name }) => ({ value: id, label: name }))]} onValueChange={(value) => change({ channelId: value === '' ? null : value })} /></Field>
        <Field label={t('fallback')}><Select value={of.defaultLocale} disabled={!edits} options={[{ value: 'pl', label: t('polish') }, { value: 'en', label: t('english') }]} onValueChange={(value) => change({ defaultLocale: value as Locale })} /></Field>
      </div>
    </section>
  );
}

const nothing: CampaignWords = { subject: '', text: '', template: null };

function What({ of, acts, edits }: PartProps) {
  const t = useStrings(outreachStrings);
  const set = (locale: Locale, words: CampaignWords | null) => void acts.change({ words: { ...of.words, [locale]: words } });
  return (
    <section className="part" aria-labelledby="campaign-what">
      <header><h2 id="campaign-what">{t('what')}</h2></header>
      {(['pl', 'en'] as const).map((locale) => {
        const words = of.words[locale];
        const name = t(locale === 'pl' ? 'polish' : 'english');
        return (
          <fieldset key={locale} className="out-s" lang={locale}>
            <legend>{name}</legend>
            {words === null ? <p className="mut">{t('none')} {edits && <Button size="sm" onClick={() => set(locale, nothing)}>{t('write')}</Button>}</p> : <Words of={of} words={words} edits={edits} onKeep={(next) => set(locale, next)} />}
            {words !== null && edits && <p><Button size="sm" onClick={() => set(locale, null)}>{t('drop')}</Button></p>}
          </fieldset>
        );
      })}
    </section>
  );
}

function Words({ of, words, edits, onKeep }: { of: CampaignView; words: CampaignWords; edits: boolean; onKeep: (words: CampaignWords) => void }) {
  const t = useStrings(outreachStrings);
  const { data: channels } = useQuery(channelsQuery);
  const channel = channels?.find(({ id }) => id === of.channelId);
  const byTemplate = channel?.capabilities.templates === true;
  const { data: templates } = useQuery({ ...templatesQuery(of.channelId ?? ''), enabled: byTemplate });
  if (byTemplate) {
    const approved = (templates?.items ?? []).filter(({ state }) => state === 'approved');
    const chosen = approved.find(({ id }) => id === words.template?.id);
    return (
      <>
        <Field label={t('template')}><Select value={words.template?.id ?? ''} disabled={!edits} options={[{ value: '', label: t('noTemplate') }, ...approved.map(({ id, name, language }) => ({ value: id, label: `${name} (${language})` }))]} onValueChange={(id) => onKeep({ ...words, template: id === '' ? null : { id, values: {} } })} /></Field>
        {chosen !== undefined && <p className="out-x" dir="auto">{chosen.body}</p>}
        {chosen?.variables.map(({ key }) => (
          <Field key={key} label={t('value', { key })}><Kept value={words.template?.values[key] ?? ''} maxLength={2000} disabled={!edits} onKeep={(value) => onKeep({ ...words, template: { id: chosen.id, values: { ...words.template?.values, [key]: value } } })} /></Field>
        ))}
        <p className="help">{t('gaps', { list: gaps.join(' ') })}</p>
      </>
    );
  }
  return (
    <>
      {channel?.capabilities.subject !== false && <Field label={t('subject')}><Kept value={words.subject} maxLength={200} disabled={!edits} onKeep={(subject) => onKeep({ ...words, subject })} /></Field>}
      <Field label={t('text')} help={t('gaps', { list: gaps.join(' ') })}><KeptText value={words.text} disabled={!edits} onKeep={(text) => onKeep({ ...words, text })} /></Field>
    </>
  );
}

function When({ of, acts, edits }: PartProps) {
  const t = useStrings(outreachStrings);
  const { quiet } = of;
  const change = (patch: CampaignPatch) => void acts.change(patch);
  const number = (field: 'perMinute' | 'perHour', max: number) => (value: string) => { const wanted = Number(value); if (Number.isInteger(wanted) && wanted >= 1 && wanted <= max) change({ [field]: wanted }); };
  const day = (which: number) => (off: boolean) => change({ quiet: { ...quiet, days: off ? [...quiet.days, which] : quiet.days.filter((each) => each !== which) } });
  // Both, or neither.
  const clock = (from: string, until: string) => { if ((from === '') === (until === '') && (from === '' || from !== until)) change({ quiet: { ...quiet, from: from === '' ? null : from, until: until === '' ? null : until } }); };
  const [from, setFrom] = useState(quiet.from ?? '');
  const [until, setUntil] = useState(quiet.until ?? '');
  return (
    <section className="part" aria-labelledby="campaign-when">
      <header><h2 id="campaign-when">{t('when')}</h2></header>
      <div className="sal-f">
        <Field label={t('perMinute')}><Kept value={String(of.perMinute)} maxLength={3} disabled={!edits} onKeep={number('perMinute', 600)} /></Field>
        <Field label={t('perHour')}><Kept value={String(of.perHour)} maxLength={5} disabled={!edits} onKeep={number('perHour', 20_000)} /></Field>
        <Field label={t('quietFrom')}><TextInput type="time" value={from} disabled={!edits} onChange={(event) => setFrom(event.target.value)} onBlur={() => clock(from, until)} /></Field>
        <Field label={t('quietUntil')}><TextInput type="time" value={until} disabled={!edits} onChange={(event) => setUntil(event.target.value)} onBlur={() => clock(from, until)} /></Field>
        <Field label={t('zone')}><Select value={quiet.zone} disabled={!edits} options={[{ value: 'recipient', label: t('recipient') }, { value: 'house', label: t('house') }]} onValueChange={(zone) => change({ quiet: { ...quiet, zone: zone as typeof quiet.zone } })} /></Field>
        <Field label={t('startAt')} optional help={t('startNow')}><TextInput type="datetime-local" value={localInput(of.startAt)} disabled={!edits} onChange={(event) => change({ startAt: instantOf(event.target.value) })} /></Field>
        <div className="wide out-c">
          <Check checked={quiet.days.includes(0)} disabled={!edits} onCheckedChange={day(0)}>{t('sundays')}</Check>
          <Check checked={quiet.days.includes(6)} disabled={!edits} onCheckedChange={day(6)}>{t('saturdays')}</Check>
          <Check checked={quiet.holidays} disabled={!edits} onCheckedChange={(holidays) => change({ quiet: { ...quiet, holidays } })}>{t('holidays')}</Check>
        </div>
      </div>
    </section>
  );
}

function Kept({ value, maxLength, disabled, onKeep }: { value: string; maxLength: number; disabled: boolean; onKeep: (value: string) => void }) {
  const [text, setText] = useState<string | null>(null);
  const keep = () => {
    if (text !== null && text.trim() !== value) onKeep(text.trim());
    setText(null);
  };
  return <TextInput maxLength={maxLength} value={text ?? value} disabled={disabled} onChange={(event) => setText(event.target.value)} onBlur={keep} onKeyDown={(event) => { if (event.key === 'Enter') event.currentTarget.blur(); }} />;
}

function KeptText({ value, disabled, onKeep }: { value: string; disabled: boolean; onKeep: (value: string) => void }) {
  const [text, setText] = useState<string | null>(null);
  const keep = () => {
    if (text !== null && text.trim() !== value) onKeep(text.trim());
    setText(null);
  };
  return <TextArea rows={8} maxLength={20_000} value={text ?? value} disabled={disabled} onChange={(event) => setText(event.target.value)} onBlur={keep} />;
}
