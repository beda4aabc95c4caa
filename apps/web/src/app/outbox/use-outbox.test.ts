import { QueryClient } from '@tanstack/react-query';
import type { MessageView, Posted } from '@kontuar/contract';
import type { MessagePages } from '../message-pages';
import { queryKeys } from '../query-keys';
import { enterCache } from './use-outbox';

const key = queryKeys.messages('c1');
// Only what the cache looks at.
const message = (id: string, seq: number, status: MessageView['status']) => ({ id, seq, status, conversationId: 'c1' }) as MessageView;
const posted = (answer: MessageView) => ({ message: answer, conversation: { id: 'c1', version: 1 } }) as Posted;

function cacheWith(...items: MessageView[]): { client: QueryClient; shown: () => string[] } {
  const client = new QueryClient();
  client.setQueryData<MessagePages>(key, { pages: [{ items, hasBefore: false, hasAfter: false }], pageParams: [{}] });
  return { client, shown: () => (client.getQueryData<MessagePages>(key)?.pages ?? []).flatMap((page) => page.items.map(({ id, status }) => `${id} ${status}`)) };
}

it('puts what was posted at the end of the thread', () => {
  const { client, shown } = cacheWith(message('a', 1, 'received'));
  enterCache(client, posted(message('b', 2, 'queued')));
  expect(shown()).toEqual(['a received', 'b queued']);
});

it('keeps what the feed said meanwhile: the answer to a POST is the older news', () => {
  const { client, shown } = cacheWith(message('a', 1, 'received'), message('b', 2, 'failed'));
  enterCache(client, posted(message('b', 2, 'queued')));
  expect(shown()).toEqual(['a received', 'b failed']);
});
