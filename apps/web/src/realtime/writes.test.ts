import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { queryKeys } from '../app/query-keys';
import { apply, type Cache } from './apply';
import { buildConversation, people, updated } from './factories';
import { Ledger } from './ledger';
import { loadedRows, type ConversationPages } from './lists';
import { Writes } from './writes';

const key = queryKeys.conversationList({ view: 'all', sort: 'recent' });

function setUp(numbers: readonly number[]) {
  const client = new QueryClient({ defaultOptions: { queries: { gcTime: Infinity, staleTime: Infinity } } });
  const writes = new Writes(client);
  const stale: string[] = [];
  const cache: Cache = { writes, ledger: new Ledger(), memberId: people.me, stale: (wish) => void stale.push(String(wish)) };
  const rows = numbers.map((number) => buildConversation(number));
  client.setQueryData<ConversationPages>(key, { pages: [{ items: rows, nextCursor: null }], pageParams: [null] });
  let told = 0;
  client.getQueryCache().subscribe(({ type, query }) => { if (type === 'updated' && query.queryKey === key) told += 1; });
  return { client, writes, cache, rows, stale, told: () => told, shown: () => loadedRows(client.getQueryData<ConversationPages>(key)) };
}

describe('what events write together', () => {
  it('reaches a list as one change, the same as one after the other', () => {
    const [once, apart] = [setUp([1, 2, 3, 4]), setUp([1, 2, 3, 4])];
    const events = [1, 2, 3, 2, 4].map((number, at) => updated(buildConversation(number, { version: 2 + at, lastMessageAt: `2026-11-21T10:0${at}:00.000Z` }), 10 + at));
    once.writes.together(() => { for (const event of events) apply(once.cache, event); });
    for (const event of events) apply(apart.cache, event);
    expect(once.shown()).toEqual(apart.shown());
    expect(once.shown().map(({ number }) => number)).toEqual([4, 2, 3, 1]);
    expect(once.told()).toBe(1);
    expect(apart.told()).toBe(5);
  });

  it('enters the cache also when a work fails half-way', () => {
    const { writes, cache, shown } = setUp([1]);
    expect(() => writes.together(() => {
      apply(cache, updated(buildConversation(1, { version: 2, priority: 'urgent' }), 10));
      throw new Error('broken');
    })).toThrow('broken');
    expect(shown()[0]?.priority).toBe('urgent');
  });

  it('does not bring back what was forgotten meanwhile', () => {
    const { client, writes } = setUp([]);
    client.setQueryData(['conversation', 'x'], 'old');
    writes.together(() => {
      writes.set(['conversation', 'x'], 'new');
      writes.reset(['conversation', 'x']);
    });
    expect(client.getQueryData(['conversation', 'x'])).toBeUndefined();
  });

  it('leaves rows alone that nothing was said of', () => {
    const { client, writes, cache, rows, shown } = setUp([1, 2]);
    const observer = new QueryObserver(client, { queryKey: key, enabled: false });
    const off = observer.subscribe(() => undefined);
    writes.together(() => apply(cache, updated({ ...rows[1]!, priority: 'high', version: 2 }, 10)));
    expect(shown()[0]).toBe(rows[0]);
    expect(shown()[1]).not.toBe(rows[1]);
    off();
  });
});

describe('counts beside the views', () => {
  it('are asked for again only when something moved that they go by', () => {
    const { cache, rows, stale } = setUp([1]);
    const asked = () => stale.splice(0).includes(String(queryKeys.conversationCounts));
    apply(cache, updated({ ...rows[0]!, version: 2 }, 10));
    expect(asked()).toBe(true);
    apply(cache, updated({ ...rows[0]!, version: 3, priority: 'urgent' }, 11));
    expect(asked()).toBe(false);
    apply(cache, updated({ ...rows[0]!, version: 4, state: 'resolved' }, 12));
    expect(asked()).toBe(true);
    // One in between was never told: what it moved is not known.
    apply(cache, updated({ ...rows[0]!, version: 6, state: 'resolved' }, 14));
    expect(asked()).toBe(true);
  });
});
