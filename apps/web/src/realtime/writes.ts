import { hashKey, notifyManager, type QueryClient, type QueryKey } from '@tanstack/react-query';
import type { ConversationView } from '@kontuar/contract';
import { queryKeys } from '../app/query-keys';
import type { ListFilter } from './membership';

/**
 * How events read and write the query cache. What is done `together` enters it at the end, each thing once: a list that fifty events touch is
 * handed to the screen as one change.
 */
export class Writes {
  private held: Map<string, { key: QueryKey; data: unknown }> | null = null;
  private listsOfBatch: readonly [QueryKey, ListFilter][] | null = null;

  constructor(private readonly client: QueryClient) {}

  get<T>(key: QueryKey): T | undefined {
    const held = this.held?.get(hashKey(key));
    return held === undefined ? this.client.getQueryData<T>(key) : (held.data as T);
  }

  /** What is not defined, or stays what it was, writes nothing. */
  set<T>(key: QueryKey, next: T | ((before: T | undefined) => T | undefined)): void {
    const data = typeof next === 'function' ? (next as (before: T | undefined) => T | undefined)(this.get<T>(key)) : next;
    if (data === undefined || data === this.get<T>(key)) return;
    if (this.held === null) this.client.setQueryData(key, data);
    else this.held.set(hashKey(key), { key, data });
  }

  /** Forgets it at once: what was to be written of it, too. */
  reset(key: QueryKey): void {
    this.held?.delete(hashKey(key));
    if (this.client.getQueryCache().find({ queryKey: key })) void this.client.resetQueries({ queryKey: key, exact: true }).catch(() => undefined);
  }

  isFetching(key: QueryKey): boolean {
    return this.client.getQueryState(key)?.fetchStatus === 'fetching';
  }

  /** Every list of conversations, with what it is filtered by. */
  lists(): readonly [QueryKey, ListFilter][] {
    if (this.listsOfBatch !== null) return this.listsOfBatch;
    const lists = this.client.getQueryCache().findAll({ queryKey: queryKeys.conversationLists })
      .map((query): [QueryKey, ListFilter] => [query.queryKey, (query.queryKey[queryKeys.conversationLists.length] ?? {}) as ListFilter]);
    if (this.held !== null) this.listsOfBatch = lists;
    return lists;
  }

  /** Each conversation that is kept by itself, of that person or of everybody. */
  conversationsOf(contactId: string | null): QueryKey[] {
    return this.client.getQueryCache().findAll({ queryKey: queryKeys.anyConversation })
      .filter(({ state }) => contactId === null || (state.data as ConversationView | undefined)?.contact.id === contactId).map(({ queryKey }) => queryKey);
  }

  together(work: () => void): void {
    if (this.held !== null) return work();
    this.held = new Map();
    try {
      work();
    } finally {
      const { held } = this;
      this.held = null;
      this.listsOfBatch = null;
      notifyManager.batch(() => { for (const { key, data } of held.values()) this.client.setQueryData(key, data); });
    }
  }
}
