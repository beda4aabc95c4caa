import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { Lesson, LessonState, LessonSummary, Page, ServiceQuality } from '@kontuar/contract';
import { request } from '../../app/client';
import { queryKeys } from '../../app/query-keys';

const key = (...parts: readonly unknown[]) => [...queryKeys.lessons, ...parts];

export interface LessonFilter { q?: string; state?: LessonState; tag?: string; matter?: string; teamId?: string; quality?: ServiceQuality }
export const qualities = ['professional', 'attentive', 'empathetic', 'effective', 'fast', 'friendly', 'lasting'] as const satisfies readonly ServiceQuality[];

export const lessonsQuery = (filter: LessonFilter) => infiniteQueryOptions({
  queryKey: key('list', filter),
  queryFn: ({ signal, pageParam }) => request<Page<Lesson>>('GET', '/lessons', undefined, { signal, query: { ...filter, limit: 50, ...(pageParam === '' ? {} : { cursor: pageParam }) } }),
  initialPageParam: '', getNextPageParam: (last) => last.nextCursor,
});
/** What is worked through in one go: the oldest first, as it came. */
export const newLessonsQuery = queryOptions({
  queryKey: key('new'),
  queryFn: async ({ signal }) => (await request<Page<Lesson>>('GET', '/lessons', undefined, { signal, query: { state: 'new', limit: 100 } })).items.reverse(),
  staleTime: 0,
});
export const lessonSummaryQuery = queryOptions({ queryKey: key('summary'), queryFn: ({ signal }) => request<LessonSummary>('GET', '/lessons/summary', undefined, { signal }) });
