import { QueryClient } from '@tanstack/react-query';
import { sharedOf } from './shared-query';

const soon = () => new Promise((done) => { setTimeout(done, 5); });

function setUp() {
  const client = new QueryClient();
  let asked = 0;
  const one = sharedOf(client, { queryKey: ['members'], queryFn: () => { asked += 1; return [`member ${asked}`]; }, staleTime: Infinity });
  return { client, one, asked: () => asked, watchers: () => client.getQueryCache().find({ queryKey: ['members'] })?.getObserversCount() };
}

describe('a query that many read', () => {
  it('is watched and asked once for all of them, and each is told', async () => {
    const { client, one, asked, watchers } = setUp();
    const told = [0, 0, 0];
    const offs = told.map((_, at) => one.subscribe(() => { told[at] = (told[at] ?? 0) + 1; }));
    await soon();
    expect([asked(), watchers()]).toEqual([1, 1]);
    expect(one.read()).toEqual(['member 1']);
    expect(Math.min(...told)).toBeGreaterThan(0);
    await client.invalidateQueries({ queryKey: ['members'] });
    expect(one.read()).toEqual(['member 2']);
    for (const off of offs) off();
    expect(watchers()).toBe(0);
    client.clear();
  });

  it('is asked for again when it is forgotten under somebody who shows it, and stays meanwhile', async () => {
    const { client, one } = setUp();
    const off = one.subscribe(() => undefined);
    await soon();
    expect(one.read()).toEqual(['member 1']);
    client.removeQueries({ queryKey: ['members'] });
    expect(one.read()).toEqual(['member 1']);
    await soon();
    expect(one.read()).toEqual(['member 2']);
    off();
    client.clear();
  });

  it('tells nothing of the one before when all have left and it was forgotten', async () => {
    const { client, one } = setUp();
    const off = one.subscribe(() => undefined);
    await soon();
    one.read();
    off();
    client.removeQueries({ queryKey: ['members'] });
    expect(one.read()).toBeUndefined();
  });
});
