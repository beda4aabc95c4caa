import { hashKey, type Query, type QueryClient, type QueryKey } from '@tanstack/react-query';

/** Bundles wishes for a refetch, so that a burst of events costs one request per list and no request is cut off by the next. */
export class Refetch {
  private wishes = new Map<string, QueryKey>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly client: QueryClient, private readonly everyMs = 800) {}

  add(key: QueryKey): void {
    this.wishes.set(hashKey(key), key);
    this.timer ??= setTimeout(() => this.flush(), this.everyMs);
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const wishes = this.wishes;
    this.wishes = new Map();
    if (wishes.has(hashKey([]))) {
      void this.client.invalidateQueries({}, { cancelRefetch: true }).catch(() => undefined);
      return;
    }
    // Events wish for much that nobody has open: one look through the cache finds what is there, instead of one for each wish.
    const wished = (query: Query) => query.queryKey.some((_, index) => wishes.has(hashKey(query.queryKey.slice(0, index + 1))));
    const found = this.client.getQueryCache().getAll().filter(wished);
    // The running request may have been answered before the change; wait for its end, then ask again.
    for (const query of found) if (query.state.fetchStatus === 'fetching') this.add(query.queryKey);
    const due = new Set(found.filter((query) => query.state.fetchStatus !== 'fetching'));
    if (due.size > 0) void this.client.invalidateQueries({ predicate: (query) => due.has(query) }).catch(() => undefined);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.wishes.clear();
  }
}
