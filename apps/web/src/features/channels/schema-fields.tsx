import { useQuery } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide';
import { useState } from 'react';
import { channelsQuery } from '../../app/directory';
import { inWords } from '../../app/words/in-words';
import { useLocale, useStrings } from '../../i18n';
import { Button, Check, Combobox, Field, Icon, IconButton, PasswordInput, SegmentedControl, Select, Switch, TextArea, TextInput } from '../../ui';
import { channelsStrings } from './channels.strings';
import { isRecord, isShown, type FormField, type Values } from './settings-schema';

export interface SchemaFieldsProps {
  fields: readonly FormField[];
  values: Values;
  onChange: (values: Values) => void;
  /** Words by dotted path. */
  errorAt: (path: string) => string | undefined;
  prefix?: string;
}

/** The form of a connector; rarely needed fields are folded away. */
export function SchemaFields({ fields, values, onChange, errorAt, prefix = '' }: SchemaFieldsProps) {
  const t = useStrings(channelsStrings);
  const [unfolded, setUnfolded] = useState(false);
  const now = fields.filter((field) => isShown(field, values));
  const shown = now.filter((field) => !field.advanced || errorAt(`${prefix}${field.key}`) !== undefined);
  const folded = now.filter((field) => !shown.includes(field));
  const one = (field: FormField) => (
    <OneField
      key={field.key}
      field={field}
      value={values[field.key]}
      onChange={(value) => onChange({ ...values, [field.key]: value })}
      path={`${prefix}${field.key}`}
      errorAt={errorAt}
    />
  );
  return (
    <>
      {shown.map(one)}
      {folded.length > 0 && (
        <details className="fold" open={unfolded} onToggle={(event) => setUnfolded(event.currentTarget.open)}>
          <summary className="lnk">{t('more')}</summary>
          <div className="fold-b">{unfolded && folded.map(one)}</div>
        </details>
      )}
    </>
  );
}

let known: { value: string; label: string }[] | undefined;
function zones(): { value: string; label: string }[] {
  return (known ??= Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })));
}

/** Another channel of the workspace, by what it can do. */
function ChannelPick({ capability, value, onChange }: { capability: string; value: string; onChange: (value: string) => void }) {
  const t = useStrings(channelsStrings);
  const channels = useQuery(channelsQuery).data ?? [];
  const able = channels.filter((channel) => (channel.capabilities as Record<string, unknown>)[capability] === true);
  return <Select value={value} onValueChange={onChange} options={[{ value: '', label: t('none') }, ...able.map((channel) => ({ value: channel.id, label: channel.name }))]} />;
}

interface OneFieldProps {
  field: FormField;
  value: unknown;
  onChange: (value: unknown) => void;
  path: string;
  errorAt: (path: string) => string | undefined;
}

function OneField({ field, value, onChange, path, errorAt }: OneFieldProps) {
  const t = useStrings(channelsStrings);
  const locale = useLocale();
  const words = (text: string) => inWords(text, locale);
  const label = words(field.title);
  const help = field.description === undefined ? {} : { help: words(field.description) };
  const frame = { label, ...help, error: errorAt(path), optional: !field.required && field.kind === 'text' && field.input !== 'color' && field.when === undefined };
  const placeholder = field.placeholder === undefined ? {} : { placeholder: field.placeholder };
  const text = typeof value === 'string' ? value : '';
  switch (field.kind) {
    case 'text': {
      const input = { value: text, maxLength: field.maxLength, ...placeholder, spellCheck: false, onChange: (event: { target: { value: string } }) => onChange(event.target.value) };
      return <Field {...frame}>{field.multiline ? <TextArea {...input} /> : <TextInput type={field.input} {...input} />}</Field>;
    }
    case 'hidden':
      return null;
    case 'zone':
      return (
        <Field {...frame}>
          <Combobox options={zones()} value={text} onValueChange={onChange} />
        </Field>
      );
    case 'channel':
      return (
        <Field {...frame}>
          <ChannelPick capability={field.capability} value={text} onChange={onChange} />
        </Field>
      );
    case 'secret':
      return (
        <Field {...frame} {...(value === true ? { help: t('secretKept') } : {})} optional={false}>
          <PasswordInput autoComplete="off" data-secret="true" {...(value === true ? { placeholder: '••••••••' } : placeholder)} value={text} onChange={(event) => onChange(event.target.value)} />
        </Field>
      );
    case 'number':
      return (
        <Field {...frame}>
          <TextInput
            type="number"
            inputMode={field.whole ? 'numeric' : 'decimal'}
            min={field.minimum}
            max={field.maximum}
            step={field.whole ? 1 : 'any'}
            {...placeholder}
            value={typeof value === 'number' ? value : ''}
            onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.valueAsNumber)}
          />
        </Field>
      );
    case 'switch':
      return <Switch label={label} {...(help.help === undefined ? {} : { help: help.help })} checked={value === true} onCheckedChange={onChange} />;
    case 'choice':
      return (
        <Field {...frame}>
          <Select value={text} onValueChange={onChange} options={field.options.map((option) => ({ value: option.value, label: words(option.label) }))} />
        </Field>
      );
    case 'many': {
      const chosen = Array.isArray(value) ? value : [];
      return (
        <fieldset className="plain">
          <legend className="lab">{label}</legend>
          {field.options.map((option) => (
            <Check key={option.value} checked={chosen.includes(option.value)} onCheckedChange={(on) => onChange(on ? [...chosen, option.value] : chosen.filter((each) => each !== option.value))}>
              {words(option.label)}
            </Check>
          ))}
        </fieldset>
      );
    }
    case 'lines':
      return (
        <Field {...frame} help={help.help ?? t('onePerLine')}>
          <TextArea value={(Array.isArray(value) ? value : []).join('\n')} {...placeholder} spellCheck={false} onChange={(event) => onChange(event.target.value === '' ? [] : event.target.value.split('\n'))} />
        </Field>
      );
    case 'group':
      return (
        <fieldset className="plain">
          <legend className="lab">{label}</legend>
          {field.nullable && <Switch label={label} hideLabel checked={isRecord(value)} onCheckedChange={(on) => onChange(on ? {} : null)} />}
          {(!field.nullable || isRecord(value)) && (
            <div className="group">
              <SchemaFields fields={field.fields} values={isRecord(value) ? value : {}} onChange={onChange} errorAt={errorAt} prefix={`${path}.`} />
            </div>
          )}
        </fieldset>
      );
    case 'variant': {
      const chosen = field.variants.find((variant) => isRecord(value) && value[field.by] === variant.value) ?? field.variants[0];
      if (!chosen) return null;
      const choices = field.variants.map((variant) => ({ value: variant.value, label: words(variant.label) }));
      const pick = (next: string) => onChange({ ...field.variants.find((variant) => variant.value === next)?.defaults });
      return (
        <fieldset className="plain">
          <legend className="lab">{label}</legend>
          {choices.length <= 3 ? (
            <SegmentedControl label={label} choices={choices} value={chosen.value} onValueChange={pick} />
          ) : (
            <Select aria-label={label} options={choices} value={chosen.value} onValueChange={pick} />
          )}
          {help.help !== undefined && <p className="help">{help.help}</p>}
          <div className="group">
            <SchemaFields key={chosen.value} fields={chosen.fields} values={isRecord(value) ? value : {}} onChange={(next) => onChange({ ...next, [field.by]: chosen.value })} errorAt={errorAt} prefix={`${path}.`} />
          </div>
        </fieldset>
      );
    }
    case 'rows': {
      const rows = Array.isArray(value) ? value : [];
      return (
        <fieldset className="plain">
          <legend className="lab">{label}</legend>
          {help.help !== undefined && <p className="help">{help.help}</p>}
          {rows.map((row, at) => (
            <div className="group rowed" key={at}>
              <SchemaFields fields={field.fields} values={isRecord(row) ? row : {}} onChange={(next) => onChange(rows.with(at, next))} errorAt={errorAt} prefix={`${path}.${at}.`} />
              <IconButton size="sm" label={t('removeRow')} onClick={() => onChange(rows.toSpliced(at, 1))}>
                <Icon of={Trash2} size={14} />
              </IconButton>
            </div>
          ))}
          <Button size="sm" onClick={() => onChange([...rows, {}])}>
            <Icon of={Plus} size={12} />
            {t('addRow')}
          </Button>
        </fieldset>
      );
    }
  }
}
