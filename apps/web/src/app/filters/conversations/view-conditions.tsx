import { attributes, type Attribute } from '@kontuar/contract/filter';
import type { Condition } from '@kontuar/contract';
import type { GroupBlock } from '../blocks';
import { FilterBuilder, type Conditions } from '../filter-builder';
import type { Speaker } from '../../views/sentence';
import { useStrings } from '../../../i18n';
import { Select } from '../../../ui';
import { byOf, fieldName, useFields } from '../../fields/fields';
import { freshCondition } from './blocks';
import { viewStrings } from './editor.strings';
import { FieldCondition, freshField } from './field-condition';
import { MomentField } from './moment-field';
import { ValuePicker } from './value-picker';

/** In the order in which people think of them; the customer is picked in his panel, and a figure in the reports. */
const offered = (Object.keys(attributes) as Attribute[]).filter((by) => by !== 'contact' && by !== 'figure' && attributes[by].kind !== 'keyed');

/** Conditions over conversations. */
export function ViewConditions({ root, speaker, onChange }: { root: GroupBlock<Condition>; speaker: Speaker; onChange: (root: GroupBlock<Condition>) => void }) {
  const t = useStrings(viewStrings);
  const fields = useFields().filter(({ archived }) => !archived);
  const of: Conditions<Condition> = {
    options: [
      ...offered.map((by) => ({ value: by as string, label: speaker.t(`by-${by}`) })),
      ...fields.map((field) => ({ value: field.id, label: fieldName(field, speaker.locale), detail: speaker.t(`by-${byOf(field.subject)}`) })),
    ],
    fresh: (chosen) => {
      const field = fields.find(({ id }) => id === chosen);
      return field === undefined ? freshCondition(chosen as Attribute) : freshField(field);
    },
    placeholder: t('addConditionPlaceholder'),
    nameOf: (condition) => {
      const field = 'key' in condition ? speaker.fieldOf?.(condition.by, condition.key) : undefined;
      return field !== undefined ? fieldName(field, speaker.locale) : 'key' in condition ? `${speaker.t(`by-${condition.by}`)}: ${condition.key}` : speaker.t(`by-${condition.by}`);
    },
    fieldsOf: (condition, what, change) => <ConditionFields condition={condition} what={what} speaker={speaker} onChange={change} />,
  };
  return <FilterBuilder root={root} of={of} onChange={onChange} />;
}

interface FieldsProps { condition: Condition; what: string; speaker: Speaker; onChange: (condition: Condition) => void }

function ConditionFields({ condition, what, speaker, onChange }: FieldsProps) {
  const t = useStrings(viewStrings);
  const w = speaker.t;
  const { kind } = attributes[condition.by];
  const question = <V extends string>(value: V, options: readonly { value: V; label: string }[], choose: (value: V) => void) => (
    <Select className="vb-q" aria-label={t('question', { what })} value={value} options={options} onValueChange={(next) => choose(next as V)} />
  );
  if ('key' in condition) return <FieldCondition condition={condition} field={speaker.fieldOf?.(condition.by, condition.key)} what={what} speaker={speaker} onChange={onChange} />;
  if ('has' in condition) return <div className="vb-v"><input className="inp" type="text" maxLength={200} aria-label={t('words')} value={condition.has} onChange={(event) => onChange({ ...condition, has: event.target.value })} /></div>;
  if ('value' in condition) {
    return (
      <>
        {question(condition.is, (['atLeast', 'atMost'] as const).map((value) => ({ value, label: w(`amount-${value}`) })), (is) => onChange({ ...condition, is }))}
        <div className="vb-v"><input className="inp vb-n" type="number" min={0} max={10} aria-label={t('amount')} value={condition.value} onChange={(event) => onChange({ ...condition, value: Math.min(10, Math.max(0, Number(event.target.value) || 0)) })} /></div>
      </>
    );
  }
  if (condition.is === true || condition.is === false) return question(condition.is ? 'yes' : 'no', (['yes', 'no'] as const).map((value) => ({ value, label: w(`flag-${value}`) })), (value) => onChange({ by: condition.by, is: value === 'yes' } as Condition));
  if (kind === 'time') return <MomentField condition={condition as Extract<Condition, { is: 'before' | 'after' | 'empty' | 'filled' }>} what={what} speaker={speaker} onChange={onChange} />;
  const several = kind === 'several';
  const ways = several ? (['any', 'all', 'none', 'empty', 'filled'] as const) : (['any', 'none'] as const);
  const values = 'of' in condition ? condition.of : [];
  return (
    <>
      {question(condition.is as string, ways.map((value) => ({ value, label: w(several ? `set-${value}` : `is-${value as 'any' | 'none'}`) })), (is) => onChange((is === 'empty' || is === 'filled' ? { by: condition.by, is } : { by: condition.by, is, of: values }) as Condition))}
      {condition.is !== 'empty' && condition.is !== 'filled' && (
        <ValuePicker by={condition.by} what={what} values={values} speaker={speaker} onChange={(of) => onChange({ ...condition, of } as Condition)} />
      )}
    </>
  );
}
