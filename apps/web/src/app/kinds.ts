import { queryOptions } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { KindList, KindView } from '@kontuar/contract';
import { useLocale, type KeyOf } from '../i18n';
import { useStrings } from '../i18n';
import { request } from './client';
import { productWords } from './product-words';
import { queryKeys } from './query-keys';
import { useShared } from './shared-query';

export const kindsQuery = queryOptions({ queryKey: queryKeys.kinds, queryFn: ({ signal }) => request<KindList>('GET', '/kinds', undefined, { signal }), staleTime: 5 * 60_000 });

const none: readonly KindView[] = [];
/** Kinds of customers, in the order of the workspace. */
export const useKinds = (): readonly KindView[] => useShared(kindsQuery, (list) => list?.items ?? none);

/** What a kind is called: as the workspace calls it, and until that is known by the product's own word. */
export function useKindName(): (key: string) => string {
  const kinds = useKinds();
  const locale = useLocale();
  const w = useStrings(productWords);
  return useCallback((key) => kinds.find((kind) => kind.key === key)?.name[locale] ?? (key in productWords.en ? w(key as KeyOf<typeof productWords.en>) : key), [kinds, locale, w]);
}

/** Where a kind is put first by the workspace, it is marked. */
export const STRONG_WEIGHT = 60;
/** The kind that counts most, for where there is room for one. */
export function useTopKind(keys: readonly string[]): { key: string; strong: boolean } | undefined {
  const kinds = useKinds();
  return useMemo(() => topKind(keys, kinds), [keys, kinds]);
}

export function topKind(keys: readonly string[], kinds: readonly KindView[]): { key: string; strong: boolean } | undefined {
  const weightOf = (key: string) => kinds.find((kind) => kind.key === key)?.weight ?? (key === 'strategic' ? STRONG_WEIGHT : 0);
  const top = keys.reduce<string | undefined>((best, key) => (best === undefined || weightOf(key) > weightOf(best) ? key : best), undefined);
  return top === undefined ? undefined : { key: top, strong: weightOf(top) >= STRONG_WEIGHT };
}
