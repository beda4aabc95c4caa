import { useState } from 'react';
import { ruleStrings } from '../../app/rules/rules.strings';
import { useStrings } from '../../i18n';
import { Field, TextInput } from '../../ui';
import { readSpan, writeSpan } from './spans';

/** "2 h", read while it is typed; what nobody can read changes nothing, and says so. */
export function SpanInput({ minutes, onChange }: { minutes: number; onChange: (minutes: number) => void }) {
  const t = useStrings(ruleStrings);
  const [text, setText] = useState(() => writeSpan(minutes));
  const read = readSpan(text);
  return (
    <Field label={t('span')} error={read == null || read === 0 ? t('spanWrong') : undefined}>
      <TextInput maxLength={30} value={text} onChange={(event) => {
        setText(event.target.value);
        const next = readSpan(event.target.value);
        if (next != null && next > 0) onChange(next);
      }} />
    </Field>
  );
}
