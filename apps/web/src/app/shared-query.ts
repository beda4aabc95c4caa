import { hashKey, QueryObserver, useQueryClient, type DefaultError, type QueryClient, type QueryKey, type QueryObserverOptions } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

type Options<T, K extends QueryKey> = QueryObserverOptions<T, DefaultError, T, T, K> & { queryKey: K };

/**
 * One observer of a query for everybody who reads it. `useQuery` makes one for each caller: a thread of thirty messages asks who somebody is,
 * what they may do and what a channel can do some hundred times, and spent more on watching than on drawing.
 */
class Shared<T, K extends QueryKey> {
  private readonly listeners = new Set<() => void>();
  private end: (() => void) | null = null;
  private last: T | undefined;

  private readonly hash: string;

  constructor(private readonly client: QueryClient, private readonly options: Options<T, K>) {
    this.hash = hashKey(options.queryKey);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    this.end ??= this.begin();
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      this.end?.();
      this.end = null;
      // Whoever signs in next is told nothing of the one before.
      this.last = undefined;
    };
  };

  /** What was known last stays while it is forgotten and asked for again under somebody who still shows it. */
  readonly read = (): T | undefined => {
    // By its name alone: this is read by every caller at every drawing.
    const known = this.client.getQueryCache().get<T>(this.hash)?.state.data;
    if (known !== undefined && this.end !== null) this.last = known;
    return known ?? this.last;
  };

  private begin(): () => void {
    const observer = new QueryObserver(this.client, this.options);
    const tell = () => { for (const listener of this.listeners) listener(); };
    const off = observer.subscribe(tell);
    const offCache = this.client.getQueryCache().subscribe(({ type, query }) => {
      // The observer still holds the query that was taken out of the cache.
      if (type === 'removed' && query.queryHash === this.hash) queueMicrotask(() => { if (this.end !== null) observer.setOptions(this.options); });
    });
    return () => {
      offCache();
      off();
    };
  }
}

type AnyShared = Shared<unknown, QueryKey>;
interface AllShared { byHash: Map<string, AnyShared>; byOptions: WeakMap<object, AnyShared> }
const shared = new WeakMap<QueryClient, AllShared>();

export function sharedOf<T, K extends QueryKey>(client: QueryClient, options: Options<T, K>): Shared<T, K> {
  const all: AllShared = shared.get(client) ?? { byHash: new Map(), byOptions: new WeakMap() };
  shared.set(client, all);
  // Most callers give the same object for ever: its key is written out once.
  const found = all.byOptions.get(options) ?? byKey(all, client, options);
  all.byOptions.set(options, found);
  // A key stands for one type of answer, as in the query cache itself; a map of all of them cannot say so.
  return found as unknown as Shared<T, K>;
}

function byKey<T, K extends QueryKey>({ byHash }: AllShared, client: QueryClient, options: Options<T, K>): AnyShared {
  const hash = hashKey(options.queryKey);
  const found = byHash.get(hash) ?? (new Shared(client, options) as unknown as AnyShared);
  byHash.set(hash, found);
  return found;
}

/**
 * As `useQuery(options).data`, for what many read at once: small lists with a key that never changes. `select` answers something that stays the
 * same object while nothing changed; only then is its caller drawn again.
 */
export function useShared<T, K extends QueryKey, R>(options: Options<T, K>, select: (data: T | undefined) => R): R {
  const one = sharedOf(useQueryClient(), options);
  return useSyncExternalStore(one.subscribe, () => select(one.read()));
}
