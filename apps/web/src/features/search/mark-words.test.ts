import { markWords } from './mark-words';

const shown = (text: string, query: string) => markWords(text, query).map((part) => (part.match ? `[${part.text}]` : part.text)).join('');

describe('marking what was found', () => {
  it('forgives diacritics and case', () => {
    expect(shown('Marta Wiśniewska', 'wisn')).toBe('Marta [Wiśn]iewska');
    expect(shown('Łódź, Łąkowa', 'LODZ')).toBe('[Łódź], Łąkowa');
  });

  it('marks every word, and overlapping ones once', () => {
    expect(shown('Anna Annasz', 'anna annasz')).toBe('[Anna] [Annasz]');
  });

  it('keeps pairs of code units together and leaves the rest alone', () => {
    expect(shown('😀 Ola', 'ola')).toBe('😀 [Ola]');
    expect(shown('Ola', 'ewa')).toBe('Ola');
    expect(shown('', 'a')).toBe('');
  });
});
