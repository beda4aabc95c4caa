import { useQueries, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { PeopleAttribute } from '@kontuar/contract/filter';
import type { PeopleFilter } from '@kontuar/contract';
import { useLocale, useStrings } from '../../i18n';
import { channelsQuery } from '../directory';
import { useFields } from '../fields/fields';
import { useKindName } from '../kinds';
import { languageName } from '../language-name';
import { inWords } from '../words/in-words';
import { companiesQuery, oneCompanyQuery } from './companies';
import type { PeopleSpeaker } from './people-words';
import { peopleStrings } from './people.strings';

export const monthName = (locale: string, month: string): string => new Intl.DateTimeFormat(locale === 'pl' ? 'pl-PL' : 'en-GB', { month: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2026, Number(month) - 1, 1)));

const nobody: PeopleFilter = { by: 'all', of: [] };

/** Names things in sentences about customers: companies of `filter` also when they are not among the first. */
export function usePeopleSpeaker(filter: PeopleFilter = nobody): PeopleSpeaker {
  const t = useStrings(peopleStrings);
  const locale = useLocale();
  const kindName = useKindName();
  const fields = useFields();
  const { data: channels } = useQuery(channelsQuery);
  const { data: companies } = useQuery(companiesQuery(''));
  const asked = companies === undefined ? [] : [...new Set(companiesIn(filter))].filter((id) => id !== 'none' && !companies.items.some((company) => company.id === id)).slice(0, 50);
  const named = useQueries({ queries: asked.map(oneCompanyQuery), combine: (results): Record<string, string | undefined> => Object.fromEntries(results.map(({ data, isPending }, at) => [asked[at], data?.name ?? (isPending ? '…' : undefined)])) });
  const nameOf = useCallback((by: PeopleAttribute, value: string): string => {
    switch (by) {
      case 'kind': return kindName(value);
      case 'months': case 'orderMonths': return monthName(locale, value);
      case 'channel': return channels?.find(({ id }) => id === value)?.name ?? t('gone');
      case 'connector': return inWords(value, locale);
      case 'language': return value === 'none' ? t('none') : (languageName(locale, value) ?? value);
      case 'company': return value === 'none' ? t('none') : (companies?.items.find(({ id }) => id === value)?.name ?? named[value] ?? (companies === undefined ? '…' : t('gone')));
      default: return value;
    }
  }, [kindName, locale, channels, companies, named, t]);
  const fieldOf = useCallback((key: string) => fields.find((field) => field.subject === 'contact' && field.key === key), [fields]);
  return { t, locale, nameOf, fieldOf };
}

function companiesIn(filter: PeopleFilter): string[] {
  switch (filter.by) {
    case 'all': case 'any': return filter.of.flatMap(companiesIn);
    case 'not': return companiesIn(filter.of);
    case 'company': return filter.of;
    default: return [];
  }
}
