import { splitText } from './telegram.split';

const family = '👩‍👩‍👧‍👦';

describe('cutting a long text', () => {
  it('leaves a short one whole, and an empty one is one part', () => {
    expect(splitText('short', 10)).toEqual(['short']);
    expect(splitText('exactly 10', 10)).toEqual(['exactly 10']);
    expect(splitText('', 10)).toEqual(['']);
  });

  it('prefers a blank line, then a line, a sentence, a word', () => {
    expect(splitText('One two three.\n\nFour five', 20)).toEqual(['One two three.\n\n', 'Four five']);
    expect(splitText('One. Two three\nFour five', 20)).toEqual(['One. Two three\n', 'Four five']);
    expect(splitText('One two three. Four five', 20)).toEqual(['One two three. ', 'Four five']);
    expect(splitText('one two three four five', 20)).toEqual(['one two three four ', 'five']);
  });

  it('does not cut at a boundary that would leave a tiny part', () => {
    expect(splitText('Hi.\n\nabcdefghij klmnopqrst', 20)[0]).toBe('Hi.\n\nabcdefghij ');
  });

  it('never cuts a character that a reader sees as one', () => {
    for (const sample of ['🧾', family, 'e\u0301', '🇵🇱', '👍🏽']) {
      const text = `a${sample.repeat(400)}`;
      const parts = splitText(text, 101);
      expect(parts.join('')).toBe(text);
      for (const part of parts) {
        expect(part.length).toBeLessThanOrEqual(101);
        expect(part.replaceAll(sample, '').replace('a', '')).toBe('');
      }
    }
  });

  it('cuts even a single endless cluster, whole code points at least', () => {
    const text = `e${'\u0301'.repeat(500)}${'🧾\u200d'.repeat(200)}`;
    const parts = splitText(text, 100);
    expect(parts.join('')).toBe(text);
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThanOrEqual(100);
    expect(parts.some((part) => /[\ud800-\udbff]$/.test(part))).toBe(false);
  });

  it('is quick with a text that has no boundary or only boundaries', () => {
    const began = performance.now();
    for (const text of ['a'.repeat(200_000), ' '.repeat(200_000), '\n'.repeat(200_000), '. '.repeat(100_000), '\n \n '.repeat(50_000)]) {
      expect(splitText(text, 4096).join('')).toBe(text);
    }
    expect(performance.now() - began).toBeLessThan(3_000);
  });
});
