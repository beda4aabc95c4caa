import { queryOptions } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { Locale, MatterView } from '@kontuar/contract';
import { currentLocale, translate, useLocale, type KeyOf } from '../../i18n';
import { request } from '../client';
import { productWords } from '../product-words';
import { queryKeys } from '../query-keys';
import { useShared } from '../shared-query';

/** What every workspace begins with; shown also before anything was fetched. Their words come with the product. */
const builtin: readonly (MatterView & { key: KeyOf<typeof productWords.en> })[] = (['question', 'report', 'complaint', 'claim', 'warranty', 'lead', 'praise'] as const).map((key, index) => ({
  key, builtin: true, name: null, description: '', opensCase: key === 'complaint' || key === 'claim' || key === 'warranty', position: index + 1, archived: false,
}));

/** Kept outside of React as well: the toast of an act is put into words where no hook reaches. */
let known: readonly MatterView[] = builtin;

export const mattersQuery = queryOptions({
  queryKey: queryKeys.matters,
  queryFn: async ({ signal }) => {
    const { items } = await request<{ items: MatterView[] }>('GET', '/matters', undefined, { signal });
    known = items;
    return items;
  },
  staleTime: 5 * 60_000,
});

/** In the workspace's order; those that are archived too, because views and old conversations name them. */
export const useMatters = (): readonly MatterView[] => useShared(mattersQuery, (matters) => matters ?? builtin);
export const offered = (matters: readonly MatterView[]): MatterView[] => matters.filter(({ archived }) => !archived);

/** As people call it; the key of one that nobody knows here. */
export function nameIn(matters: readonly MatterView[], key: string, locale: Locale): string {
  const own = matters.find((one) => one.key === key)?.name;
  if (own != null) return own[locale];
  const word = builtin.find((one) => one.key === key)?.key;
  return word === undefined ? key : translate(productWords, word);
}

export const matterName = (key: string): string => nameIn(known, key, currentLocale());

export function useMatterName(): (key: string) => string {
  const matters = useMatters();
  const locale = useLocale();
  return useCallback((key: string) => nameIn(matters, key, locale), [matters, locale]);
}

/** Whether a case is made of it: such a matter is marked where it stands. */
export const useOpensCase = (key: string | null): boolean => useShared(mattersQuery, (matters) => key !== null && (matters ?? builtin).some((one) => one.key === key && one.opensCase));
