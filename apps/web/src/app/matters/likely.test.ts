import { likelyMatters } from './likely';

const offered = ['question', 'claim', 'refunds', 'praise'].map((key) => ({ key }));
const odds = (given: Record<string, number>) => ({ matter: null, matterOdds: Object.entries(given).map(([matter, probability]) => ({ matter, probability })) });

describe('the likeliest matter', () => {
  it('stands first, the others as the workspace has them', () => {
    expect(likelyMatters(offered, [odds({ claim: 0.7, praise: 0.2 })]).map(({ key }) => key)).toEqual(['claim', 'praise', 'question', 'refunds']);
    expect(likelyMatters(offered, [odds({})]).map(({ key, probability }) => `${key} ${probability}`)).toEqual(['question null', 'claim null', 'refunds null', 'praise null']);
  });

  it('is never one that is not offered', () => {
    expect(likelyMatters(offered, [odds({ warranty: 0.9, claim: 0.1 })]).map(({ key }) => key)).toEqual(['claim', 'question', 'refunds', 'praise']);
  });

  it('of several is what speaks for all of them', () => {
    expect(likelyMatters(offered, [odds({ claim: 0.9 }), odds({ question: 0.6, claim: 0.3 }), odds({})])[0]).toEqual({ key: 'claim', probability: expect.closeTo(0.4) as number });
  });
});
