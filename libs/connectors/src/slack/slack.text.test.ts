import { emojiOf, nameOf } from './slack.emoji';
import { escaped, plainText } from './slack.text';

describe('what Slack marks up', () => {
  it.each([
    ['Tom &amp; Jerry &lt;3 &amp;amp;', 'Tom & Jerry <3 &amp;'],
    ['see <https://shop.example/a?b=1&amp;c=2>', 'see https://shop.example/a?b=1&c=2'],
    ['see <https://shop.example|our shop>', 'see our shop (https://shop.example)'],
    ['see <http://shop.example|shop.example>', 'see http://shop.example'],
    ['write <mailto:a@b.example|a@b.example>', 'write a@b.example'],
    ['hi <@U1|anna> and <@U2> and <@U3>', 'hi @anna and @Bo and @U3'],
    ['in <#C1|general> or <#C2|>', 'in #general or #C2'],
    ['<!here> <!channel> <!subteam^S1|@support>', '@here @channel @support'],
    ['due <!date^1392734382^{date}|18 February 2014>', 'due 18 February 2014'],
    ['due <!date^1392734382^{date}>', 'due 2014-02-18T14:39:42.000Z'],
    [':wave: :wave::skin-tone-3: at 10:30:45 :our-own-one:', '👋 👋🏼 at 10:30:45 :our-own-one:'],
    ['a < b and a > b', 'a < b and a > b'],
    ['&lt;https://not.a.link|x&gt;', '<https://not.a.link|x>'],
    ['<>', '<>'],
  ])('reads %s', (marked, text) => {
    expect(plainText(marked, { names: new Map([['U2', 'Bo']]) })).toBe(text);
  });

  it('is given back as it was written, with nothing that Slack would take for its own', () => {
    for (const text of ['a & b', '<!channel>', '<@U1>', '&lt;', '<https://evil.example|https://bank.example>', 'x < y > z']) {
      expect(escaped(text)).not.toMatch(/[<>]/);
      expect(plainText(escaped(text))).toBe(text);
    }
  });

  it('does not take long for hostile texts', () => {
    const began = performance.now();
    for (const hostile of ['<'.repeat(40_000), ':a'.repeat(20_000), '<@'.repeat(20_000), `<${'|'.repeat(40_000)}>`, ':'.repeat(40_000)]) plainText(hostile);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

it('knows emoji by their names, both ways', () => {
  expect([emojiOf('+1'), emojiOf('thumbsup::skin-tone-6'), emojiOf('party-parrot'), emojiOf('hasOwnProperty')]).toEqual(['👍', '👍🏿', ':party-parrot:', ':hasOwnProperty:']);
  expect([nameOf('👍'), nameOf('🪩')]).toEqual(['+1', undefined]);
});
