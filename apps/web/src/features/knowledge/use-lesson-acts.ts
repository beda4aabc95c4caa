import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Lesson, LessonBecomeInput, LessonOutcomeKind, LessonPatch, LessonState } from '@kontuar/contract';
import { ApiProblem, request } from '../../app/client';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { useToast } from '../../ui';
import { acting } from '../../ui/toast-store';
import { lessonStrings } from './lessons.strings';

const moved = { new: 'movedNew', reviewed: 'movedReviewed', done: 'movedDone' } as const satisfies Record<LessonState, string>;
const made = { article: 'madeArticle', canned: 'madeCanned', term: 'madeTerm' } as const satisfies Record<LessonOutcomeKind, string>;

/** What is done with a lesson, each with its way back. */
export function useLessonActs() {
  const t = useStrings(lessonStrings);
  const toast = useToast();
  const cache = useQueryClient();
  const [busy, setBusy] = useState(false);
  const run = <T>(work: () => Promise<T>): Promise<T | undefined> => acting(async () => {
    setBusy(true);
    try {
      return await work();
    } catch (error) {
      const isMeanwhile = error instanceof ApiProblem && error.code === 'changed-meanwhile';
      toast({ text: isMeanwhile ? t('isGone') : t('failed', { reason: problemWords(error) }), tone: 'danger' });
      return undefined;
    } finally {
      setBusy(false);
      void cache.invalidateQueries({ queryKey: queryKeys.lessons });
    }
  });
  const patch = (lesson: Pick<Lesson, 'id' | 'version'>, change: Omit<LessonPatch, 'version'>) => request<Lesson>('PATCH', `/lessons/${lesson.id}`, { ...change, version: lesson.version });
  return {
    busy,
    move: (lesson: Lesson, state: LessonState) => run(async () => {
      const next = await patch(lesson, { state });
      toast({ text: t(moved[state], { title: lesson.title }), undo: () => void run(() => patch(next, { state: lesson.state })) });
      return next;
    }),
    remove: (lesson: Lesson) => run(async () => {
      const next = await patch(lesson, { removed: true });
      toast({ text: t('removed'), undo: () => void run(() => patch(next, { removed: false })) });
      return next;
    }),
    become: (lesson: Lesson, input: LessonBecomeInput) => run(async () => {
      const next = await request<Lesson>('POST', `/lessons/${lesson.id}/outcomes`, input);
      const outcome = next.outcomes.find(({ kind }) => kind === input.kind);
      toast({ text: t(made[input.kind]), ...(outcome === undefined ? {} : { undo: () => void run(() => request('DELETE', `/lessons/${lesson.id}/outcomes/${outcome.id}`)) }) });
      return next;
    }),
    takeBack: (lesson: Lesson, outcomeId: string) => run(async () => {
      const next = await request<Lesson>('DELETE', `/lessons/${lesson.id}/outcomes/${outcomeId}`);
      toast({ text: t('tookBack') });
      return next;
    }),
  };
}
export type LessonActs = ReturnType<typeof useLessonActs>;
