import { languageOf, wantsTranslation } from './language';

describe('language for the spelling checker', () => {
  it('follows what is being written, then what the customer wrote', () => {
    expect(languageOf(['Dzień dobry, Pani Marto'], 'en')).toBe('pl');
    expect(languageOf(['Hello, thank you for the photo'], 'pl')).toBe('en');
    expect(languageOf(['', 'Kiedy przyjedzie kurier? Nie mam czasu.'], 'en')).toBe('pl');
    expect(languageOf(['Hello, the parcel is here', 'Dzień dobry'], 'pl')).toBe('en');
  });

  it('keeps to the workspace’s own when a text does not tell', () => {
    expect(languageOf(['48213', 'OK'], 'pl')).toBe('pl');
    expect(languageOf([], 'en')).toBe('en');
  });
});

it('offers a translation only of words that are plainly in another language than the customer’s', () => {
  expect([wantsTranslation('Hello, thank you for the photo', 'pl'), wantsTranslation('Dzień dobry, proszę czekać', 'pl'), wantsTranslation('Hello, thank you', 'de'), wantsTranslation('48213', 'pl'), wantsTranslation('Guten Tag', 'de')]).toEqual([true, false, true, false, false]);
});
