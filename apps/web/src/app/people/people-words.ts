import { peopleAttributes, type PeopleAttribute } from '@kontuar/contract/filter';
import type { AttributeDefinition, Locale, Moment, PeopleCondition, PeopleFilter } from '@kontuar/contract';
import { formatDay, type Translate } from '../../i18n';
import { fieldName } from '../fields/fields';
import type { peopleStrings } from './people.strings';

export interface PeopleSpeaker {
  t: Translate<typeof peopleStrings.en>;
  locale: Locale;
  nameOf: (by: PeopleAttribute, value: string) => string;
  fieldOf: (key: string) => AttributeDefinition | undefined;
}

const capital = (words: string, locale: string) => words.charAt(0).toLocaleUpperCase(locale) + words.slice(1);

/** The filter as a sentence: "Conversations: at least 5, and months: December". */
export const peopleSentence = (filter: PeopleFilter, speaker: PeopleSpeaker): string => capital(say(filter, speaker, true), speaker.locale);

function say(filter: PeopleFilter, speaker: PeopleSpeaker, outermost = false): string {
  const { t } = speaker;
  switch (filter.by) {
    case 'not': return t('not', { what: say(filter.of, speaker) });
    case 'all': case 'any': {
      const [only] = filter.of;
      if (only === undefined) return t(filter.by === 'all' ? 'everybody' : 'nobody');
      if (filter.of.length === 1) return say(only, speaker, outermost);
      const joined = filter.of.map((inner) => say(inner, speaker)).join(`${speaker.locale === 'pl' ? '' : ','} ${t(filter.by === 'all' ? 'and' : 'or')} `);
      return outermost ? joined : `(${joined})`;
    }
    default: return sayCondition(filter, speaker);
  }
}

export const conditionName = (condition: PeopleCondition, { t, locale, fieldOf }: PeopleSpeaker): string => {
  if (!('key' in condition)) return t(`by-${condition.by}`);
  const field = fieldOf(condition.key);
  return field === undefined ? condition.key : fieldName(field, locale);
};

function sayCondition(condition: PeopleCondition, speaker: PeopleSpeaker): string {
  const { t, locale, nameOf, fieldOf } = speaker;
  const name = conditionName(condition, speaker);
  const what = 'key' in condition ? name : name.charAt(0).toLocaleLowerCase(locale) + name.slice(1);
  const line = (value: string) => t('says', { what, value });
  if ('has' in condition) return line(`“${condition.has}”`);
  if ('text' in condition) return line(`“${condition.text}”`);
  if ('value' in condition) return line(t(condition.is === 'atLeast' ? 'least' : 'most', { value: condition.value }));
  if (condition.is === true || condition.is === false) return condition.is ? what : t('saysNot', { what });
  if ('of' in condition) {
    const field = 'key' in condition ? fieldOf(condition.key) : undefined;
    const words = condition.of.map((value) => (field === undefined ? ('key' in condition ? value : nameOf(condition.by, value)) : optionWords(field, value, speaker)));
    const values = words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${t(condition.is === 'all' ? 'and' : 'or')} ${words.at(-1) ?? ''}`;
    return line(condition.is === 'none' ? t('noneOf', { value: values }) : values);
  }
  if ('at' in condition) return line(t(timeWord(condition.is, condition.at), { value: momentWords(condition.at, speaker) }));
  return line(t(condition.is === 'empty' ? 'empty' : 'filled'));
}

function optionWords(field: AttributeDefinition, value: string, { t, locale }: PeopleSpeaker): string {
  if (field.kind === 'yesno') return t(value === 'true' ? 'yes' : 'no');
  const option = field.options.find((each) => each.value === value);
  return option === undefined ? value : fieldName(option, locale);
}

export const timeWord = (is: 'before' | 'after', at: Moment) => ('ago' in at ? (is === 'before' ? 'longerAgo' : 'withinLast') : is === 'before' ? 'beforeDay' : 'fromDay');

function momentWords(at: Moment, { t, locale }: PeopleSpeaker): string {
  if ('ago' in at) return t(`span_${at.unit}`, { count: at.ago });
  if ('ahead' in at) return t(`span_${at.unit}`, { count: at.ahead });
  return 'at' in at ? formatDay(locale, new Date(at.at), new Date()) : at.start;
}

/** How a condition begins when its attribute has been chosen. */
export function freshCondition(by: PeopleAttribute): PeopleCondition {
  switch (peopleAttributes[by].kind) {
    case 'choice': case 'several': return { by, is: 'any', of: [] } as PeopleCondition;
    case 'time': return { by, is: 'after', at: { ago: 30, unit: 'days' } } as PeopleCondition;
    case 'flag': return { by, is: true } as PeopleCondition;
    case 'amount': return { by, is: by === 'everyDays' ? 'atMost' : 'atLeast', value: by === 'everyDays' ? 60 : by === 'years' ? 2 : 3 } as PeopleCondition;
    case 'keyed': return { by, is: 'filled', key: '' } as PeopleCondition;
    case 'words': return { by, has: '' } as PeopleCondition;
  }
}

export function freshField({ key, kind }: Pick<AttributeDefinition, 'key' | 'kind'>): PeopleCondition {
  switch (kind) {
    case 'number': return { by: 'attribute', key, is: 'atLeast', value: 1 };
    case 'yesno': return { by: 'attribute', key, is: 'any', of: ['true'] };
    case 'one': case 'many': return { by: 'attribute', key, is: 'any', of: [] };
    case 'date': return { by: 'attribute', key, is: 'after', at: { ago: 30, unit: 'days' } };
    case 'text': case 'link': return { by: 'attribute', key, is: 'filled' };
  }
}

export function isComplete(condition: PeopleCondition): boolean {
  if ('key' in condition && condition.key === '') return false;
  if ('has' in condition) return condition.has.trim() !== '';
  if ('text' in condition) return condition.text.trim() !== '';
  if ('of' in condition) return condition.of.length > 0;
  return true;
}
