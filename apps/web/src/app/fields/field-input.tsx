import type { AttributeDefinition, AttributeValue } from '@kontuar/contract';
import { useLocale, useStrings } from '../../i18n';
import { Check, Select, TextInput } from '../../ui';
import { fieldName } from './fields';
import { fieldStrings } from './fields.strings';

interface FieldInputProps { field: Pick<AttributeDefinition, 'kind' | 'options'>; value: AttributeValue | null; label: string; onChange: (value: AttributeValue | null) => void }

/** One value of a field, as its kind is filled in; empty is null. Wants a `Field` around it or takes its `label`. */
export function FieldInput({ field, value, label, onChange }: FieldInputProps) {
  const t = useStrings(fieldStrings);
  const locale = useLocale();
  const offered = field.options.filter((option) => !option.archived || option.value === value || (Array.isArray(value) && value.includes(option.value)));
  switch (field.kind) {
    case 'yesno':
      return <Select aria-label={label} value={value === true ? 'true' : value === false ? 'false' : ''} options={[{ value: '', label: '—' }, { value: 'true', label: t('yes') }, { value: 'false', label: t('no') }]} onValueChange={(next) => onChange(next === '' ? null : next === 'true')} />;
    case 'one':
      return <Select aria-label={label} value={typeof value === 'string' ? value : ''} options={[{ value: '', label: '—' }, ...offered.map((option) => ({ value: option.value, label: fieldName(option, locale) }))]} onValueChange={(next) => onChange(next === '' ? null : next)} />;
    case 'many': {
      const chosen = Array.isArray(value) ? value : [];
      return (
        <div role="group" aria-label={label}>
          {offered.map((option) => (
            <Check key={option.value} checked={chosen.includes(option.value)} onCheckedChange={(on) => onChange(on ? [...chosen, option.value] : chosen.filter((each) => each !== option.value))}>{fieldName(option, locale)}</Check>
          ))}
        </div>
      );
    }
    case 'number':
      return <TextInput type="number" step="any" aria-label={label} value={typeof value === 'number' ? value : ''} onChange={(event) => onChange(event.target.value === '' ? null : Number(event.target.value))} />;
    case 'date':
      return <TextInput type="date" aria-label={label} value={typeof value === 'string' ? value : ''} onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)} />;
    case 'text': case 'link':
      return <TextInput type={field.kind === 'link' ? 'url' : 'text'} aria-label={label} maxLength={field.kind === 'link' ? 2000 : 500} value={typeof value === 'string' ? value : ''} onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)} />;
    default: field.kind satisfies never; return null;
  }
}
