import { queryOptions } from '@tanstack/react-query';
import type { Article, ArticleCategory, ArticleRevision, ArticleRevisionText, ArticleState, ArticleSummary, HelpSite, KnowledgeNumbers, Locale, Page } from '@kontuar/contract';
import { request } from '../../app/client';
import { queryKeys } from '../../app/query-keys';

const key = (...parts: readonly unknown[]) => [...queryKeys.knowledge, ...parts];

export interface ArticleFilter { q: string; state?: ArticleState; archived?: boolean }

export const articlesQuery = (filter: ArticleFilter) => queryOptions({
  queryKey: key('list', filter),
  queryFn: async ({ signal }) => {
    const items: ArticleSummary[] = [];
    // A house has some hundreds; they are looked through as one list.
    for (let cursor: string | null | undefined; cursor !== null && items.length < 1000;) {
      const page: Page<ArticleSummary> = await request<Page<ArticleSummary>>('GET', '/articles', undefined, { signal, query: { limit: 100, ...(cursor === undefined ? {} : { cursor }), ...(filter.q === '' ? {} : { q: filter.q }), ...(filter.state === undefined ? {} : { state: filter.state }), ...(filter.archived === true ? { archived: 'true' } : {}) } });
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    return items;
  },
});
export const articleQuery = (id: string) => queryOptions({ queryKey: key('article', id), queryFn: ({ signal }) => request<Article>('GET', `/articles/${id}`, undefined, { signal }) });
export const categoriesQuery = queryOptions({ queryKey: key('categories'), queryFn: ({ signal }) => request<ArticleCategory[]>('GET', '/article-categories', undefined, { signal }) });
export const siteQuery = queryOptions({ queryKey: key('site'), queryFn: ({ signal }) => request<HelpSite>('GET', '/help-site', undefined, { signal }) });
export const numbersQuery = queryOptions({ queryKey: key('numbers'), queryFn: ({ signal }) => request<KnowledgeNumbers>('GET', '/knowledge/numbers', undefined, { signal }), staleTime: 0 });
export const revisionsQuery = (id: string, locale: Locale) => queryOptions({ queryKey: key('article', id, locale, 'revisions'), queryFn: ({ signal }) => request<ArticleRevision[]>('GET', `/articles/${id}/texts/${locale}/revisions`, undefined, { signal }) });
export const revisionQuery = (id: string, locale: Locale, number: number) => queryOptions({ queryKey: key('revision', id, locale, number), queryFn: ({ signal }) => request<ArticleRevisionText>('GET', `/articles/${id}/texts/${locale}/revisions/${number}`, undefined, { signal }) });

/** The order in which categories are offered: each with its own below it. */
export function inOrder(categories: readonly ArticleCategory[]): { category: ArticleCategory; depth: 0 | 1 }[] {
  const below = (parentId: string | null) => categories.filter((each) => each.parentId === parentId).sort((a, b) => a.position - b.position);
  return below(null).flatMap((category) => [{ category, depth: 0 as const }, ...below(category.id).map((each) => ({ category: each, depth: 1 as const }))]);
}

export const nameOf = ({ name }: Pick<ArticleCategory, 'name'>, locale: string): string => (locale.startsWith('pl') ? name.pl || name.en : name.en || name.pl);
