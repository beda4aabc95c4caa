import type { BusinessCalendar, RoutingPolicy } from '@kontuar/contract';
import { useStrings, type Translate } from '../../i18n';
import { Field, Select, Switch, TextInput } from '../../ui';
import { routingStrings } from './routing.strings';
import { readSpan, writeSpan } from './spans';

export type RoutingWords = Translate<(typeof routingStrings)['en']>;
export const modes = ['manual', 'round-robin', 'least-loaded', 'capacity'] as const satisfies readonly RoutingPolicy['mode'][];
const WEEK_MINUTES = 10_080;

/** A policy as somebody writes it: spans as words. */
export interface PolicyForm extends Omit<RoutingPolicy, 'stepDownAfterMinutes' | 'returnAfterMinutes'> { stepDown: string; returnAfter: string }
export const formOf = ({ stepDownAfterMinutes, returnAfterMinutes, ...rest }: RoutingPolicy): PolicyForm => ({ ...rest, stepDown: writeSpan(stepDownAfterMinutes), returnAfter: writeSpan(returnAfterMinutes) });

const spanOf = (text: string): number | null | undefined => {
  const minutes = readSpan(text);
  return minutes === undefined || (minutes !== null && (minutes < 1 || minutes > WEEK_MINUTES)) ? undefined : minutes;
};
/** Undefined: something cannot be read. */
export function policyOf({ stepDown, returnAfter, ...rest }: PolicyForm): RoutingPolicy | undefined {
  const [stepDownAfterMinutes, returnAfterMinutes] = [spanOf(stepDown), spanOf(returnAfter)];
  return stepDownAfterMinutes === undefined || returnAfterMinutes === undefined ? undefined : { ...rest, stepDownAfterMinutes, returnAfterMinutes };
}

export const policyWords = (t: RoutingWords, policy: RoutingPolicy, calendars: readonly BusinessCalendar[]): string =>
  [t(`mode_${policy.mode}`), ...(policy.calendarId === null ? [] : [calendars.find(({ id }) => id === policy.calendarId)?.name ?? ''])].join(' · ');

export function PolicyFields({ form, calendars, onChange }: { form: PolicyForm; calendars: readonly BusinessCalendar[]; onChange: (form: PolicyForm) => void }) {
  const t = useStrings(routingStrings);
  const set = (part: Partial<PolicyForm>) => onChange({ ...form, ...part });
  const wrong = (text: string) => (spanOf(text) === undefined ? t('spanWrong') : undefined);
  return (
    <>
      <Field label={t('mode')}><Select value={form.mode} options={modes.map((mode) => ({ value: mode, label: t(`mode_${mode}`) }))} onValueChange={(value) => set({ mode: modes.find((mode) => mode === value) ?? 'manual' })} /></Field>
      {form.mode !== 'manual' && (
        <>
          <Switch label={t('lastAgent')} help={t('lastAgentHelp')} checked={form.lastAgentFirst} onCheckedChange={(lastAgentFirst) => set({ lastAgentFirst })} />
          <div className="two">
            <Field label={t('stepDown')} optional help={t('spanHelp')} error={wrong(form.stepDown)}><TextInput maxLength={30} value={form.stepDown} onChange={(event) => set({ stepDown: event.target.value })} /></Field>
            <Field label={t('returnAfter')} optional help={t('spanHelp')} error={wrong(form.returnAfter)}><TextInput maxLength={30} value={form.returnAfter} onChange={(event) => set({ returnAfter: event.target.value })} /></Field>
          </div>
          <div className="two">
            <Field label={t('hours')} help={t('hoursHelp')}><Select value={form.calendarId ?? ''} options={[{ value: '', label: t('allDay') }, ...calendars.map(({ id, name }) => ({ value: id, label: name }))]} onValueChange={(id) => set({ calendarId: id === '' ? null : id })} /></Field>
            {form.returnAfter.trim() !== '' && <Field label={t('returns')}><Select value={form.returns} options={(['routed', 'all'] as const).map((value) => ({ value, label: t(`returns_${value}`) }))} onValueChange={(value) => set({ returns: value === 'all' ? 'all' : 'routed' })} /></Field>}
          </div>
        </>
      )}
    </>
  );
}
