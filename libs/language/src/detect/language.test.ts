import { detectLanguage } from './language';

it.each([
  ['Dzień dobry, kiedy przyjdzie paczka?', 'pl'], ['dzien dobry kiedy przyjdzie paczka', 'pl'], ['Adres bez zmian', 'pl'], ['When will my parcel arrive?', 'en'], ["doesn't work", 'en'],
  ['Wann kommt das Paket?', 'de'], ['Доброго дня, коли приїде замовлення?', 'uk'], ['Здравствуйте, когда придёт заказ?', 'ru'], ['こんにちは', 'ja'], ['مرحبا', 'ar'],
])('tells the language of "%s"', (text, language) => {
  expect(detectLanguage(text).language).toBe(language);
});

it.each(['', 'ok', '123456', '👍', 'A-5540021', 'https://shop.example/where-is-my-order', 'jan.kowalski@example.com', '...'])('is unsure of "%s", which anybody may write', (text) => {
  expect(detectLanguage(text)).toEqual({ language: null, confidence: 0 });
});

it('answers only with languages that are plausible here', () => {
  expect(detectLanguage('Wann kommt das Paket?', ['pl', 'en']).language).not.toBe('de');
});

it('is the surer the more there is to read', () => {
  expect(detectLanguage('Dzień dobry, proszę o informację, kiedy mogę odebrać paczkę').confidence).toBeGreaterThan(detectLanguage('paczka').confidence);
});
