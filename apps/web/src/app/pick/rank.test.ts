import { rank, ranked } from './rank';

describe('ranking what somebody types', () => {
  it('forgives diacritics and case', () => {
    expect(rank('wisniewska', 'Marta Wiśniewska')).toBeGreaterThan(0);
    expect(rank('LODZ', 'Oddział Łódź')).toBeGreaterThan(0);
  });

  it('wants every word, in any order', () => {
    expect(rank('wis mar', 'Marta Wiśniewska')).toBeGreaterThan(0);
    expect(rank('marta kowal', 'Marta Wiśniewska')).toBe(0);
  });

  it('puts beginnings before what stands inside a word, and whole words first', () => {
    expect(ranked(['Margaret', 'Amar', 'Mar'], 'mar', (name) => name)).toEqual(['Mar', 'Margaret', 'Amar']);
  });

  it('finds another ending of the same word', () => {
    expect(rank('priorytetu', 'Priorytet')).toBeGreaterThan(0);
    expect(rank('notatke', 'Notatka')).toBeGreaterThan(0);
  });

  it('keeps everything when nothing is typed', () => {
    expect(ranked(['b', 'a'], '', (name) => name)).toEqual(['b', 'a']);
  });
});
