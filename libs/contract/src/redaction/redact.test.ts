import { findNumbers } from './numbers';
import { redactHtml, redactText } from './redact';

const all = ['card', 'pesel', 'id_card', 'iban'] as const;
const found = (text: string, kinds: readonly (typeof all)[number][] = all) => findNumbers(text, kinds).map(({ kind, shown }) => `${kind} ${shown}`);

describe('numbers that must not be kept', () => {
  it.each([
    ['4242 4242 4242 4242', 'card •••• 4242'], ['4242424242424242', 'card •••• 4242'], ['4012-8888-8888-1881', 'card •••• 1881'], ['5555 5555 5555 4444', 'card •••• 4444'], ['2223 0031 2200 3222', 'card •••• 3222'],
    ['378282246310005', 'card •••• 0005'], ['3782 822463 10005', 'card •••• 0005'], ['6011 1111 1111 1117', 'card •••• 1117'], ['3530 1113 3330 0000', 'card •••• 0000'], ['30569309025904', 'card •••• 5904'], ['6200000000000005', 'card •••• 0005'],
    ['４２４２　４２４２　４２４２　４２４２', 'card •••• 4242'], ['4242\u00a04242\u202f4242\u20094242', 'card •••• 4242'], ['4242\n4242\n4242\n4242', 'card •••• 4242'], ['4242\u200b4242\u00ad4242\u20604242', 'card •••• 4242'], ['4242 – 4242 – 4242 – 4242', 'card •••• 4242'],
    ['44051401359', 'pesel •••• PESEL'], ['02070803628', 'pesel •••• PESEL'], ['440514 01359', 'pesel •••• PESEL'],
    ['ABA300000', 'id_card •••• ID'], ['aba 300000', 'id_card •••• ID'],
    ['PL61 1090 1014 0000 0712 1981 2874', 'iban •••• IBAN'], ['61109010140000071219812874', 'iban •••• IBAN'], ['DE89370400440532013000', 'iban •••• IBAN'],
  ])('finds %s', (text, expected) => {
    expect(found(`My number is ${text}, thanks`)).toEqual([expected]);
    expect(redactText(`a ${text} b`, all).text).toBe(`a ${expected.slice(expected.indexOf(' ') + 1)} b`);
  });

  it.each([
    'Order 4242424242424241', 'Zamówienie 1234567890123456', 'InPost 620000123456789012345678', 'DPD 13549876543210', 'Parcel 00359007738291234567', 'UPS 1Z999AA10123456784', 'GLS 12345678901', 'IMEI 356938035643809',
    'Phone +48 600 700 800', '48600700800', 'NIP 526-025-02-74', 'REGON 123456785', 'EAN 5901234123457', 'Invoice FV/2026/11/000123456789', 'ORD4242424242424242', '4242424242424242X', '/track/4242424242424242', '#4242424242424242',
    '2026-11-22 10:30:00', '1.299,00 zł 2.450,00 zł', '0000 0000 0000 0000', '4444444444444444', '99999999999', '44051401358', 'ABA300001', 'XYZ123456', 'PL62109010140000071219812874', '1795378397583', '49.2827 16.6112 50.0647 19.9450',
  ])('leaves %s alone', (text) => {
    expect(found(text)).toEqual([]);
    expect(redactText(text, all)).toEqual({ text, kinds: [] });
  });

  it('finds a card between other numbers', () => {
    expect(redactText('Order 17: 12 4242 4242 4242 4242 11/27 123', ['card']).text).toBe('Order 17: 12 •••• 4242 11/27 123');
  });

  it('looks for nothing that was not asked for', () => {
    expect(redactText('44051401359 and 4242424242424242', ['pesel']).text).toBe('•••• PESEL and 4242424242424242');
    expect(redactText('4242424242424242', []).kinds).toEqual([]);
  });

  it('sees through tags, entities and attributes, and leaves the tags as they are', () => {
    expect(redactHtml('<p>4242 <b>4242</b> 42<i>42&nbsp;</i>4242</p>', ['card']).text).toBe('<p>•••• 4242<b></b><i></i></p>');
    expect(redactHtml('<p>&#52;&#x32;42&#160;4242&nbsp;4242&ensp;4242 ok</p>', ['card']).text).toBe('<p>•••• 4242 ok</p>');
    expect(redactHtml('<a href="tel:4242424242424242" title="4242 4242 4242 4242">x</a>', ['card']).text).toBe('<a href="tel:•••• 4242" title="•••• 4242">x</a>');
    expect(redactHtml('<table><tr><td>4242</td><td>4242</td></tr></table>', ['card']).text).toBe('<table><tr><td>4242</td><td>4242</td></tr></table>');
    expect(redactHtml('<p>4242 4242<br>4242 4242</p>', ['card']).text).toBe('<p>•••• 4242<br></p>');
  });

  /** Numbers by chance, the same in every run. */
  function* chance(seed: number): Generator<number> {
    for (let state = seed; ;) {
      state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
      yield state / 4_294_967_296;
    }
  }

  it('finds every card however it is cut, in text and in HTML', () => {
    const next = chance(7);
    const roll = (n: number) => Math.floor((next.next().value as number) * n);
    const cuts = ['', '', '', ' ', '-', '\u00a0', '\u200b', '.'];
    const tags = ['', '', '<b>', '</b>', '<span style="color:red">', '&nbsp;', '&#160;', '<!-- x -->'];
    for (let round = 0; round < 2000; round += 1) {
      const digits = ['4', ...Array.from({ length: 14 }, () => String(roll(10)))];
      const sum = digits.reduce((all, digit, at) => { const twice = at % 2 === 0 ? Number(digit) * 2 : Number(digit); return all + (twice > 9 ? twice - 9 : twice); }, 0);
      digits.push(String((10 - (sum % 10)) % 10));
      if (new Set(digits).size < 2) continue;
      const cut = digits.map((digit, at) => digit + (at < 15 && at % 4 === 3 ? (cuts[roll(cuts.length)] ?? '') : '')).join('');
      const wide = [...cut].map((char) => (char >= '0' && char <= '9' && roll(3) === 0 ? String.fromCharCode(char.charCodeAt(0) + 0xfee0) : char)).join('');
      expect([wide, redactText(`x ${wide} y`, ['card']).text]).toEqual([wide, `x •••• ${digits.slice(-4).join('')} y`]);
      const html = digits.map((digit) => (roll(4) === 0 ? `&#${48 + Number(digit)};` : digit) + (tags[roll(tags.length)] ?? '')).join('');
      expect([html, redactHtml(`<p>${html}</p>`, ['card']).kinds]).toEqual([html, ['card']]);
    }
  });

  it('takes no longer than the text is long, whatever it is made of', () => {
    for (const piece of ['4242 ', '4', '4-', '<b>4</b>', '&#52;', '&', '<', 'AB1', 'PL61 ', '1 2 3 4 ']) {
      // Of the processor, not of the clock, and how it grows, not how long it is: others run beside us.
      const time = (n: number) => { const text = piece.repeat(n); const before = process.cpuUsage(); redactText(text, all); redactHtml(text, all); return process.cpuUsage(before).user / 1000; };
      const least = (n: number) => Math.min(time(n), time(n), time(n));
      time(2000);
      // Four times the text takes four times as long; where each piece looked at all the others, it would be sixteen.
      expect([piece, least(16_000) < 10 * Math.max(least(4000), 10)]).toEqual([piece, true]);
    }
  });
});
