import { QueryClient, QueryObserver, type QueryKey } from '@tanstack/react-query';
import { Refetch } from './refetch';

function watched(client: QueryClient, key: QueryKey) {
  let asked = 0;
  const observer = new QueryObserver(client, { queryKey: key, queryFn: () => { asked += 1; return asked; }, staleTime: Infinity });
  const off = observer.subscribe(() => undefined);
  return { off, asked: () => asked };
}

describe('wishes for a refetch', () => {
  it('are one request for each thing that is open, by name or by what its name begins with, and none for the rest', async () => {
    const client = new QueryClient();
    const [one, other, far] = [watched(client, ['contact', 'a']), watched(client, ['pins', 'b', { of: 1 }]), watched(client, ['conversation', 'c'])];
    await new Promise((done) => { setTimeout(done, 5); });
    const refetch = new Refetch(client, 60_000);
    for (let times = 0; times < 50; times += 1) {
      refetch.add(['contact', 'a']);
      refetch.add(['pins']);
      refetch.add(['links', `nobody has it open ${times}`]);
    }
    refetch.flush();
    await new Promise((done) => { setTimeout(done, 5); });
    expect([one.asked(), other.asked(), far.asked()]).toEqual([2, 2, 1]);
    for (const { off } of [one, other, far]) off();
    refetch.stop();
    client.clear();
  });
});
