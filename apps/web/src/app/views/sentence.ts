import { attributes, type Attribute, type KeyedCondition } from '@kontuar/contract/filter';
import type { AttributeDefinition, Condition, Filter, Locale, Moment } from '@kontuar/contract';
import { formatDay, type KeyOf, type Translate } from '../../i18n';
import { fieldName, optionName } from '../fields/fields';
import { filterWords } from './views.strings';

export type Word = KeyOf<typeof filterWords.en>;
export interface Speaker {
  t: Translate<typeof filterWords.en>;
  locale: Locale;
  /** The name of a person, team, channel, label or platform; undefined when it is gone. */
  nameOf: (by: Attribute, value: string) => string | undefined;
  /** A field of the workspace's own; undefined when nobody defined it. */
  fieldOf?: (by: KeyedCondition['by'], key: string) => AttributeDefinition | undefined;
}

const known: Partial<Record<string, Word>> = Object.fromEntries(Object.keys(filterWords.en).filter((key) => key.startsWith('v-')).map((key) => [key.slice(2), key as Word]));

/** One value as people call it. */
export function valueWords({ t, nameOf }: Speaker, by: Attribute, value: string): string {
  const attribute = attributes[by];
  const isWord = 'words' in attribute && (attribute.words as readonly string[]).includes(value);
  const word = known[value];
  if (isWord && word !== undefined) return t(word);
  return nameOf(by, value) ?? ('of' in attribute && attribute.of === 'names' ? value : t('gone'));
}

/** How a time is asked for, as the screen tells it apart. */
export type TimeQuestion = 'olderThan' | 'within' | 'ahead' | 'beyond' | 'since' | 'until' | 'from' | 'before' | 'empty' | 'filled';
export function timeQuestion(condition: { is: 'empty' | 'filled' } | { is: 'before' | 'after'; at: Moment }): TimeQuestion {
  if (!('at' in condition)) return condition.is as 'empty' | 'filled';
  const before = condition.is === 'before';
  if ('ago' in condition.at) return before ? 'olderThan' : 'within';
  if ('ahead' in condition.at) return before ? 'ahead' : 'beyond';
  if ('start' in condition.at) return before ? 'until' : 'since';
  return before ? 'before' : 'from';
}

export function spanWords(t: Speaker['t'], count: number, unit: 'minutes' | 'hours' | 'days' | 'weeks'): string {
  return t(`span_${unit}`, { count });
}

export const startWord = (moment: { start: string; back: number }): Word | undefined => {
  const key = `start-${moment.start}-${moment.back}`;
  return key in filterWords.en ? (key as Word) : undefined;
};

/** The filter as a sentence that can be read aloud: "State is open, and labels: VIP, and waiting for us for more than 2 hours". */
export function sentenceOf(filter: Filter, speaker: Speaker): string {
  const words = say(filter, speaker, true);
  return words.charAt(0).toLocaleUpperCase(speaker.locale) + words.slice(1);
}

function say(filter: Filter, speaker: Speaker, outermost = false): string {
  const { t } = speaker;
  switch (filter.by) {
    case 'not': return t('not', { what: say(filter.of, speaker) });
    case 'all':
    case 'any': {
      const [only] = filter.of;
      if (only === undefined) return t(filter.by === 'all' ? 'everything' : 'nothing');
      if (filter.of.length === 1) return say(only, speaker, outermost);
      const joint = t(filter.by === 'all' ? 'and' : 'or');
      // Read with a pause: "a, and b".
      const joined = filter.of.map((inner) => say(inner, speaker)).join(speaker.locale === 'pl' ? ` ${joint} ` : `, ${joint} `);
      return outermost ? joined : `(${joined})`;
    }
    default: return sayCondition(filter, speaker);
  }
}

/** Which figure it is, the reports know; here stands of which days. */
function sayFigure(has: string, { t, locale }: Speaker): string {
  const asked = new URLSearchParams(has);
  const day = (name: string) => formatDay(locale, new Date(`${asked.get(name) ?? ''}T12:00:00`), new Date());
  return t('say-figure', { from: day('from'), to: day('to') });
}

function sayCondition(condition: Condition, speaker: Speaker): string {
  const { t } = speaker;
  if ('key' in condition) return sayField(condition, speaker);
  const name = t(`by-${condition.by}`);
  const what = name.charAt(0).toLocaleLowerCase(speaker.locale) + name.slice(1);
  const values = (of: readonly string[], joint: 'or' | 'and' = 'or') => listed(of.map((value) => valueWords(speaker, condition.by, value)), t(joint));
  if (condition.by === 'figure') return sayFigure(condition.has, speaker);
  if ('has' in condition) return t('say-has', { what, values: condition.has });
  if ('value' in condition) return t(condition.is === 'atLeast' ? 'say-atLeast' : 'say-atMost', { what, values: condition.value });
  if (condition.is === true || condition.is === false) return t(condition.is ? 'say-flag-yes' : 'say-flag-no', { what });
  if ('of' in condition) {
    const { is, of } = condition;
    if (attributes[condition.by].kind === 'choice') return t(is === 'none' ? 'say-is-none' : 'say-is-any', { what, values: values(of) });
    return t(is === 'all' ? 'say-set-all' : is === 'none' ? 'say-set-none' : 'say-set-any', { what, values: values(of, is === 'all' ? 'and' : 'or') });
  }
  if ('at' in condition) return sayTime(condition, speaker, what);
  const several = attributes[condition.by].kind === 'several';
  return t(several ? (condition.is === 'empty' ? 'say-set-empty' : 'say-set-filled') : condition.is === 'empty' ? 'say-empty' : 'say-filled', { what });
}

function sayField(condition: KeyedCondition, speaker: Speaker): string {
  const { t, locale, fieldOf } = speaker;
  const field = fieldOf?.(condition.by, condition.key);
  const what = field === undefined ? condition.key : fieldName(field, locale);
  switch (condition.is) {
    case 'has': return t('say-has', { what, values: condition.text });
    case 'atLeast': case 'atMost': return t(`say-${condition.is}`, { what, values: condition.value });
    case 'before': case 'after': return sayTime(condition, speaker, what);
    case 'empty': case 'filled': return t(`say-set-${condition.is}`, { what });
    case 'any': case 'all': case 'none': {
      const words = condition.of.map((value) => (field === undefined ? value : field.kind === 'yesno' ? t(value === 'true' ? 'flag-yes' : 'flag-no') : optionName(field, value, locale)));
      return t(condition.is === 'any' ? 'say-is-any' : condition.is === 'none' ? 'say-is-none' : 'say-set-all', { what, values: listed(words, t(condition.is === 'all' ? 'and' : 'or')) });
    }
  }
}

function sayTime(condition: Extract<Condition, { at: Moment }>, { t, locale }: Speaker, what: string): string {
  const { at } = condition;
  const question = timeQuestion(condition);
  if ('ago' in at) return question === 'olderThan' && condition.by === 'waiting' ? t('say-waiting', { span: spanWords(t, at.ago, at.unit) }) : t(question === 'olderThan' ? 'say-olderThan' : 'say-within', { what, span: spanWords(t, at.ago, at.unit) });
  if ('ahead' in at) return t(question === 'ahead' ? 'say-ahead' : 'say-beyond', { what, span: spanWords(t, at.ahead, at.unit) });
  if ('start' in at) {
    const word = startWord(at);
    return t(question === 'until' ? 'say-until' : 'say-since', { what, values: word === undefined ? `${at.start} −${at.back}` : t(word) });
  }
  return t(question === 'before' ? 'say-before' : 'say-from', { what, values: formatDay(locale, new Date(at.at), new Date()) });
}

const listed = (items: readonly string[], joint: string): string => (items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${joint} ${items.at(-1)}`);
