import './knowledge.css';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Plus, ThumbsDown, ThumbsUp } from 'lucide';
import { useDeferredValue, useState } from 'react';
import type { Article, ArticleSummary, ArticleTextSummary } from '@kontuar/contract';
import { ApiProblem, request } from '../../app/client';
import { useCan, useMe } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { NoPermission } from '../../app/states';
import { useLocale, useStrings } from '../../i18n';
import { Button, Check, Chip, EmptyState, Icon, RelativeTime, Skeleton, Tabs, Tag, TextInput } from '../../ui';
import { knowledgeStrings } from './knowledge.strings';
import { LessonReview } from './lesson-review';
import { LessonsPart } from './lessons-part';
import { lessonStrings } from './lessons.strings';
import { PagesPart } from './pages-part';
import { articlesQuery, categoriesQuery, nameOf, type ArticleFilter } from './queries';
import { ReadersPart } from './readers-part';
import { useFailed } from './use-failed';

type Part = 'articles' | 'review' | 'lessons' | 'lesson-review' | 'readers' | 'pages';

export function KnowledgeScreen() {
  const t = useStrings(knowledgeStrings);
  const { part = 'articles' } = useSearch({ strict: false }) as { part?: Part };
  const navigate = useNavigate();
  const locale = useLocale();
  const writes = useCan('knowledge.write');
  const publishes = useCan('knowledge.publish');
  const failed = useFailed();
  const create = useMutation({
    mutationFn: () => request<Article>('POST', '/articles', { audience: 'public' }),
    onSuccess: ({ id }) => navigate({ to: '/knowledge/$articleId', params: { articleId: id }, search: { lang: locale.startsWith('pl') ? 'pl' : 'en' } }),
    onError: failed,
  });
  const lessonWords = useStrings(lessonStrings);
  if (!writes) return <NoPermission />;
  const parts: { value: Part; label: string }[] = [{ value: 'articles', label: t('partArticles') }, { value: 'review', label: t('partReview') }, { value: 'lessons', label: lessonWords('title') }, { value: 'readers', label: t('partReaders') }, ...(publishes ? [{ value: 'pages' as const, label: t('partPages') }] : [])];
  return (
    <main className="page" id="content" tabIndex={-1}>
      <header className="page-h">
        <div>
          <h1>{t('title')}</h1>
          <p>{t('lead')}</p>
        </div>
        <Button tone="primary" busy={create.isPending} onClick={() => create.mutate()}><Icon of={Plus} size={14} />{t('add')}</Button>
      </header>
      <div className="kb-tabs"><Tabs label={t('parts')} choices={parts} value={part === 'lesson-review' ? 'lessons' : part} onValueChange={(next) => void navigate({ to: '/knowledge', search: next === 'articles' ? {} : { part: next } })} /></div>
      {part === 'articles' && <List onAdd={() => create.mutate()} />}
      {part === 'review' && <List review onAdd={() => create.mutate()} />}
      {part === 'lessons' && <LessonsPart />}
      {part === 'lesson-review' && <LessonReview />}
      {part === 'readers' && <ReadersPart />}
      {part === 'pages' && <PagesPart />}
    </main>
  );
}

function List({ review = false, onAdd }: { review?: boolean; onAdd: () => void }) {
  const t = useStrings(knowledgeStrings);
  const [q, setQ] = useState('');
  const [archived, setArchived] = useState(false);
  const words = useDeferredValue(q.trim());
  const filter: ArticleFilter = { q: words, ...(review ? { state: 'review' as const } : {}), ...(archived ? { archived } : {}) };
  const articles = useQuery({ ...articlesQuery(filter), placeholderData: (before) => before });
  const isNarrowed = words !== '' || archived;
  if (articles.error instanceof ApiProblem && articles.error.status === 403) return <NoPermission />;
  return (
    <>
      {!review && (
        <div className="kb-f">
          <TextInput type="search" aria-label={t('search')} placeholder={t('search')} maxLength={200} value={q} onChange={(event) => setQ(event.target.value)} />
          <Check checked={archived} onCheckedChange={setArchived}>{t('showArchived')}</Check>
        </div>
      )}
      {articles.isPending && <div className="card kb-l" role="status" aria-label={t('title')}>{[0, 1, 2].map((each) => <div className="kb-r" key={each}><Skeleton width={260} /><Skeleton width={140} /></div>)}</div>}
      {articles.isError && articles.data === undefined && <EmptyState art="broken" title={t('loadFailed')} action={<Button tone="primary" onClick={() => void articles.refetch()}>{t('tryAgain')}</Button>}>{problemWords(articles.error)}</EmptyState>}
      {articles.data?.length === 0 && (review
        ? <EmptyState art="list" title={t('reviewEmpty')}>{t('reviewEmptyBody')}</EmptyState>
        : <EmptyState art="list" title={t(isNarrowed ? 'nothing' : 'empty')} action={!isNarrowed && <Button tone="primary" onClick={onAdd}>{t('add')}</Button>}>{t(isNarrowed ? 'nothingBody' : 'emptyBody')}</EmptyState>)}
      {articles.data !== undefined && articles.data.length > 0 && <ul className="card kb-l">{articles.data.map((article) => <Row key={article.id} article={article} />)}</ul>}
    </>
  );
}

function Row({ article }: { article: ArticleSummary }) {
  const t = useStrings(knowledgeStrings);
  const locale = useLocale();
  const me = useMe();
  const { data: categories = [] } = useQuery(categoriesQuery);
  const category = categories.find(({ id }) => id === article.categoryId);
  const own = article.texts.find((text) => locale.startsWith(text.locale)) ?? article.texts[0];
  const useful = article.texts.reduce((sum, text) => sum + text.useful, 0);
  const useless = article.texts.reduce((sum, text) => sum + text.useless, 0);
  const newest = article.texts.map(({ changedAt }) => changedAt).sort().at(-1);
  return (
    <li className="kb-i">
      <div className="kb-r">
        <div className="kb-n">
          <Link className="kb-a ell" to="/knowledge/$articleId" params={{ articleId: article.id }} search={own === undefined ? {} : { lang: own.locale }} lang={own?.locale}>{own?.title ?? t('untitled')}</Link>
          <p className="mut kb-s">
            <span>{category === undefined ? t('none') : nameOf(category, locale)}</span>
            {article.audience === 'internal' && <Tag tone="internal">{t('internal')}</Tag>}
            {newest !== undefined && <RelativeTime at={newest} />}
            {article.texts.some(({ reviewerId, state }) => state === 'review' && reviewerId === me.member.id) && <Tag tone="waiting">{t('forYou')}</Tag>}
          </p>
        </div>
        <span className="kb-c">{article.texts.map((text) => <StateChip key={text.locale} text={text} />)}</span>
        <span className="kb-v mut">
          {useful + useless > 0 && <><span title={t('useful', { count: useful })}><Icon of={ThumbsUp} size={12} /> {useful}<span className="vh">{t('useful', { count: useful })}</span></span><span title={t('useless', { count: useless })}><Icon of={ThumbsDown} size={12} /> {useless}<span className="vh">{t('useless', { count: useless })}</span></span></>}
        </span>
      </div>
    </li>
  );
}

export function StateChip({ text }: { text: ArticleTextSummary }) {
  const t = useStrings(knowledgeStrings);
  const [word, tone] = text.state === 'review' ? ['review', 'waiting'] as const : text.state === 'live' ? ['live', 'ok'] as const : text.isLive ? ['changed', 'ok'] as const : ['draft', undefined] as const;
  return <Chip line {...(tone === undefined ? {} : { tone })}><b>{text.locale.toUpperCase()}</b> {t(word)}</Chip>;
}
