import { ariaKeys, keycaps } from './keycaps';

describe('keycaps', () => {
  it('writes chords and pairs as they stand on the keyboard', () => {
    expect(keycaps('mod+shift+l', false)).toEqual([['Ctrl', '⇧', 'L']]);
    expect(keycaps('mod+enter', true)).toEqual([['⌘', '↵']]);
    expect(keycaps('+ p', false)).toEqual([['+'], ['P']]);
    expect(keycaps('f6', false)).toEqual([['F6']]);
  });

  it('tells assistive technology the names it knows', () => {
    expect(ariaKeys('mod+k', false)).toBe('Control+K');
    expect(ariaKeys('shift+m', false)).toBe('Shift+M');
  });
});
