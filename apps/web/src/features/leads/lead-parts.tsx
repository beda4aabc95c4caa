import { AlarmClock, TriangleAlert } from 'lucide';
import { useState } from 'react';
import type { LeadRow, LeadView } from '@kontuar/contract';
import { useMembers, useTeams } from '../../app/directory';
import { instantOf, localInput, readSum, useStages } from '../../app/leads/leads';
import { presets } from '../../app/times/when';
import { formatMoment, useLocale, useStrings } from '../../i18n';
import { Button, Field, Icon, Select, Tag, TextInput, useNow } from '../../ui';
import { leadStrings } from './leads.strings';
import type { LeadActs } from './use-lead-acts';
import '../../app/leads/sales.css';
import './leads.css';

/** What is done next and when; late, today, or nothing at all. */
export function NextLine({ of }: { of: Pick<LeadRow, 'state' | 'nextStep' | 'nextAt' | 'closedAt'> }) {
  const t = useStrings(leadStrings);
  const locale = useLocale();
  const now = useNow();
  if (of.state !== 'open') return of.closedAt === null ? null : <span className="mut">{t('ended')} {formatMoment(locale, new Date(of.closedAt))}</span>;
  if (of.nextAt === null) return <span className="led-n" data-tone="none"><Icon of={TriangleAlert} size={12} />{of.nextStep === '' ? t('noNext') : `${of.nextStep} · ${t('clearNext')}`}</span>;
  const late = Date.parse(of.nextAt) <= now.getTime();
  return (
    <span className="led-n" data-tone={late ? 'late' : 'ahead'}>
      <Icon of={AlarmClock} size={12} />
      <time dateTime={of.nextAt}>{formatMoment(locale, new Date(of.nextAt))}</time>
      {late && <strong>{t('overdue')}</strong>}
      {of.nextStep !== '' && <span dir="auto">{of.nextStep}</span>}
    </span>
  );
}

/** What somebody else changed meanwhile is shown, unless one is writing. */
export function Kept({ value, type = 'text', maxLength, disabled, onKeep }: { value: string; type?: 'text' | 'datetime-local'; maxLength?: number; disabled: boolean; onKeep: (value: string) => void }) {
  const [text, setText] = useState<string | null>(null);
  const keep = () => {
    if (text !== null && text.trim() !== value) onKeep(text.trim());
    setText(null);
  };
  return <TextInput type={type} {...(maxLength === undefined ? {} : { maxLength })} value={text ?? value} disabled={disabled} onChange={(event) => setText(event.target.value)} onBlur={keep} onKeyDown={(event) => { if (event.key === 'Enter') event.currentTarget.blur(); }} />;
}

/** The next step with its moment: what keeps a lead alive. */
export function NextStep({ of, acts, edits }: { of: LeadView; acts: LeadActs; edits: boolean }) {
  const t = useStrings(leadStrings);
  const [now] = useState(() => new Date());
  const often = presets(now).flatMap(({ id, at }) => (id === 'tomorrow' ? [{ at, words: t('tomorrow') }] : id === 'three-days' ? [{ at, words: t('inThree') }] : id === 'week' ? [{ at, words: t('inWeek') }] : []));
  const when = (at: string | null) => void acts.change({ nextAt: at }, t('kept', { what: t('nextAt') }));
  return (
    <div className="led-x">
      <Field label={t('nextStep')} optional><Kept value={of.nextStep} maxLength={300} disabled={!edits} onKeep={(nextStep) => void acts.change({ nextStep }, t('kept', { what: t('nextStep') }))} /></Field>
      <Field label={t('nextAt')} optional><Kept type="datetime-local" value={localInput(of.nextAt)} disabled={!edits} onKeep={(value) => when(instantOf(value))} /></Field>
      {edits && <p className="led-w">{often.map(({ at, words }) => <Button key={words} size="sm" onClick={() => when(at.toISOString())}>{words}</Button>)}</p>}
    </div>
  );
}

export function StageField({ of, acts, edits }: { of: LeadView; acts: LeadActs; edits: boolean }) {
  const t = useStrings(leadStrings);
  const { all, offered, named } = useStages();
  const here = all.filter(({ key }) => key === of.stage || offered.some((stage) => stage.key === key));
  return (
    <Field label={t('stage')}>
      <Select value={of.stage} disabled={!edits} options={here.map(({ key }) => ({ value: key, label: named(key) }))} onValueChange={(stage) => void acts.change({ stage }, t('moved', { code: of.code, stage: named(stage) }))} />
    </Field>
  );
}

/** Each field is kept when one leaves it. */
export function LeadFacts({ of, acts, edits }: { of: LeadView; acts: LeadActs; edits: boolean }) {
  const t = useStrings(leadStrings);
  const { currency } = useStages();
  const members = useMembers();
  const teams = useTeams();
  const [wrong, setWrong] = useState(false);
  const kept = (what: Parameters<typeof t>[0]) => t('kept', { what: t(what) });
  const inCurrency = of.worth?.currency ?? currency;
  const worth = (text: string) => {
    const amount = readSum(text);
    setWrong(amount === undefined);
    if (amount !== undefined) void acts.change({ worth: amount === null ? null : { amount, currency: inCurrency } }, kept('worth'));
  };
  return (
    <div className="led-f">
      <Field label={t('wants')} className="wide" optional><Kept value={of.wants} maxLength={500} disabled={!edits} onKeep={(wants) => void acts.change({ wants }, kept('wants'))} /></Field>
      <StageField of={of} acts={acts} edits={edits} />
      <Field label={`${t('worth')} (${inCurrency})`} optional {...(wrong ? { error: t('worthWrong') } : {})}><Kept value={of.worth?.amount ?? ''} maxLength={20} disabled={!edits} onKeep={worth} /></Field>
      <Field label={t('owner')}><Select value={of.ownerId ?? ''} disabled={!edits} options={[{ value: '', label: t('nobody') }, ...members.map(({ id, name }) => ({ value: id, label: name }))]} onValueChange={(value) => void acts.change({ ownerId: value === '' ? null : value }, kept('owner'))} /></Field>
      <Field label={t('team')} optional><Select value={of.teamId ?? ''} disabled={!edits} options={[{ value: '', label: t('noTeam') }, ...teams.filter(({ kind }) => kind !== 'group').map(({ id, name }) => ({ value: id, label: name }))]} onValueChange={(value) => void acts.change({ teamId: value === '' ? null : value }, kept('team'))} /></Field>
      {of.state !== 'open' && <Field label={t('reason')} className="wide" optional><Kept value={of.reason} maxLength={500} disabled={!edits} onKeep={(reason) => void acts.change({ reason }, kept('reason'))} /></Field>}
    </div>
  );
}

export function StateTag({ of }: { of: Pick<LeadRow, 'state' | 'stage'> }) {
  const { named } = useStages();
  return <Tag {...(of.state === 'won' ? { tone: 'ok' as const } : of.state === 'open' ? { tone: 'waiting' as const } : {})}>{named(of.stage)}</Tag>;
}
