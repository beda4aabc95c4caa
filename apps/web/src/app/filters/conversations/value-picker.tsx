import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide';
import { attributes, type Attribute } from '@kontuar/contract/filter';
import { channelsQuery, useLabels, useMembers, useTeams } from '../../directory';
import { useMatters } from '../../matters/matters';
import { useKinds } from '../../kinds';
import { languageName } from '../../language-name';
import { useStages } from '../../leads/leads';
import { valueWords, type Speaker } from '../../views/sentence';
import { inWords } from '../../words/in-words';
import { useStrings } from '../../../i18n';
import { Combobox, Icon, type ComboboxOption } from '../../../ui';
import { viewStrings } from './editor.strings';

/** Languages that customers of European shops write; others can be typed into the API. */
const languages = ['pl', 'en', 'de', 'uk', 'cs', 'sk', 'fr', 'es', 'it', 'nl', 'pt', 'ro', 'hu', 'lt', 'lv', 'et', 'sv', 'da', 'nb', 'fi', 'ru', 'be', 'bg', 'hr', 'sl', 'el', 'tr'];

interface ValuePickerProps { by: Attribute; what: string; values: readonly string[]; speaker: Speaker; onChange: (values: string[]) => void }

/** Chosen values as chips with a way out, and a field in which the next is typed. Backspace in the empty field takes the last one out. */
export function ValuePicker({ by, what, values, speaker, onChange }: ValuePickerProps) {
  const t = useStrings(viewStrings);
  const options = useOptions(by, speaker).filter(({ value }) => !values.includes(value));
  const label = (value: string) => valueWords(speaker, by, value);
  return (
    <div className="vb-v vb-vs" onKeyDown={(event) => {
      if (event.key === 'Backspace' && event.target instanceof HTMLInputElement && event.target.value === '' && values.length > 0) onChange(values.slice(0, -1));
    }}>
      {values.map((value) => (
        <button type="button" key={value} className="chip" aria-label={t('removeValue', { what: label(value) })} onClick={() => onChange(values.filter((each) => each !== value))}>
          {label(value)}
          <Icon of={X} size={12} />
        </button>
      ))}
      {options.length > 0 && <Combobox key={values.length} label={t('values', { what })} placeholder={t('addValue')} options={options} value="" onValueChange={(value) => onChange([...values, value])} />}
    </div>
  );
}

function useOptions(by: Attribute, speaker: Speaker): ComboboxOption[] {
  const members = useMembers();
  const teams = useTeams();
  const labels = useLabels();
  const matters = useMatters();
  const kinds = useKinds();
  const stages = useStages();
  const { data: channels = [] } = useQuery(channelsQuery);
  const attribute = attributes[by];
  const words = 'words' in attribute ? (attribute.words as readonly string[]).map((value) => ({ value, label: valueWords(speaker, by, value) })) : [];
  const named = (items: readonly { id: string; name: string }[]) => items.map(({ id, name }) => ({ value: id, label: name }));
  switch (by) {
    case 'assignee': case 'participant': return [...words, ...named(members.filter((member) => member.active))];
    case 'team': return [...words, ...named(teams)];
    case 'channel': return named(channels);
    case 'matter': return [...matters.map(({ key }) => ({ value: key, label: valueWords(speaker, by, key) })), ...words];
    case 'leadStage': return [...stages.offered.map(({ key }) => ({ value: key, label: valueWords(speaker, by, key) })), ...words];
    case 'labels': return named(labels);
    case 'contactKind': return kinds.map(({ key }) => ({ value: key, label: valueWords(speaker, by, key) }));
    case 'connector': return [...new Set(channels.map(({ connectorId }) => connectorId))].map((value) => ({ value, label: inWords(value, speaker.locale) }));
    case 'contactLanguage': case 'language': return [...words, ...languages.map((code) => ({ value: code, label: languageName(speaker.locale, code) ?? code }))];
    default: return words;
  }
}
