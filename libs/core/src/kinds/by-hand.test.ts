import { effectiveKinds, handKinds, type KindsBy } from './by-hand';

const none: KindsBy = { hand: [], rule: [], refused: [] };
const say = (before: KindsBy, wanted: string[]): KindsBy => ({ ...handKinds(before, wanted), rule: before.rule });

describe('kinds set by hand', () => {
  it('stand beside what rules give, and say nothing twice', () => {
    expect(say({ ...none, rule: ['loyal'] }, ['loyal', 'bulk'])).toEqual({ hand: ['bulk'], rule: ['loyal'], refused: [] });
  });

  it('win over a rule: what is taken away stays away, until somebody wants it again', () => {
    const refused = say({ ...none, rule: ['loyal'] }, []);
    expect(refused).toEqual({ hand: [], rule: ['loyal'], refused: ['loyal'] });
    expect(effectiveKinds(refused)).toEqual([]);
    expect(say(refused, ['loyal'])).toEqual({ hand: [], rule: ['loyal'], refused: [] });
  });

  it('stay when the rule no longer says so, and a refusal stays when it says so again', () => {
    const byHand = say(none, ['strategic']);
    expect(say({ ...byHand, rule: ['strategic'] }, ['strategic'])).toEqual({ hand: ['strategic'], rule: ['strategic'], refused: [] });
    const refused = { ...say({ ...none, rule: ['loyal'] }, []), rule: [] };
    expect(effectiveKinds({ ...refused, rule: ['loyal'] })).toEqual([]);
  });

  it('come out exactly as wanted, whatever was said before', () => {
    const kinds = ['a', 'b', 'c'];
    const subsets = Array.from({ length: 8 }, (_, bits) => kinds.filter((_, index) => (bits >> index) & 1));
    for (const hand of subsets) for (const rule of subsets) for (const refused of subsets) for (const wanted of subsets) {
      expect(effectiveKinds(say({ hand, rule, refused }, wanted)).sort()).toEqual(wanted);
    }
  });
});
