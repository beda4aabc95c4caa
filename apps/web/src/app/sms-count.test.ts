import { segmentsOf } from '../../../../libs/connectors/src/twilio/twilio.segments';
import { smsCount } from './sms-count';

describe('how many SMS a text leaves as', () => {
  it.each([
    ['', 0, 160], ['a', 1, 159], ['a'.repeat(160), 1, 0], ['a'.repeat(161), 2, 145], ['a'.repeat(306), 2, 0], ['a'.repeat(307), 3, 152],
    ['€'.repeat(80), 1, 0], [`${'a'.repeat(152)}€${'a'.repeat(7)}`, 2, 144],
    ['ł', 1, 69], ['ł'.repeat(70), 1, 0], ['ł'.repeat(71), 2, 63], ['ł'.repeat(135), 3, 66], [`${'a'.repeat(66)}😀${'a'.repeat(3)}`, 2, 62],
  ])('%j', (text, messages, left) => {
    expect(smsCount(text)).toMatchObject({ messages, left });
  });

  it('names each letter that makes it more, once', () => {
    expect(smsCount('Zażółć gęślą jaźń, żółw 😀').beyond).toEqual(['ż', 'ó', 'ł', 'ć', 'ę', 'ś', 'ą', 'ź', 'ń', '😀']);
    expect(smsCount('Über {5} €, ¿qué?').beyond).toEqual([]);
  });

  it('is what the connector counts when it sends', () => {
    const letters = ['a', 'é', '€', '[', 'ł', '\n', '\t', '😀', '„', 'Ω', 'Я'];
    for (let length = 0; length < 500; length += 7) {
      for (const one of letters) {
        for (const text of [one.repeat(length), `${'x'.repeat(length)}${one}`, `${one}${'€x'.repeat(length)}`]) expect([text, smsCount(text).messages]).toEqual([text, segmentsOf(text).segments]);
      }
    }
  });
});
