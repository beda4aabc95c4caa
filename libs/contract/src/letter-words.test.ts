import { quoteIntroduction } from './letter-words';

const plain = (text: string) => text.replace(/\s/g, ' ');

it('introduces what is quoted in the customer’s language, by the clock of the house, and says which clock that is', () => {
  const quote = { author: 'Anna', at: '2026-07-20T22:30:00Z', timeZone: 'Europe/Warsaw' };
  expect(plain(quoteIntroduction(quote, 'en'))).toBe('On 21 Jul 2026, 00:30 CEST, Anna wrote:');
  expect(plain(quoteIntroduction(quote, 'pl-PL'))).toBe('Dnia 21 lip 2026, 00:30 CEST Anna napisał(a):');
  expect(plain(quoteIntroduction({ ...quote, timeZone: undefined }, undefined))).toBe('On 20 Jul 2026, 22:30 UTC, Anna wrote:');
  expect(quoteIntroduction({ ...quote, at: 'never' }, 'pl')).toBe('Anna napisał(a):');
});
