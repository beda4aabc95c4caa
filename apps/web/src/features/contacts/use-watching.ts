import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { WatchInput, WatchList } from '@kontuar/contract';
import { request } from '../../app/client';
import { useShortcut } from '../../app/keys';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { useToast } from '../../ui';
import { watchStrings } from './watch.strings';

const watchQuery = (conversationId: string) => queryOptions({
  queryKey: queryKeys.watch(conversationId), queryFn: ({ signal }) => request<WatchList>('GET', `/conversations/${conversationId}/watch`, undefined, { signal }),
});

/** Who watches a conversation; to join, to leave, to draw a colleague in. */
export function useWatching(conversationId: string): { list: WatchList | undefined; change: (input: WatchInput) => void; toggle: () => void } {
  const t = useStrings(watchStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const query = watchQuery(conversationId);
  const { data: list } = useQuery(query);
  const failed = (error: Error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' });
  const { mutate: change } = useMutation({
    mutationFn: (input: WatchInput) => request<WatchList>('PUT', `/conversations/${conversationId}/watch`, input),
    // What was asked for before would answer as it was then.
    onMutate: () => cache.cancelQueries({ queryKey: query.queryKey }),
    onSuccess: (next, { watching, memberId }) => {
      cache.setQueryData(query.queryKey, next);
      if (memberId === undefined) toast({ text: t(watching ? 'on' : 'off'), undo: () => change({ watching: !watching }) });
    },
    onError: (error) => {
      failed(error);
      void cache.invalidateQueries({ queryKey: query.queryKey });
    },
  });
  // Decided when it is known whether one watches.
  const toggle = () => void cache.ensureQueryData(query).then(({ watching }) => change({ watching: !watching }), failed);
  return { list, change, toggle };
}

/** Its key, there as soon as the thread is: the panel with the list comes behind it, and at some widths not at all. */
export function WatchKey({ conversationId }: { conversationId: string }) {
  const { toggle } = useWatching(conversationId);
  useShortcut('watch', toggle);
  return null;
}
