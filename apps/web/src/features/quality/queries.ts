import { queryOptions } from '@tanstack/react-query';
import type { CalibrationList, MessagePage, QualityFiguresView, QualitySettings, ReadingQueue, Review, ReviewHints, Scorecard } from '@kontuar/contract';
import { request } from '../../app/client';
import { queryKeys } from '../../app/query-keys';

export const reviewQuery = (reviewId: string) => queryOptions({ queryKey: [...queryKeys.quality, 'one', reviewId], queryFn: ({ signal }) => request<Review>('GET', `/quality/reviews/${reviewId}`, undefined, { signal }) });
export const hintsQuery = (reviewId: string) => queryOptions({ queryKey: ['quality-hints', reviewId], queryFn: ({ signal }) => request<ReviewHints>('GET', `/quality/reviews/${reviewId}/hints`, undefined, { signal }), staleTime: Infinity });
export const queueQuery = (teamId: string) => queryOptions({ queryKey: [...queryKeys.quality, 'queue', teamId], queryFn: ({ signal }) => request<ReadingQueue>('GET', '/quality/queue', undefined, { signal, query: { limit: 15, ...(teamId === '' ? {} : { teamId }) } }) });
export const roundsQuery = queryOptions({ queryKey: [...queryKeys.quality, 'rounds'], queryFn: ({ signal }) => request<CalibrationList>('GET', '/quality/calibrations', undefined, { signal }) });
export const cardsQuery = queryOptions({ queryKey: [...queryKeys.quality, 'cards'], queryFn: ({ signal }) => request<{ items: Scorecard[] }>('GET', '/quality/scorecards', undefined, { signal }) });
export const settingsQuery = queryOptions({ queryKey: [...queryKeys.quality, 'settings'], queryFn: ({ signal }) => request<QualitySettings>('GET', '/quality/settings', undefined, { signal }) });
export const figuresQuery = (days: string, by: string, agentId: string) => queryOptions({
  queryKey: [...queryKeys.quality, 'figures', days, by, agentId],
  queryFn: ({ signal }) => request<QualityFiguresView>('GET', '/quality/figures', undefined, { signal, query: { by, from: new Date(Date.now() - Number(days) * 86_400_000).toISOString(), ...(agentId === '' ? {} : { agentId }) } }),
});
/** The whole of it as far as a reviewer needs: the newest hundred messages. */
export const threadQuery = (conversationId: string) => queryOptions({ queryKey: ['quality-thread', conversationId], queryFn: ({ signal }) => request<MessagePage>('GET', `/conversations/${conversationId}/messages`, undefined, { signal, query: { limit: 100 } }) });
