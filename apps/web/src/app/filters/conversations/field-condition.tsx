import { X } from 'lucide';
import type { KeyedCondition } from '@kontuar/contract/filter';
import type { AttributeDefinition, Condition } from '@kontuar/contract';
import { byOf, fieldName } from '../../fields/fields';
import type { Speaker } from '../../views/sentence';
import { useStrings } from '../../../i18n';
import { Combobox, Icon, Select } from '../../../ui';
import { viewStrings } from './editor.strings';
import { MomentField } from './moment-field';

type Question = KeyedCondition['is'];
const questions: Record<AttributeDefinition['kind'], readonly Question[]> = {
  text: ['has', 'any', 'none', 'filled', 'empty'], link: ['has', 'any', 'none', 'filled', 'empty'], number: ['atLeast', 'atMost', 'filled', 'empty'], date: ['before', 'after', 'filled', 'empty'],
  yesno: ['any', 'filled', 'empty'], one: ['any', 'none', 'filled', 'empty'], many: ['any', 'all', 'none', 'filled', 'empty'],
};

/** How a question about a field begins, by its kind. */
export function freshField({ subject, key, kind }: Pick<AttributeDefinition, 'subject' | 'key' | 'kind'>): KeyedCondition {
  return asked(byOf(subject), key, questions[kind][0] ?? 'filled', kind === 'yesno' ? ['true'] : []);
}

/** The question with what it needs; values stay where they still mean something. */
function asked(by: KeyedCondition['by'], key: string, is: Question, of: string[] = []): KeyedCondition {
  switch (is) {
    case 'any': case 'all': case 'none': return { by, key, is, of };
    case 'has': return { by, key, is, text: '' };
    case 'atLeast': case 'atMost': return { by, key, is, value: 0 };
    case 'before': case 'after': return { by, key, is, at: { start: 'day', back: 0 } };
    case 'empty': case 'filled': return { by, key, is };
  }
}

interface FieldConditionProps { condition: KeyedCondition; field: AttributeDefinition | undefined; what: string; speaker: Speaker; onChange: (condition: Condition) => void }

/** A question about a field of the workspace's own, as its kind allows. A field that nobody defined is asked for by its words. */
export function FieldCondition({ condition, field, what, speaker, onChange }: FieldConditionProps) {
  const t = useStrings(viewStrings);
  const w = speaker.t;
  const kind = field?.kind ?? 'text';
  const offered = questions[kind].includes(condition.is) ? questions[kind] : [...questions[kind], condition.is];
  const yesNo = kind === 'yesno' && condition.is === 'any';
  const choose = (is: Question) => onChange(asked(condition.by, condition.key, is, 'of' in condition ? condition.of : kind === 'yesno' ? ['true'] : []));
  if (condition.is === 'before' || condition.is === 'after' || (kind === 'date' && (condition.is === 'empty' || condition.is === 'filled'))) {
    return <MomentField condition={condition as never} what={what} speaker={speaker} ahead onChange={(next) => onChange({ ...next, key: condition.key } as Condition)} />;
  }
  return (
    <>
      <Select className="vb-q" aria-label={t('question', { what })} value={condition.is} options={offered.map((value) => ({ value, label: w(`field-${value}`) }))} onValueChange={(is) => choose(is as Question)} />
      {'text' in condition && <div className="vb-v"><input className="inp" type="text" maxLength={200} aria-label={t('words')} value={condition.text} onChange={(event) => onChange({ ...condition, text: event.target.value })} /></div>}
      {'value' in condition && <div className="vb-v"><input className="inp vb-n" type="number" step="any" aria-label={t('keyedValues')} value={condition.value} onChange={(event) => onChange({ ...condition, value: Number(event.target.value) || 0 })} /></div>}
      {'of' in condition && yesNo && <div className="vb-v"><Select aria-label={t('keyedValues')} value={condition.of[0] ?? 'true'} options={[{ value: 'true', label: w('flag-yes') }, { value: 'false', label: w('flag-no') }]} onValueChange={(value) => onChange({ ...condition, of: [value] })} /></div>}
      {'of' in condition && !yesNo && field !== undefined && field.options.length > 0 && <OptionPicker condition={condition} field={field} what={what} locale={speaker.locale} onChange={onChange} />}
      {'of' in condition && !yesNo && (field === undefined || field.options.length === 0) && <div className="vb-v"><input className="inp" type="text" maxLength={200} aria-label={t('keyedValues')} value={condition.of[0] ?? ''} onChange={(event) => onChange({ ...condition, of: event.target.value === '' ? [] : [event.target.value] })} /></div>}
    </>
  );
}

function OptionPicker({ condition, field, what, locale, onChange }: { condition: Extract<KeyedCondition, { of: string[] }>; field: AttributeDefinition; what: string; locale: string; onChange: (condition: Condition) => void }) {
  const t = useStrings(viewStrings);
  const name = (value: string) => { const option = field.options.find((each) => each.value === value); return option === undefined ? value : fieldName(option, locale); };
  const left = field.options.filter(({ value }) => !condition.of.includes(value));
  return (
    <div className="vb-v vb-vs" onKeyDown={(event) => {
      if (event.key === 'Backspace' && event.target instanceof HTMLInputElement && event.target.value === '' && condition.of.length > 0) onChange({ ...condition, of: condition.of.slice(0, -1) });
    }}>
      {condition.of.map((value) => (
        <button type="button" key={value} className="chip" aria-label={t('removeValue', { what: name(value) })} onClick={() => onChange({ ...condition, of: condition.of.filter((each) => each !== value) })}>
          {name(value)}
          <Icon of={X} size={12} />
        </button>
      ))}
      {left.length > 0 && <Combobox key={condition.of.length} label={t('values', { what })} placeholder={t('addValue')} options={left.map(({ value }) => ({ value, label: name(value) }))} value="" onValueChange={(value) => onChange({ ...condition, of: [...condition.of, value] })} />}
    </div>
  );
}

