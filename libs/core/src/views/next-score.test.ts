import { ranked, score, type Waiting } from './next-score';

const now = new Date('2026-11-20T14:45:00Z');
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const waiting = (id: string, minutes: number, more: Partial<Waiting> = {}): Waiting => ({ id, waitingSince: ago(minutes), priority: 1, teamId: null, isOwn: false, ...more });
const order = (candidates: Waiting[], taker = { teamIds: [] as string[] }) => ranked(candidates, taker, now).map(({ candidate }) => candidate.id);

describe('the next conversation', () => {
  it('is the one that has waited longest, all else being equal', () => {
    expect(order([waiting('b', 10), waiting('a', 30), waiting('c', 20)])).toEqual(['a', 'c', 'b']);
  });

  it('is an urgent one before what waits up to eight hours longer, and not for ever', () => {
    expect(order([waiting('normal', 300), waiting('urgent', 5, { priority: 3 })])).toEqual(['urgent', 'normal']);
    expect(order([waiting('normal', 600), waiting('urgent', 5, { priority: 3 })])).toEqual(['normal', 'urgent']);
  });

  it('is one whose promise can still be kept, before one whose promise is broken', () => {
    expect(order([waiting('none', 60), waiting('late', 60, { dueAt: ago(5) }), waiting('soon', 60, { dueAt: ago(-10) }), waiting('later', 60, { dueAt: ago(-300) })])).toEqual(['soon', 'late', 'later', 'none']);
  });

  it('is that of an upset customer a while earlier', () => {
    expect(order([waiting('calm', 60), waiting('upset', 20, { upset: 0.9 })])).toEqual(['upset', 'calm']);
  });

  it('is that of a customer of a kind that the workspace puts first, and says so', () => {
    const strategic = waiting('strategic', 20, { kind: { key: 'strategic', weight: 120 } });
    expect(order([waiting('any', 60), strategic, waiting('later', 30, { kind: { key: 'retail', weight: -60 } })])).toEqual(['strategic', 'any', 'later']);
    expect(score(strategic, { teamIds: [] }, now).why[0]).toEqual({ kind: 'customer', value: 'strategic' });
  });

  it('is in a language that the taker speaks; another one only when nothing else waits', () => {
    const polish = { teamIds: [], languages: ['pl'] };
    expect(ranked([waiting('de', 300, { language: 'de' }), waiting('pl', 5, { language: 'pl' })], polish, now).map(({ candidate }) => candidate.id)).toEqual(['pl', 'de']);
    expect(ranked([waiting('de', 5, { language: 'de' })], polish, now)).toHaveLength(1);
    // Nobody said what they speak: then it says nothing.
    expect(order([waiting('de', 30, { language: 'de' }), waiting('pl', 5, { language: 'pl' })])).toEqual(['de', 'pl']);
  });

  it('is one of my team a little earlier, and one of my own earlier still', () => {
    expect(order([waiting('any', 20), waiting('team', 5, { teamId: 't' })], { teamIds: ['t'] })).toEqual(['team', 'any']);
    expect(order([waiting('any', 50), waiting('own', 5, { isOwn: true })])).toEqual(['own', 'any']);
  });

  it('says why, the heaviest reason first, and never leaves out how long', () => {
    expect(score(waiting('a', 12, { priority: 3, upset: 1 }), { teamIds: [] }, now).why).toEqual([{ kind: 'priority', value: 'urgent' }, { kind: 'mood', value: 'upset' }, { kind: 'waiting', value: 12 }]);
    expect(score(waiting('a', 0, { priority: 0 }), { teamIds: [] }, now).why).toEqual([{ kind: 'waiting', value: 0 }]);
  });

  it('is the same for everybody who looks at the same moment', () => {
    const candidates = Array.from({ length: 20 }, (_, n) => waiting(String(n).padStart(2, '0'), 30));
    expect(order(candidates.toReversed())).toEqual(candidates.map(({ id }) => id));
  });
});
