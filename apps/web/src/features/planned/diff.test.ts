import { diffWords } from './diff';

const shown = (before: string, after: string) => diffWords(before, after).map(({ text, kind }) => (kind === 'same' ? text : kind === 'added' ? `+${text.trim()}+ ` : `-${text.trim()}- `)).join('');

describe('what an approver changed', () => {
  it('is told word by word', () => expect(shown('It will come tomorrow.', 'It will surely come on Friday.')).toBe('It will +surely+ come -tomorrow.- +on Friday.+ '));
  it('is nothing for the same words', () => expect(diffWords('Dzień dobry, Pani Marto', 'Dzień dobry, Pani Marto')).toEqual([{ text: 'Dzień dobry, Pani Marto', kind: 'same' }]));
  it('is all of it when nothing stayed', () => expect(shown('Yes', 'No')).toBe('-Yes- +No+ '));
  it('puts both texts together again', () => {
    const [before, after] = ['a b c d e f g', 'a x c d y f h'];
    const parts = diffWords(before, after);
    expect(parts.filter(({ kind }) => kind !== 'added').map(({ text }) => text).join('')).toBe(before);
    expect(parts.filter(({ kind }) => kind !== 'removed').map(({ text }) => text).join('')).toBe(after);
  });
  it('does not compare books word by word', () => expect(diffWords('a '.repeat(2000), 'b '.repeat(2000))).toHaveLength(2));
});
