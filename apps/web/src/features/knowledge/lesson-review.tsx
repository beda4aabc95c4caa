import './lessons.css';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ArrowLeft, ArrowRight, ChevronLeft } from 'lucide';
import { useEffect, useRef, useState } from 'react';
import type { Lesson, LessonBecomeInput, LessonOutcomeKind, LessonState } from '@kontuar/contract';
import { useKeycaps, useShortcut, type ShortcutId } from '../../app/keys';
import { useCan } from '../../app/me';
import { problemWords } from '../../app/problem-words';
import { useStrings } from '../../i18n';
import { Button, EmptyState, Icon, IconButton, Skeleton } from '../../ui';
import { LessonSource, LessonTags, outcomeIcons, Outcomes, TermDialog } from './lesson-card';
import { LessonDialog } from './lesson-dialog';
import { newLessonsQuery } from './lesson-queries';
import { lessonStrings } from './lessons.strings';
import { useLessonActs } from './use-lesson-acts';

const makers = [['article', 'makeArticle', 'lesson-article'], ['canned', 'makeCanned', 'lesson-canned'], ['term', 'makeTerm', 'lesson-term']] as const satisfies readonly (readonly [LessonOutcomeKind, string, ShortcutId])[];

/** The week's lessons, one after the other, by keys: what becomes of each, and on to the next. */
export function LessonReview() {
  const t = useStrings(lessonStrings);
  const navigate = useNavigate();
  const reviews = useCan('lesson.review');
  const { data, isError, error, refetch } = useQuery(newLessonsQuery);
  const acts = useLessonActs();
  // What was begun with stays in its place while one works, also once it is reviewed.
  const [all, setAll] = useState<readonly Lesson[]>();
  const [at, setAt] = useState(0);
  const [asking, ask] = useState<'edit' | 'term'>();
  useEffect(() => {
    if (data === undefined) return;
    setAll((before) => {
      if (before === undefined) return data;
      const fresh = new Map(data.map((each) => [each.id, each]));
      const kept = before.map((each) => { const now = fresh.get(each.id); fresh.delete(each.id); return now !== undefined && now.version > each.version ? now : each; });
      return [...kept, ...fresh.values()];
    });
  }, [data]);
  const lesson = all?.[at];
  const card = useRef<HTMLElement>(null);
  const shownId = lesson?.id;
  // Who works by keys, or listens, is where the text is.
  useEffect(() => { card.current?.focus(); }, [shownId]);
  const take = (next: Lesson | undefined) => { if (next !== undefined) setAll((before) => before?.map((each) => (each.id === next.id ? next : each))); };
  const go = (by: number) => setAt((now) => Math.min(Math.max(now + by, 0), Math.max((all?.length ?? 1) - 1, 0)));
  const move = async (state: LessonState) => {
    if (lesson === undefined || !reviews || acts.busy) return;
    const next = await acts.move(lesson, state);
    if (next === undefined) return;
    take(next);
    setAt((now) => now + 1);
  };
  const make = async (input: LessonBecomeInput) => {
    if (lesson === undefined || !reviews || acts.busy || lesson.outcomes.some(({ kind }) => kind === input.kind)) return;
    const next = await acts.become(lesson, input);
    take(next);
    if (next !== undefined) ask(undefined);
  };
  const maker = (kind: LessonOutcomeKind) => () => { if (kind === 'term') { if (lesson?.outcomes.some((each) => each.kind === 'term') === false) ask('term'); } else void make({ kind }); };
  const on = lesson !== undefined && asking === undefined;
  const may = on && reviews;
  useShortcut('next', () => go(1), { when: all !== undefined, priority: 1 });
  useShortcut('previous', () => go(-1), { when: all !== undefined, priority: 1 });
  useShortcut('back', () => void navigate({ to: '/knowledge', search: { part: 'lessons' } }), { when: asking === undefined });
  useShortcut('lesson-reviewed', () => void move('reviewed'), { when: may });
  useShortcut('lesson-done', () => void move('done'), { when: may });
  useShortcut('lesson-article', maker('article'), { when: may });
  useShortcut('lesson-canned', maker('canned'), { when: may });
  useShortcut('lesson-term', maker('term'), { when: may });
  useShortcut('lesson', () => ask('edit'), { when: may, priority: 1 });
  const [reviewedKeys, doneKeys, editKeys] = [useKeycaps('lesson-reviewed'), useKeycaps('lesson-done'), useKeycaps('lesson')];
  const [articleKeys, cannedKeys, termKeys] = [useKeycaps('lesson-article'), useKeycaps('lesson-canned'), useKeycaps('lesson-term')];
  const capsOf = { article: articleKeys, canned: cannedKeys, term: termKeys };
  const [nextKeys, previousKeys] = [useKeycaps('next'), useKeycaps('previous')];
  const leave = <Button onClick={() => void navigate({ to: '/knowledge', search: { part: 'lessons' } })}><Icon of={ChevronLeft} size={14} />{t('back')}</Button>;
  if (isError && all === undefined) return <EmptyState art="broken" title={t('loadFailed')} action={<Button tone="primary" onClick={() => void refetch()}>{t('tryAgain')}</Button>}>{problemWords(error)}</EmptyState>;
  if (all === undefined) return <Skeleton width={600} height={260} />;
  if (lesson === undefined) return <EmptyState art="list" title={t('allReviewed')} action={leave}>{t('allReviewedBody')}</EmptyState>;
  return (
    <div className="les-rev">
      <p className="les-bar">
        {leave}<span className="grow" />
        <span className="mut" role="status">{t('position', { number: at + 1, count: all.length })}</span>
        <IconButton label={t('previous')} keys={previousKeys} disabled={at === 0} onClick={() => go(-1)}><Icon of={ArrowLeft} /></IconButton>
        <IconButton label={t('next')} keys={nextKeys} disabled={at >= all.length - 1} onClick={() => go(1)}><Icon of={ArrowRight} /></IconButton>
      </p>
      <article className="card les-card" ref={card} tabIndex={-1} aria-labelledby="lesson-title" aria-busy={acts.busy}>
        <header><h2 id="lesson-title">{lesson.title}</h2>{lesson.state !== 'new' && <span className="tag" data-t="ok">{t(lesson.state)}</span>}</header>
        <LessonSource lesson={lesson} />
        <LessonTags lesson={lesson} />
        {(['happened', 'change', 'answer'] as const).map((part) => lesson[part] !== '' && <section key={part}><h3>{t(part)}</h3><p className="les-text" dir="auto">{lesson[part]}</p></section>)}
        {reviews && (
          <p className="les-make">
            {makers.map(([kind, words]) => <Button key={kind} keys={capsOf[kind]} disabled={acts.busy || lesson.outcomes.some((each) => each.kind === kind)} onClick={maker(kind)}><Icon of={outcomeIcons[kind]} size={14} />{t(words)}</Button>)}
          </p>
        )}
        <Outcomes lesson={lesson} {...(reviews ? { acts: { ...acts, takeBack: async (of, id) => { const next = await acts.takeBack(of, id); take(next); return next; } } } : {})} />
        {reviews && (
          <footer className="les-foot">
            <Button tone="ghost" keys={editKeys} onClick={() => ask('edit')}>{t('edit')}</Button><span className="grow" />
            <Button keys={doneKeys} disabled={acts.busy} onClick={() => void move('done')}>{t('toDone')}</Button>
            <Button tone="primary" keys={reviewedKeys} disabled={acts.busy} onClick={() => void move('reviewed')}>{t('toReviewed')}</Button>
          </footer>
        )}
      </article>
      {asking === 'edit' && <LessonDialog of={lesson} onClose={() => { ask(undefined); void refetch(); }} />}
      {asking === 'term' && <TermDialog known={{ term: '', plain: '' }} busy={acts.busy} add={(words) => void make({ kind: 'term', ...words })} onClose={() => ask(undefined)} />}
    </div>
  );
}
