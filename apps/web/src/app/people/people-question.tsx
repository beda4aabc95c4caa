import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide';
import { useState } from 'react';
import { peopleAttributes, spanUnits, type PeopleAttribute } from '@kontuar/contract/filter';
import type { AttributeDefinition, PeopleCondition } from '@kontuar/contract';
import { Combobox, Icon, Select } from '../../ui';
import { channelsQuery } from '../directory';
import { fieldName } from '../fields/fields';
import { useKinds } from '../kinds';
import { usePaused } from '../pick/use-paused';
import { inWords } from '../words/in-words';
import { companiesQuery } from './companies';
import { timeWord, type PeopleSpeaker } from './people-words';

const languages = ['pl', 'en', 'de', 'uk', 'cs', 'sk', 'fr', 'es', 'it', 'nl', 'pt', 'ro', 'hu', 'lt', 'lv', 'et', 'sv', 'da', 'nb', 'fi', 'ru'];

interface QuestionProps { condition: PeopleCondition; what: string; speaker: PeopleSpeaker; onChange: (condition: PeopleCondition) => void }

/** What is asked about one attribute, and its values. */
export function PeopleQuestion({ condition, what, speaker, onChange }: QuestionProps) {
  const { t, fieldOf } = speaker;
  const set = (next: object) => onChange({ ...condition, ...next } as PeopleCondition);
  const ask = (value: string, options: readonly string[], choose: (value: string) => void) => (
    <Select aria-label={t('question', { what })} value={value} options={options.map((each) => ({ value: each, label: t(`q-${each}` as 'q-any') }))} onValueChange={choose} />
  );
  const field = 'key' in condition ? fieldOf(condition.key) : undefined;
  const kind = peopleAttributes[condition.by].kind;
  if ('has' in condition) return <input className="inp vb-key" type="text" maxLength={200} aria-label={t('value', { what })} value={condition.has} onChange={(event) => set({ has: event.target.value })} />;
  if (kind === 'flag') return <Select aria-label={t('question', { what })} value={'is' in condition && condition.is === true ? 'yes' : 'no'} options={(['yes', 'no'] as const).map((value) => ({ value, label: t(value) }))} onValueChange={(value) => set({ is: value === 'yes' })} />;
  if (kind === 'time' || field?.kind === 'date') return <When condition={condition} what={what} speaker={speaker} onChange={onChange} />;
  if (kind === 'amount' || field?.kind === 'number') {
    const is = 'is' in condition ? String(condition.is) : 'atLeast';
    const choose = (next: string) => onChange((next === 'empty' || next === 'filled' ? { ...bare(condition), is: next } : { ...bare(condition), is: next, value: 'value' in condition ? condition.value : 1 }) as PeopleCondition);
    return (
      <>
        {ask(is, field === undefined ? ['atLeast', 'atMost'] : ['atLeast', 'atMost', 'filled', 'empty'], choose)}
        {'value' in condition && <input className="inp vb-key pf-n" type="number" step="any" min={field === undefined ? 0 : undefined} aria-label={t('value', { what })} value={condition.value} onChange={(event) => set({ value: Math.max(field === undefined ? 0 : -1e12, Number(event.target.value) || 0) })} />}
      </>
    );
  }
  if (field?.kind === 'text' || field?.kind === 'link' || (kind === 'keyed' && field === undefined)) {
    const is = 'is' in condition ? String(condition.is) : 'filled';
    return (
      <>
        {ask(is, ['has', 'filled', 'empty'], (next) => onChange((next === 'has' ? { ...bare(condition), is: 'has', text: '' } : { ...bare(condition), is: next }) as PeopleCondition))}
        {'text' in condition && <input className="inp" type="text" maxLength={200} aria-label={t('value', { what })} value={condition.text} onChange={(event) => set({ text: event.target.value })} />}
      </>
    );
  }
  const ways = kind === 'several' || field?.kind === 'many' ? ['any', 'all', 'none', 'filled', 'empty'] : field === undefined ? ['any', 'none'] : ['any', 'none', 'filled', 'empty'];
  const of = 'of' in condition ? condition.of : [];
  return (
    <>
      {ask('is' in condition ? String(condition.is) : 'any', ways, (is) => onChange((is === 'empty' || is === 'filled' ? { ...bare(condition), is } : { ...bare(condition), is, of }) as PeopleCondition))}
      {'of' in condition && <Values by={condition.by} field={field} values={of} what={what} speaker={speaker} onChange={(next) => set({ of: next })} />}
    </>
  );
}

/** What is asked about, without the question. */
const bare = (condition: PeopleCondition): object => ({ by: condition.by, ...('key' in condition ? { key: condition.key } : {}) });

function When({ condition, what, speaker: { t }, onChange }: QuestionProps) {
  const optional = condition.by !== 'created';
  const at = 'at' in condition ? condition.at : undefined;
  const is = 'at' in condition ? timeWord(condition.is, condition.at) : 'is' in condition ? String(condition.is) : 'filled';
  const ways = ['withinLast', 'longerAgo', 'fromDay', 'beforeDay', ...(optional ? ['filled', 'empty'] : [])];
  const choose = (next: string) => {
    const span = at !== undefined && 'ago' in at ? at : { ago: 30, unit: 'days' };
    const day = at !== undefined && 'at' in at ? at : { at: new Date(new Date().setHours(0, 0, 0, 0)).toISOString() };
    const question = { withinLast: { is: 'after', at: span }, longerAgo: { is: 'before', at: span }, fromDay: { is: 'after', at: day }, beforeDay: { is: 'before', at: day } }[next];
    onChange({ ...bare(condition), ...(question ?? { is: next }) } as PeopleCondition);
  };
  return (
    <>
      <Select aria-label={t('question', { what })} value={is} options={ways.map((value) => ({ value, label: t(`q-${value}` as 'q-any') }))} onValueChange={choose} />
      {at !== undefined && 'ago' in at && (
        <>
          <input className="inp vb-key pf-n" type="number" min={0} max={5000} aria-label={t('value', { what })} value={at.ago} onChange={(event) => onChange({ ...condition, at: { ...at, ago: Math.min(5000, Math.max(0, Math.round(Number(event.target.value) || 0))) } } as PeopleCondition)} />
          <Select aria-label={t('unit')} value={at.unit} options={spanUnits.map((unit) => ({ value: unit, label: t(`unit_${unit}`) }))} onValueChange={(unit) => onChange({ ...condition, at: { ...at, unit } } as PeopleCondition)} />
        </>
      )}
      {at !== undefined && 'at' in at && (
        <input className="inp vb-key pf-d" type="date" aria-label={t('value', { what })} value={localDay(at.at)} onChange={(event) => {
          const day = new Date(`${event.target.value}T00:00`);
          if (!Number.isNaN(day.getTime())) onChange({ ...condition, at: { at: day.toISOString() } } as PeopleCondition);
        }} />
      )}
    </>
  );
}

function localDay(iso: string): string {
  const at = new Date(iso);
  return `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}-${String(at.getDate()).padStart(2, '0')}`;
}

function Values({ by, field, values, what, speaker, onChange }: { by: PeopleAttribute; field: AttributeDefinition | undefined; values: readonly string[]; what: string; speaker: PeopleSpeaker; onChange: (values: string[]) => void }) {
  const { t, locale, nameOf } = speaker;
  const kinds = useKinds();
  const { data: channels = [] } = useQuery(channelsQuery);
  const [typed, setTyped] = useState('');
  const { data: companies } = useQuery({ ...companiesQuery(usePaused(typed.trim())), enabled: by === 'company' });
  const label = (value: string) => (field === undefined ? ((by === 'company' ? companies?.items.find(({ id }) => id === value)?.name : undefined) ?? nameOf(by, value)) : field.kind === 'yesno' ? t(value === 'true' ? 'yes' : 'no') : (() => { const option = field.options.find((each) => each.value === value); return option === undefined ? value : fieldName(option, locale); })());
  const all: readonly string[] = field !== undefined ? (field.kind === 'yesno' ? ['true', 'false'] : field.options.filter((option) => !option.archived).map(({ value }) => value))
    : by === 'kind' ? kinds.map(({ key }) => key)
    : by === 'months' || by === 'orderMonths' ? peopleAttributes.months.words
    : by === 'channel' ? channels.map(({ id }) => id)
    : by === 'connector' ? [...new Set(channels.map(({ connectorId }) => connectorId))].sort((a, b) => inWords(a, locale).localeCompare(inWords(b, locale)))
    : by === 'company' ? ['none', ...(companies?.items.map(({ id }) => id) ?? [])]
    : ['none', ...languages];
  const options = all.filter((value) => !values.includes(value)).map((value) => ({ value, label: label(value) }));
  return (
    <span className="pf-vs vb-v">
      {values.map((value) => <button type="button" key={value} className="chip" aria-label={t('remove', { what: label(value) })} onClick={() => onChange(values.filter((each) => each !== value))}>{label(value)}<Icon of={X} size={12} /></button>)}
      {options.length > 0 && <Combobox key={values.length} label={t('value', { what })} placeholder={t('pick')} options={options} value="" onQuery={setTyped} onValueChange={(value) => onChange([...values, value])} />}
    </span>
  );
}
