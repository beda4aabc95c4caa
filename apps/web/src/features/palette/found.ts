import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ArticleHit, CaseRow, ConversationView, Locale, Page, SearchResult } from '@kontuar/contract';
import { request } from '../../app/client';
import { ranked } from '../../app/pick/rank';
import { usePaused } from '../../app/pick/use-paused';
import { queryClient } from '../../app/query-client';
import { queryKeys } from '../../app/query-keys';
import { loadedRows, type ConversationPages } from '../../realtime/lists';

/** Conversations that this window has loaded already: found without asking. */
export function localConversations(query: string): ConversationView[] {
  const known = new Map<string, ConversationView>();
  for (const [, pages] of queryClient.getQueriesData<ConversationPages>({ queryKey: queryKeys.conversationLists })) {
    for (const row of loadedRows(pages)) if ((known.get(row.id)?.version ?? -1) < row.version) known.set(row.id, row);
  }
  return ranked([...known.values()], query, (row) => `${row.contact.name} ${row.subject ?? ''} ${row.number} ${row.preview.text}`).slice(0, 6);
}

/** Then the whole history, once the fingers rest. */
export function useFound(query: string) {
  const wanted = usePaused(query.trim());
  return useQuery({
    queryKey: ['search', wanted, 'palette'],
    queryFn: ({ signal }) => request<SearchResult>('GET', '/search', undefined, { signal, query: { q: wanted, limit: 6 } }),
    enabled: wanted.length >= 2, staleTime: 20_000, placeholderData: keepPreviousData, retry: false,
  });
}

/** Articles, in the language of the screen: what is written for the house as well. */
export function useFoundArticles(query: string, locale: Locale, allowed: boolean) {
  const wanted = usePaused(query.trim());
  return useQuery({
    queryKey: [...queryKeys.knowledge, 'palette', locale, wanted],
    queryFn: ({ signal }) => request<ArticleHit[]>('GET', '/knowledge/search', undefined, { signal, query: { q: wanted, locale } }),
    enabled: allowed && wanted.length >= 3, staleTime: 20_000, placeholderData: keepPreviousData, retry: false,
  });
}

/** Cases by their number, what they are about, or who claims. */
export function useFoundCases(query: string, allowed: boolean) {
  const wanted = usePaused(query.trim());
  return useQuery({
    queryKey: queryKeys.casesFound(wanted),
    queryFn: async ({ signal }) => (await request<Page<CaseRow>>('GET', '/cases', undefined, { signal, query: { q: wanted, limit: 5, sort: 'newest' } })).items,
    enabled: allowed && wanted.length >= 2, staleTime: 20_000, placeholderData: keepPreviousData, retry: false,
  });
}
