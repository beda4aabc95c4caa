import { goesOnWithDigits, redactAcross } from './across';

const all = ['card', 'pesel', 'id_card', 'iban'] as const;

describe('a number in several messages', () => {
  it.each([
    [['My card: 4242 4242', '4242 4242 12/27'], ['My card: ••••', '•••• 4242 12/27']],
    [['4242', '4242', ' 4242 ', '4242'], ['••••', '••••', '••••', '•••• 4242']],
    [['4242 42', '42 4242 4242'], ['••••', '•••• 4242']],
    [['PESEL 4405', '1401359'], ['PESEL ••••', '•••• PESEL']],
    [['61 1090 1014 0000', '0712 1981 2874'], ['••••', '•••• IBAN']],
    [['４２４２ 4242', '4242 4242'], ['••••', '•••• 4242']],
  ])('%j is masked in each of them', (texts, expected) => {
    expect(redactAcross(texts, all).texts).toEqual(expected);
  });

  it.each([
    [['Order 12345678', '87654321']], [['600 700 800', '22 123 45 67']], [['4242 4242 and', '4242 4242']], [['Delivery to 5a', '00-950 Warszawa']], [['My card is 4242 4242 4242 4242', 'thanks']], [['', '']], [['2026', '11', '23']],
  ])('%j is left alone', (texts) => {
    expect(redactAcross(texts, all)).toEqual({ texts, kinds: [] });
  });

  it('looks for nothing that was not asked for', () => {
    expect(redactAcross(['4242 4242', '4242 4242'], ['pesel'])).toEqual({ texts: ['4242 4242', '4242 4242'], kinds: [] });
  });

  it('knows a message that may go on with a number', () => {
    expect(['4242', '  ４2', '٤', '- 4242', 'a 4242', '', '  '].map(goesOnWithDigits)).toEqual([true, true, true, false, false, false, false]);
  });

  /** Numbers by chance, the same in every run. */
  function lottery(seed: number): (below: number) => number {
    let state = seed;
    return (below) => {
      state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
      return Math.floor((state / 4_294_967_296) * below);
    };
  }

  it('leaves no more of a card than its last four digits, wherever and however often it is cut, and nothing else is lost', () => {
    const roll = lottery(11);
    for (let round = 0; round < 1500; round += 1) {
      const digits = ['4', ...Array.from({ length: 14 }, () => String(roll(10)))];
      const sum = digits.reduce((so, digit, at) => { const twice = at % 2 === 0 ? Number(digit) * 2 : Number(digit); return so + (twice > 9 ? twice - 9 : twice); }, 0);
      digits.push(String((10 - (sum % 10)) % 10));
      if (new Set(digits).size < 2) continue;
      const cuts = new Set(Array.from({ length: 1 + roll(3) }, () => 1 + roll(15)));
      const pieces = digits.reduce<string[]>((so, digit, at) => {
        if (at > 0 && cuts.has(at)) return [...so, digit];
        return [...so.slice(0, -1), (so.at(-1) ?? '') + (at > 0 && at % 4 === 0 && roll(2) === 0 ? ' ' : '') + digit];
      }, ['']);
      const texts = pieces.map((piece, n) => (n === 0 && roll(2) === 0 ? `Karta: ${piece}` : n === pieces.length - 1 && roll(2) === 0 ? `${piece} pozdrawiam` : piece));
      const masked = redactAcross(texts, ['card']);
      expect([texts, masked.texts.join('|').replaceAll(/\D/g, '')]).toEqual([texts, digits.slice(-4).join('')]);
      expect(masked.texts.map((text) => /Karta: |pozdrawiam/.exec(text)?.[0])).toEqual(texts.map((text) => /Karta: |pozdrawiam/.exec(text)?.[0]));
    }
  });
});
