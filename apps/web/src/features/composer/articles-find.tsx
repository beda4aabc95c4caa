import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { BookOpen, Link2 } from 'lucide';
import { useState } from 'react';
import type { ArticleHit, Locale } from '@kontuar/contract';
import { request } from '../../app/client';
import { PickDialog } from '../../app/pick/pick-dialog';
import { usePaused } from '../../app/pick/use-paused';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { Icon } from '../../ui';
import { articlesStrings } from './articles.strings';

interface ArticlesFindProps { locale: Locale; onLink: (hit: ArticleHit) => void; onText: (hit: ArticleHit) => void; onClose: () => void }

/** Any article by its words, in the language of the customer: its link or its text goes into the answer. */
export function ArticlesFind({ locale, onLink, onText, onClose }: ArticlesFindProps) {
  const t = useStrings(articlesStrings);
  const [query, setQuery] = useState('');
  const wanted = usePaused(query.trim());
  const { data: hits = [], isFetching } = useQuery({
    queryKey: [...queryKeys.knowledge, 'find', locale, wanted],
    queryFn: ({ signal }) => request<ArticleHit[]>('GET', '/knowledge/search', undefined, { signal, query: { q: wanted, locale } }),
    enabled: wanted !== '', staleTime: 20_000, placeholderData: keepPreviousData, retry: false,
  });
  const shown = wanted === '' ? [] : hits;
  const take = (act: (hit: ArticleHit) => void, hit: ArticleHit) => () => { onClose(); act(hit); };
  const about = (hit: ArticleHit) => (hit.summary === '' ? {} : { detail: hit.summary });
  const groups = [
    { id: 'links', title: t('link'), options: shown.filter(({ path }) => path !== null).map((hit) => ({ id: `link-${hit.id}`, label: hit.title, ...about(hit), mark: <Icon of={Link2} size={16} />, run: take(onLink, hit) })) },
    { id: 'texts', title: t('text'), options: shown.map((hit) => ({ id: `text-${hit.id}`, label: hit.title, ...(hit.audience === 'internal' ? { detail: t('internal') } : about(hit)), mark: <Icon of={BookOpen} size={16} />, run: take(onText, hit) })) },
  ].filter(({ options }) => options.length > 0);
  return <PickDialog title={t('find')} placeholder={t('findHint')} query={query} onQueryChange={setQuery} groups={groups} onClose={onClose} empty={wanted === '' ? t('findHint') : isFetching ? t('searching') : t('nothing')} />;
}
