import { queryOptions } from '@tanstack/react-query';
import type { AttributeDefinition, AttributeSubject, ConversationSort, Locale } from '@kontuar/contract';
import { formatNumber } from '../../i18n';
import { request } from '../client';
import { queryKeys } from '../query-keys';
import { useShared } from '../shared-query';

/** Fields of the workspace's own; those that are archived too, because views and old conversations name them. */
export const fieldsQuery = queryOptions({
  queryKey: queryKeys.attributes,
  queryFn: async ({ signal }) => {
    const { items } = await request<{ items: AttributeDefinition[] }>('GET', '/attributes', undefined, { signal });
    rememberOptions(items);
    return items;
  },
  staleTime: 5 * 60_000,
});

const none: readonly AttributeDefinition[] = [];
export function useFields(): readonly AttributeDefinition[] {
  return useShared(fieldsQuery, (fields) => fields ?? none);
}

/** Whether conversations have any field that is still offered: without one, nothing is said of filling in. */
export const useHasFields = (): boolean => useFields().some(({ subject, archived }) => subject === 'conversation' && !archived);

export const subjectOf = (by: 'attribute' | 'contactAttribute'): AttributeSubject => (by === 'attribute' ? 'conversation' : 'contact');
export const byOf = (subject: AttributeSubject): 'attribute' | 'contactAttribute' => (subject === 'conversation' ? 'attribute' : 'contactAttribute');
export const fieldName = (field: Pick<AttributeDefinition, 'name'>, locale: string): string => field.name[locale.startsWith('pl') ? 'pl' : 'en'];

/** An option as people call it; one that is gone keeps its value. */
export const optionName = (field: Pick<AttributeDefinition, 'options'>, value: string, locale: string): string => {
  const option = field.options.find((each) => each.value === value);
  return option === undefined ? value : fieldName(option, locale);
};

/** What a value says, in a line. */
export function valueText(field: Pick<AttributeDefinition, 'kind' | 'options'>, value: unknown, { locale, yes, no }: { locale: Locale; yes: string; no: string }): string {
  switch (field.kind) {
    case 'yesno': return value === true ? yes : value === false ? no : '';
    case 'number': return typeof value === 'number' ? formatNumber(locale, value) : '';
    case 'date': return typeof value === 'string' ? dayText(value, locale) : '';
    case 'one': return typeof value === 'string' ? optionName(field, value, locale) : '';
    case 'many': return Array.isArray(value) ? value.map((each) => optionName(field, String(each), locale)).join(', ') : '';
    case 'text': case 'link': return typeof value === 'string' ? value : '';
    default: field.kind satisfies never; return '';
  }
}

/** A date is the same day everywhere: no time zone moves it. */
function dayText(value: string, locale: Locale): string {
  const at = new Date(`${value}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return value;
  return new Intl.DateTimeFormat(locale === 'pl' ? 'pl-PL' : 'en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(at);
}

/** In which order the options of a field stand, for lists that are sorted by it; kept outside of React because rows are placed by events. */
const optionOrders = new Map<string, readonly string[]>();
function rememberOptions(fields: readonly AttributeDefinition[]): void {
  optionOrders.clear();
  for (const { subject, key, options } of fields) if (options.length > 0) optionOrders.set(`${byOf(subject)}:${key}`, options.map(({ value }) => value));
}
export const optionOrder = (by: string, key: string): readonly string[] => optionOrders.get(`${by}:${key}`) ?? [];

export interface FieldSort { by: 'attribute' | 'contactAttribute'; key: string; descending: boolean }
/** Of an order by a field; undefined for the others. */
export function fieldSortOf(sort: ConversationSort): FieldSort | undefined {
  const parts = /^(attribute|contactAttribute):([a-z][a-z0-9_]{0,39}):(asc|desc)$/.exec(sort);
  return parts === null ? undefined : { by: parts[1] as FieldSort['by'], key: parts[2] ?? '', descending: parts[3] === 'desc' };
}
