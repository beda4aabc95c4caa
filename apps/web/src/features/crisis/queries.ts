import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { Crises, CrisisRoom, HeldList } from '@kontuar/contract';
import { request } from '../../app/client';
import { problemWords } from '../../app/problem-words';
import { queryKeys } from '../../app/query-keys';
import { useStrings } from '../../i18n';
import { useToast } from '../../ui';
import { crisisStrings } from './crisis.strings';

export const crisesQuery = queryOptions({ queryKey: [...queryKeys.crisis, 'list'], queryFn: ({ signal }) => request<Crises>('GET', '/crises', undefined, { signal }) });
/** What comes in meanwhile changes the counts, and nobody tells of each message. */
export const roomQuery = (id: string) => queryOptions({ queryKey: [...queryKeys.crisis, 'room', id], queryFn: ({ signal }) => request<CrisisRoom>('GET', `/crises/${id}`, undefined, { signal }), refetchInterval: (query) => (query.state.data?.crisis.endedAt === null ? 15_000 : false) });
export const heldQuery = (id: string) => queryOptions({ queryKey: [...queryKeys.crisis, 'held', id], queryFn: ({ signal }) => request<HeldList>('GET', `/crises/${id}/held`, undefined, { signal }) });

/** Acts, says what was refused, and looks anew. */
export function useCrisisActs() {
  const t = useStrings(crisisStrings);
  const cache = useQueryClient();
  const toast = useToast();
  const act = useMutation({
    mutationFn: ({ method, path, body }: { method: 'POST' | 'PATCH'; path: string; body: object }) => request<unknown>(method, path, body),
    onError: (error: Error) => void toast({ text: t('failed', { reason: problemWords(error) }), tone: 'danger' }),
    onSettled: () => cache.invalidateQueries({ queryKey: queryKeys.crisis }),
  });
  /** False: it was refused, and said so. */
  const run = async <T>(method: 'POST' | 'PATCH', path: string, body: object): Promise<T | false> => act.mutateAsync({ method, path, body }).then((answer) => answer as T, () => false);
  return { run, busy: act.isPending };
}
