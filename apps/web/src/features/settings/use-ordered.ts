import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query';
import { request } from '../../app/client';
import { useToast } from '../../ui';
import { useFailed } from './parts';

interface Ordered { id: string }

/** What is done with rules that stand in an order: moved by a place, taken away with a way back to where they stood. */
export function useOrdered(items: readonly Ordered[], path: string, queryKey: QueryKey) {
  const cache = useQueryClient();
  const toast = useToast();
  const failed = useFailed();
  const act = useMutation({ mutationFn: (work: () => Promise<unknown>) => work(), onError: failed, onSettled: () => cache.invalidateQueries({ queryKey }) });
  const order = (ids: readonly string[]) => request('PUT', `${path}/order`, { ids });
  return {
    act,
    /** To the place that another has now. */
    put: (at: number, to: number) => {
      const ids = items.map(({ id }) => id);
      const [id] = ids.splice(at, 1);
      ids.splice(to, 0, id ?? '');
      act.mutate(() => order(ids));
    },
    /** `again`: what makes it anew; `words`: said beside the way back. */
    remove: ({ id: gone }: Ordered, again: object, words: string) => act.mutate(async () => {
      await request('DELETE', `${path}/${gone}`);
      toast({ text: words, undo: () => act.mutate(async () => {
        const made = await request<Ordered>('POST', path, again);
        await order(items.map(({ id }) => (id === gone ? made.id : id)));
      }) });
    }),
  };
}
