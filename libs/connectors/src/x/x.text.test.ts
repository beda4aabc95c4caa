import { comparable, unescaped, weightedLength } from './x.text';

describe('the length of a post', () => {
  it.each([
    ['plain words', 'Hello', 5],
    ['Polish letters', 'zażółć gęślą jaźń', 17],
    ['Chinese letters count two', '你好', 4],
    ['Korean and Japanese letters count two', '안녕こ', 6],
    ['an emoji counts two', '🧾', 2],
    ['a family put together of several counts two', '👨‍👩‍👧‍👦', 2],
    ['a flag counts two', '🇵🇱', 2],
    ['an address counts 23 however short', 'http://a.pl', 23],
    ['an address counts 23 however long', `see https://example.com/${'a'.repeat(300)} now`, 4 + 23 + 4],
    ['an accent written apart counts with its letter', 'e\u0301', 1],
    ['typographic quotes and dashes count one', '“a” – b…', 9],
  ])('%s', (_name, text, weight) => expect(weightedLength(text)).toBe(weight));

  it('is counted in no time however long the text', () => {
    const began = performance.now();
    weightedLength('ż🧾漢'.repeat(20_000));
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

it('reads the letters that X writes as HTML does', () => expect(unescaped('a &amp;lt; b &lt;3 &copy;')).toBe('a &lt; b <3 &copy;'));
it('compares texts without what X changes', () => expect(comparable('see  https://a.pl/ \n now ')).toBe(comparable('see https://a.pl now')));
