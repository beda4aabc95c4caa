import { median, pickNext, weigh, type SampleFacts } from './sampling';

const nothing: SampleFacts = { conversationId: 'c', agentId: 'ola', moods: [], handOvers: 0, reopened: 0, brokenPromises: 0, rating: null, firstReplyMinutes: null, usualMinutes: null, case: null };
const reasons = (facts: Partial<SampleFacts>) => weigh({ ...nothing, ...facts }).why.map(({ reason }) => reason);

describe('what speaks for reading a conversation', () => {
  it.each<[string, Partial<SampleFacts>, string[]]>([
    ['a customer who ends angry', { moods: [-0.1, -0.8] }, ['mood-fell', 'mood-end']],
    ['one whose mood was turned', { moods: [-0.6, 0.4] }, ['mood-rescued']],
    ['a mood that fell without anger', { moods: [0.8, 0] }, ['mood-fell']],
    ['a claim that was late', { case: { daysLeft: -2, late: true } }, ['case-late']],
    ['a claim in time', { case: { daysLeft: 5, late: false } }, ['case']],
    ['being passed round', { handOvers: 3 }, ['ping-pong']],
    ['a broken promise', { brokenPromises: 1 }, ['promise-broken']],
    ['a bad rating', { rating: 1 }, ['rated-low']],
    ['being taken up again', { reopened: 1 }, ['reopened']],
    ['a wait of many times the usual', { firstReplyMinutes: 240, usualMinutes: 10 }, ['long-wait']],
    ['nothing: a quick wait is none, however quick the others are', { firstReplyMinutes: 20, usualMinutes: 1 }, []],
    ['nothing: one hand-over, a fair rating and a steady mood', { handOvers: 1, rating: 4, moods: [0.1, 0.2], firstReplyMinutes: 40, usualMinutes: 30 }, []],
  ])('is %s', (_, facts, expected) => {
    expect(reasons(facts).toSorted()).toEqual(expected.toSorted());
  });

  it('counts more the worse it is, and says the heaviest first', () => {
    const worst = weigh({ ...nothing, rating: 1, reopened: 1, handOvers: 2 });
    expect(worst.why[0]?.reason).toBe('rated-low');
    expect(worst.points).toBe(9);
  });
});

describe('the next ones to read', () => {
  const many = (agentId: string, count: number, facts: Partial<SampleFacts> = {}) => Array.from({ length: count }, (_, at): SampleFacts => ({ ...nothing, conversationId: `${agentId}-${at}`, agentId, ...facts }));
  const pick = (all: SampleFacts[], options: Partial<Parameters<typeof pickNext>[1]> = {}) => pickNext(all, { limit: 5, randomShare: 20, reviewed: new Map(), seed: 'today', ...options });

  it('are a fair share of everybody, also where one has the heavy ones', () => {
    const all = [...many('ola', 20, { reopened: 1 }), ...many('jan', 20, { handOvers: 2 }), ...many('iga', 20)];
    const counts = new Map<string, number>();
    for (const { facts } of pick(all, { limit: 9 })) counts.set(facts.agentId, (counts.get(facts.agentId) ?? 0) + 1);
    expect(counts.get('iga')).toBeGreaterThanOrEqual(1);
    expect(Math.abs((counts.get('ola') ?? 0) - (counts.get('jan') ?? 0))).toBeLessThanOrEqual(1);
  });

  it('go to who was reviewed least, unless another weighs much more', () => {
    const all = [...many('ola', 1, { reopened: 1 }), ...many('jan', 1, { reopened: 1 })];
    expect(pick(all, { limit: 1, randomShare: 0, reviewed: new Map([['ola', 1]]) })[0]?.facts.agentId).toBe('jan');
    expect(pick([...many('ola', 1, { rating: 1, reopened: 2 }), ...many('jan', 1, { reopened: 1 })], { limit: 1, randomShare: 0, reviewed: new Map([['ola', 1]]) })[0]?.facts.agentId).toBe('ola');
  });

  it('are by chance in their share, and say so', () => {
    const all = [...many('ola', 30, { rating: 1 }), ...many('jan', 30)];
    const chance = (randomShare: number) => pick(all, { limit: 10, randomShare }).filter(({ why }) => why[0]?.reason === 'random').length;
    expect([chance(0), chance(20), chance(100)]).toEqual([0, 2, 10]);
  });

  it('are the same ones all day, and other ones another day', () => {
    const all = many('ola', 200);
    const ids = (seed: string) => pick(all, { seed }).map(({ facts }) => facts.conversationId);
    expect(ids('today')).toEqual(ids('today'));
    expect(ids('today')).not.toEqual(ids('tomorrow'));
  });

  it('are none where nothing is left', () => {
    expect(pick([])).toEqual([]);
    expect(pick(many('ola', 2))).toHaveLength(2);
  });
});

it('finds the middle', () => {
  expect([median([]), median([3]), median([1, 9, 2]), median([1, 2, 3, 10])]).toEqual([null, 3, 2, 2.5]);
});
