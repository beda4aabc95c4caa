import { hashKey, QueryClient } from '@tanstack/react-query';
import { listenTo } from './told';

it('tells those who listen to a key of every change of it, and of nothing else', () => {
  const client = new QueryClient();
  const told = { anna: 0, jan: 0 };
  const off = listenTo(client, hashKey(['watchers', 'a']), () => { told.anna += 1; });
  listenTo(client, hashKey(['watchers', 'b']), () => { told.jan += 1; });
  client.setQueryData(['watchers', 'a'], [1]);
  const [once] = [told.anna];
  expect(once).toBeGreaterThan(0);
  expect(told.jan).toBe(0);
  client.removeQueries({ queryKey: ['watchers', 'a'] });
  expect(told.anna).toBeGreaterThan(once);
  off();
  const before = told.anna;
  client.setQueryData(['watchers', 'a'], [2]);
  expect(told.anna).toBe(before);
  client.clear();
});
