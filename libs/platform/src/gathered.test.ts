import { Gathered, Shared } from './gathered';

function held() {
  const asked: { keys: string[]; answer: (found?: Map<string, string>) => void; fail: () => void }[] = [];
  const askAll = (keys: string[]) => new Promise<Map<string, string>>((resolve, reject) => {
    asked.push({ keys, answer: (found = new Map(keys.map((key) => [key, `${key}!`]))) => { resolve(found); }, fail: () => { reject(new Error('down')); } });
  });
  return { asked, askAll, keys: () => asked.map(({ keys }) => keys) };
}
const turn = () => new Promise((resolve) => { setImmediate(resolve); });

describe('questions asked together', () => {
  it('go together in one turn, and who asks meanwhile goes with the next', async () => {
    const { asked, askAll, keys } = held();
    const gathered = new Gathered(askAll, { atOnce: 1, most: 10 });
    const first = ['a', 'b', 'a'].map((key) => gathered.ask(key));
    await turn();
    const others = ['c', 'd'].map((key) => gathered.ask(key));
    await turn();
    expect(keys()).toEqual([['a', 'b']]);
    asked[0]?.answer();
    expect(await Promise.all(first)).toEqual(['a!', 'b!', 'a!']);
    await turn();
    await turn();
    expect(keys()).toEqual([['a', 'b'], ['c', 'd']]);
    asked[1]?.answer();
    expect(await Promise.all(others)).toEqual(['c!', 'd!']);
  });

  it('never give an answer that was under way before the question', async () => {
    const { asked, askAll } = held();
    const gathered = new Gathered(askAll, { atOnce: 1, most: 10 });
    const early = gathered.ask('session');
    await turn();
    // It ends while the first is being answered: whoever asks from now on must hear that.
    const late = gathered.ask('session');
    asked[0]?.answer();
    expect(await early).toBe('session!');
    await turn();
    await turn();
    asked[1]?.answer(new Map());
    expect(await late).toBeUndefined();
  });

  it('are so many at once and so large, and no more', async () => {
    const { asked, askAll, keys } = held();
    const gathered = new Gathered(askAll, { atOnce: 2, most: 2 });
    const all = ['a', 'b', 'c', 'd', 'e'].map((key) => gathered.ask(key));
    for (let at = 0; at < 4; at++) await turn();
    expect(keys()).toEqual([['a', 'b'], ['c', 'd']]);
    asked[0]?.answer();
    for (let at = 0; at < 4; at++) await turn();
    expect(keys()).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    asked[1]?.answer();
    asked[2]?.answer();
    expect(await Promise.all(all)).toEqual(['a!', 'b!', 'c!', 'd!', 'e!']);
  });

  it('wait for more where they may, once several have asked', async () => {
    const { asked, askAll, keys } = held();
    const gathered = new Gathered(askAll, { atOnce: 1, most: 10, restMs: 5 });
    void gathered.ask('a');
    await turn();
    expect(keys()).toEqual([['a']]);
    asked[0]?.answer();
    void gathered.ask('b');
    void gathered.ask('c');
    await turn();
    await turn();
    asked[1]?.answer();
    await turn();
    void gathered.ask('d');
    await turn();
    await turn();
    void gathered.ask('e');
    expect(keys()).toEqual([['a'], ['b', 'c']]);
    await new Promise((resolve) => { setTimeout(resolve, 10); });
    expect(keys()).toEqual([['a'], ['b', 'c'], ['d', 'e']]);
  });

  it('fail for those who were asked for, and go on for the next', async () => {
    const { asked, askAll } = held();
    const gathered = new Gathered(askAll, { atOnce: 1, most: 1 });
    const first = gathered.ask('a').catch((error: unknown) => error);
    const second = gathered.ask('b');
    await turn();
    asked[0]?.fail();
    expect(await first).toEqual(new Error('down'));
    for (let at = 0; at < 4; at++) await turn();
    asked[1]?.answer();
    expect(await second).toBe('b!');
  });
});

describe('one question for all who ask the very same', () => {
  it('asks each once, different ones beside each other, and again for whoever comes while it is answered', async () => {
    const { asked, askAll, keys } = held();
    const shared = new Shared<string>();
    const ask = (key: string) => shared.ask(key, async () => (await askAll([key])).get(key) ?? '');
    const [a, b] = [ask('a'), ask('b')];
    await turn();
    const later = [ask('a'), ask('a')];
    await turn();
    expect(keys()).toEqual([['a'], ['b']]);
    asked[0]?.answer();
    asked[1]?.answer();
    expect(await Promise.all([a, b])).toEqual(['a!', 'b!']);
    await turn();
    await turn();
    expect(asked).toHaveLength(3);
    asked[2]?.answer();
    expect(await Promise.all(later)).toEqual(['a!', 'a!']);
    const anew = ask('a');
    await turn();
    expect(asked).toHaveLength(4);
    asked[3]?.answer();
    expect(await anew).toBe('a!');
  });
});
