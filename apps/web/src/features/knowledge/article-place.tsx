import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Article, ArticlePatch, HelpSite } from '@kontuar/contract';
import { request } from '../../app/client';
import { useCan } from '../../app/me';
import { queryKeys } from '../../app/query-keys';
import { useLocale, useStrings } from '../../i18n';
import { Banner, Button, Field, SegmentedControl, Select } from '../../ui';
import { knowledgeStrings } from './knowledge.strings';
import { articleQuery, categoriesQuery, inOrder, nameOf, siteQuery } from './queries';
import { useFailed } from './use-failed';

/** Who reads it and where it stands. */
export function ArticlePlace({ article }: { article: Article }) {
  const t = useStrings(knowledgeStrings);
  const locale = useLocale();
  const cache = useQueryClient();
  const failed = useFailed();
  const publishes = useCan('knowledge.publish');
  const { data: categories = [] } = useQuery(categoriesQuery);
  const { data: site } = useQuery(siteQuery);
  const isLive = article.texts.some((text) => text.isLive);
  const change = useMutation({
    mutationFn: (patch: ArticlePatch) => request<Article>('PATCH', `/articles/${article.id}`, patch),
    onSuccess: (next) => { cache.setQueryData(articleQuery(article.id).queryKey, next); return cache.invalidateQueries({ queryKey: queryKeys.knowledge }); }, onError: failed,
  });
  const open = useMutation({ mutationFn: () => request<HelpSite>('PATCH', '/help-site', { open: true }), onSuccess: () => cache.invalidateQueries({ queryKey: queryKeys.knowledge }), onError: failed });
  return (
    <fieldset className="plain kb-place" disabled={isLive && !publishes}>
      <div className="field"><span className="lab">{t('audience')}</span><SegmentedControl label={t('audience')} value={article.audience} onValueChange={(audience) => change.mutate({ audience })} choices={[{ value: 'public', label: t('public') }, { value: 'internal', label: t('internal') }]} /></div>
      <Field label={t('category')}><Select value={article.categoryId ?? ''} onValueChange={(value) => change.mutate({ categoryId: value === '' ? null : value })} options={[{ value: '', label: t('none') }, ...inOrder(categories).map(({ category, depth }) => ({ value: category.id, label: `${depth === 1 ? '– ' : ''}${nameOf(category, locale)}` }))]} /></Field>
      {site?.open === false && article.audience === 'public' && isLive && <Banner tone="info" boxed action={publishes && <Button size="sm" busy={open.isPending} onClick={() => open.mutate()}>{t('openThem')}</Button>}>{t('closed')}</Banner>}
    </fieldset>
  );
}
