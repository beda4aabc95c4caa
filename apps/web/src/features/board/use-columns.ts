import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useSyncExternalStore } from 'react';
import type { BoardBy, ConversationView } from '@kontuar/contract';
import { queryKeys } from '../../app/query-keys';
import type { Watcher } from '../../realtime/apply';
import { loadedRows, type ConversationPages } from '../../realtime/lists';
import { columnKey } from './queries';

const none: readonly ConversationView[] = [];

/** The rows of a column as the line keeps them; filled by the board's answer, never asked for alone. */
export function useColumn(by: BoardBy, key: string): { rows: readonly ConversationView[]; hasMore: boolean } {
  const { data } = useQuery<ConversationPages>({ queryKey: columnKey(by, key), enabled: false });
  return useMemo(() => ({ rows: data === undefined ? none : loadedRows(data), hasMore: data?.pages.at(-1)?.nextCursor != null }), [data]);
}

export interface Doing { conversationId: string; typing: boolean }

/** What each member is doing now, of all that the line tells: writing goes before looking. */
export function useDoing(): ReadonlyMap<string, Doing> {
  const client = useQueryClient();
  const store = useMemo(() => doingStore(client.getQueryCache()), [client]);
  return useSyncExternalStore(store.subscribe, store.get);
}

function doingStore(cache: ReturnType<ReturnType<typeof useQueryClient>['getQueryCache']>) {
  let current = read();
  let soon: ReturnType<typeof setTimeout> | undefined;
  function read(): ReadonlyMap<string, Doing> {
    const doing = new Map<string, Doing>();
    for (const query of cache.findAll({ queryKey: [queryKeys.watchers('')[0]] })) {
      const [conversationId, watchers] = [query.queryKey[1] as string, query.state.data as Watcher[] | undefined];
      for (const { memberId, typing } of Array.isArray(watchers) ? watchers : []) if (typing || !doing.has(memberId)) doing.set(memberId, { conversationId, typing });
    }
    return doing;
  }
  return {
    get: () => current,
    subscribe: (changed: () => void) => {
      const off = cache.subscribe(({ query }) => {
        if (query.queryKey[0] !== queryKeys.watchers('')[0]) return;
        // Watchers come in swarms; nobody reads faster than this.
        soon ??= setTimeout(() => {
          soon = undefined;
          current = read();
          changed();
        }, 150);
      });
      current = read();
      return () => {
        clearTimeout(soon);
        soon = undefined;
        off();
      };
    },
  };
}
