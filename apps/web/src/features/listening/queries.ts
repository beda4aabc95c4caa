import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { BrandMention, ListeningDay, ListeningDesk, QueryPreview } from '@kontuar/contract';
import { request, type Method } from '../../app/client';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { useToast } from '../../ui';
import { listeningStrings } from './listening.strings';

export const deskQuery = queryOptions({ queryKey: [...queryKeys.listening, 'desk'], queryFn: ({ signal }) => request<ListeningDesk>('GET', '/listening', undefined, { signal }) });

/** What stands beside the stream, as it is narrowed. */
export const dayQuery = (asked: { span: string; monitorId?: string; platform?: string; language?: string; mood?: string; since?: string; until?: string }) => queryOptions({ queryKey: [...queryKeys.listening, 'day', asked], queryFn: ({ signal }) => request<ListeningDay>('GET', '/listening/insight/day', undefined, { signal, query: asked }), refetchInterval: 5 * 60_000 });

export const streamKey = (search: object) => [...queryKeys.listening, 'stream', search] as const;

export const previewQuery = (query: string, monitorId: string | undefined) => queryOptions({
  queryKey: ['listening-preview', query, monitorId ?? ''], staleTime: 30_000, enabled: query.trim() !== '',
  queryFn: ({ signal }) => request<QueryPreview>('POST', '/listening/preview', { query, ...(monitorId === undefined ? {} : { monitorId }) }, { signal }),
});

export interface Asked { method?: Method; path: string; body?: object; said?: string; done?: (answer: unknown) => void; /** The way back, offered beside what is said. */ undo?: (answer: unknown) => void }

/** One call on a mention; whatever it changed is asked for again, and what failed is said. */
export function useActOn() {
  const t = useStrings(listeningStrings);
  const cache = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: ({ method = 'POST', path, body = {} }: Asked) => request<BrandMention>(method, path, body),
    onSuccess: (answer, { said, done, undo }) => {
      if (said !== undefined) toast({ text: said, ...(undo === undefined ? {} : { undo: () => undo(answer) }) });
      done?.(answer);
      void cache.invalidateQueries({ queryKey: queryKeys.listening });
    },
    onError: (error: Error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
  });
}
