import type { QueryClient, QueryKey } from '@tanstack/react-query';

/** Bundles wishes for a refetch, so that a burst of events costs one request per list and no request is cut off by the next. */
export class Refetch {
  private readonly wishes = new Map<string, QueryKey>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly client: QueryClient, private readonly everyMs = 800) {}

  add(key: QueryKey): void {
    this.wishes.set(JSON.stringify(key), key);
    this.timer ??= setTimeout(() => this.flush(), this.everyMs);
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const all = [...this.wishes.values()];
    this.wishes.clear();
    if (all.some((key) => key.length === 0)) {
      void this.client.invalidateQueries({}, { cancelRefetch: true }).catch(() => undefined);
      return;
    }
    for (const key of all) {
      // The running request may have been answered before the change; wait for its end, then ask again.
      if (this.client.isFetching({ queryKey: key }) > 0) this.add(key);
      else void this.client.invalidateQueries({ queryKey: key }).catch(() => undefined);
    }
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.wishes.clear();
  }
}
