import { useMemo, useState } from 'react';
import type { ConnectorView } from '@kontuar/contract';
import { fieldWords } from '../../app/problem-words';
import { useStrings } from '../../i18n';
import { channelsStrings } from './channels.strings';
import { formOf, initialValues, missingPaths, presetsOf, valuesToSend, withPreset, type FormField, type JsonSchema, type Preset, type Values } from './settings-schema';

export interface SettingsForm {
  fields: FormField[];
  presets: Preset[];
  values: Values;
  set: (values: Values) => void;
  use: (preset: Preset) => void;
  /** What the API gets. */
  toSend: () => Values;
  /** False when something is missing; from then on the form says what. `filledIn`: fields that somebody else fills in. */
  check: (filledIn?: readonly string[]) => boolean;
  errorAt: (path: string) => string | undefined;
}

/** `refusal` is what the server said last: its words stand beside the fields that it named. */
export function useSettingsForm(connector: ConnectorView, start: Values | undefined, refusal: unknown): SettingsForm {
  const t = useStrings(channelsStrings);
  const schema = connector.settingsSchema as JsonSchema;
  const fields = useMemo(() => formOf(schema), [schema]);
  const [values, set] = useState<Values>(() => start ?? initialValues(schema));
  const [checked, setChecked] = useState(false);
  const missing = missingPaths(fields, values);
  return {
    fields,
    presets: presetsOf(schema),
    values,
    set,
    use: (preset) => set((before) => withPreset(before, preset.values)),
    toSend: () => valuesToSend(fields, values),
    check: (filledIn = []) => {
      setChecked(true);
      return missing.every((path) => filledIn.includes(path.split('.')[0] ?? path));
    },
    errorAt: (path) => (checked && missing.includes(path) ? t('required') : (fieldWords(refusal, `settings.${path}`) ?? fieldWords(refusal, path))),
  };
}
