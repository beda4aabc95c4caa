import { hashKey, useQueryClient, type QueryClient, type QueryKey } from '@tanstack/react-query';
import { useCallback, useSyncExternalStore } from 'react';

/** Who wants to hear of which key. */
type Ears = Map<string, Set<() => void>>;
const heard = new WeakMap<QueryClient, Ears>();

function earsOf(client: QueryClient): Ears {
  const known = heard.get(client);
  if (known !== undefined) return known;
  const ears: Ears = new Map();
  heard.set(client, ears);
  client.getQueryCache().subscribe(({ type, query }) => {
    if (type === 'updated' || type === 'added' || type === 'removed') for (const listener of ears.get(query.queryHash) ?? []) listener();
  });
  return ears;
}

export function listenTo(client: QueryClient, hash: string, listener: () => void): () => void {
  const ears = earsOf(client);
  const those = ears.get(hash) ?? new Set();
  ears.set(hash, those);
  those.add(listener);
  return () => {
    those.delete(listener);
    if (those.size === 0 && ears.get(hash) === those) ears.delete(hash);
  };
}

/**
 * What stands in the cache, without asking for it: who looks at a conversation, who types, what its thread has loaded. One ear serves all who listen,
 * where `useQuery` would make an observer for each key of each row that scrolls by.
 */
export function useTold<T>(key: QueryKey): T | undefined {
  const client = useQueryClient();
  const hash = hashKey(key);
  const subscribe = useCallback((listener: () => void) => listenTo(client, hash, listener), [client, hash]);
  return useSyncExternalStore(subscribe, () => client.getQueryCache().get<T>(hash)?.state.data);
}
