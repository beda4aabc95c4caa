import './knowledge.css';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ChevronLeft } from 'lucide';
import { useState } from 'react';
import type { Article, AttachmentView, Locale } from '@kontuar/contract';
import { LetterField } from '../../app/letter/letter-field';
import { useMembers } from '../../app/directory';
import { FromLesson } from '../../app/lessons/from-lesson';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { NoPermission } from '../../app/states';
import { uploadFile } from '../../app/upload-file';
import { useStrings } from '../../i18n';
import { Banner, Button, EmptyState, Field, Icon, SegmentedControl, Skeleton, TextArea, TextInput, useToast } from '../../ui';
import { ArticleActs } from './article-acts';
import { ArticlePlace } from './article-place';
import { StateChip } from './knowledge-screen';
import { knowledgeStrings } from './knowledge.strings';
import { articleQuery } from './queries';
import { slugIsBad, useWriting } from './use-writing';

export function ArticleScreen() {
  const t = useStrings(knowledgeStrings);
  const { articleId = '' } = useParams({ strict: false });
  const { lang } = useSearch({ strict: false }) as { lang?: Locale };
  const writes = useCan('knowledge.write');
  const query = useQuery({ ...articleQuery(articleId), enabled: writes });
  const navigate = useNavigate();
  if (!writes) return <NoPermission />;
  const article = query.data;
  const locale = lang ?? article?.texts[0]?.locale ?? 'en';
  const languages = (['en', 'pl'] as const).map((value) => ({ value, label: t(value) }));
  return (
    <main className="page" id="content" tabIndex={-1}>
      <header className="page-h kb-top">
        <div>
          <p className="crumb"><Link className="lnk" to="/knowledge"><Icon of={ChevronLeft} size={14} />{t('back')}</Link></p>
          <h1>{article?.texts.find((text) => text.locale === locale)?.title ?? t('untitled')}</h1>
        </div>
        <SegmentedControl label={t('language')} choices={languages} value={locale} onValueChange={(value) => void navigate({ to: '/knowledge/$articleId', params: { articleId }, search: { lang: value } })} />
      </header>
      {query.isError && article === undefined && <EmptyState art="broken" title={t('loadFailed')} action={<Button tone="primary" onClick={() => void query.refetch()}>{t('tryAgain')}</Button>}>{problemWords(query.error)}</EmptyState>}
      {query.isPending && <Skeleton width={400} height={200} />}
      {article !== undefined && <Editor key={`${article.id}${locale}`} article={article} locale={locale} />}
    </main>
  );
}

function Editor({ article, locale }: { article: Article; locale: Locale }) {
  const t = useStrings(knowledgeStrings);
  const toast = useToast();
  const members = useMembers();
  const doing = useWriting(article, locale);
  const { text, writing, change } = doing;
  const [fresh, setFresh] = useState<readonly AttachmentView[]>([]);
  const [end] = useState(() => new AbortController());
  const addPictures = (files: File[], put: (file: AttachmentView) => void) => {
    for (const file of files) {
      uploadFile(file, { signal: end.signal, onProgress: () => undefined }).then((view) => { setFresh((all) => [...all, view]); put(view); }).catch((error: unknown) => void toast({ text: problemWords(error), tone: 'danger' }));
    }
  };
  const keep = () => void doing.keep().catch(() => undefined);
  const changedBy = members.find(({ id }) => id === text?.changedBy)?.name ?? t('somebody');
  const state = doing.isSaving ? t('saving') : doing.error !== null ? t('notSaved', { reason: problemWords(doing.error) }) : doing.isDirty ? t('unsaved') : text === undefined ? '' : t('saved');
  return (
    <div className="kb-ed">
      <form className="kb-w" noValidate onSubmit={(event) => { event.preventDefault(); keep(); }} onKeyDown={(event) => { if ((event.ctrlKey || event.metaKey) && (event.key === 's' || event.key === 'Enter')) { event.preventDefault(); keep(); } }}>
        {doing.isBehind && (
          <Banner tone="waiting" boxed urgent action={<><Button size="sm" onClick={doing.takeTheirs}>{t('theirs')}</Button><Button size="sm" onClick={() => void doing.keepMine().catch(() => undefined)}>{t('mine')}</Button></>}>{t('meanwhile', { name: changedBy })}</Banner>
        )}
        {text?.reviewNote !== undefined && text.reviewNote !== '' && <Banner tone="info" boxed>{t('noteFrom', { note: text.reviewNote })}</Banner>}
        <Field label={t('articleTitle')}><TextInput large required lang={locale} maxLength={200} value={writing.title} onChange={(event) => change({ title: event.target.value })} /></Field>
        <div className="field">
          <span className="lab">{t('text')}</span>
          <div className="kb-t"><LetterField key={doing.round} label={t('text')} lang={locale} placeholder={t('textPlaceholder')} said={writing.said} pictures={[...article.pictures, ...fresh]} onPictures={addPictures} onChange={(said) => change({ said })} /></div>
        </div>
        <Field label={t('summary')} help={t('summaryHelp')} optional><TextArea rows={2} lang={locale} maxLength={300} value={writing.summary} onChange={(event) => change({ summary: event.target.value })} /></Field>
        <div className="kb-two">
          <Field label={t('keywords')} help={t('keywordsHelp')} optional><TextInput lang={locale} maxLength={600} value={writing.keywords} onChange={(event) => change({ keywords: event.target.value })} /></Field>
          <Field label={t('slug')} help={t('slugHelp')} optional error={slugIsBad(writing.slug) ? t('slugBad') : undefined}><TextInput maxLength={80} value={writing.slug} onChange={(event) => change({ slug: event.target.value.trim().toLowerCase() })} /></Field>
        </div>
      </form>
      <aside className="kb-side" aria-label={t('settings')}>
        <p className="kb-state"><span role="status">{state}</span>{text !== undefined && <StateChip text={text} />}</p>
        <ArticleActs article={article} locale={locale} text={text} canSave={doing.canSave} isDirty={doing.isDirty} keep={doing.keep} />
        <ArticlePlace article={article} />
        <FromLesson subjectId={article.id} />
      </aside>
    </div>
  );
}
